{# What stands in one array and not in the other, sorted. #}
{% macro array_minus(one, other) -%}
    array(select unnest({{ one }}) except select unnest({{ other }}) order by 1)
{%- endmacro %}
