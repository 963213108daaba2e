{# The Vietnamese calendar day of a moment that a source wrote with its offset (17:00 UTC is the next day here). #}
{% macro vietnamese_day(moment) -%}
    ({{ moment }}::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date
{%- endmacro %}
