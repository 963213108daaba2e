{# How exact numbers stay. PostgreSQL ends a quotient after 16 significant digits; three thirds would be 0.999…, and a
   score on a half would round down. So every quotient and every node of a tree is kept on 30 decimals, and whatever is
   published, compared with a step of the book or rounded by the book goes through 20: what adds up on paper adds up
   here (docs/decisions/0013-exact-numbers.md). #}
{% macro quotient(dividend, divisor) -%}
    (round({{ dividend }}, 30) / ({{ divisor }}))
{%- endmacro %}

{# As a node keeps it: rounded by the book where the book says so. #}
{% macro kept(value, decimals) -%}
    coalesce(round(round({{ value }}, 20), {{ decimals }}), round({{ value }}, 30))
{%- endmacro %}

{# As it is shown. #}
{% macro shown(value) -%}
    trim_scale(round({{ value }}, 20))
{%- endmacro %}
