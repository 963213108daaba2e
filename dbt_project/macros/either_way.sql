{# Rows that only one of two queries has. #}
{% macro either_way(one, other) -%}
    (select * from {{ one }} except select * from {{ other }})
    union all
    (select * from {{ other }} except select * from {{ one }})
{%- endmacro %}

{# What is published of a criterion's score and would differ with other figures. #}
{% macro criterion_shown(row) -%}
    {%- for c in ['stage', 'state', 'points', 'numerator_value', 'denominator_value', 'override_reason'] -%}
        {{ row }}.{{ c }}{{ ", " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
