{# How exact numbers stay. PostgreSQL ends a quotient after 16 significant digits; three thirds would be 0.999…, and a
   score just below a half would round down. So every quotient is taken on 30 decimals and every node of a tree keeps 20
   of them: what adds up on paper adds up here, before the book rounds (docs/decisions/0013-exact-numbers.md). #}
{% macro quotient(dividend, divisor) -%}
    (round({{ dividend }}, 30) / ({{ divisor }}))
{%- endmacro %}

{% macro kept(value, decimals) -%}
    trim_scale(coalesce(round(round({{ value }}, 20), {{ decimals }}), round({{ value }}, 20)))
{%- endmacro %}
