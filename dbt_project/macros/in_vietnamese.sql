{# A number as it is written in Vietnamese: decimal comma, at most so many decimals. #}
{% macro number_vi(value, decimals=2) -%}
    replace(trim_scale(round({{ value }}, {{ decimals }}))::text, '.', ',')
{%- endmacro %}

{# A day as it is written in Vietnamese. #}
{% macro day_vi(value) -%}
    to_char({{ value }}, 'DD/MM/YYYY')
{%- endmacro %}
