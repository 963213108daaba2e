{# The rows of a query, while a model is built; one empty row while the project is only parsed, so that the model stays
   well-formed. #}
{% macro rows_of(query) %}
{% if not execute %}{{ return([{}]) }}{% endif %}
{% set found = run_query(query) %}
{% set rows = [] %}
{% for row in found.rows %}{% do rows.append(row) %}{% endfor %}
{{ return(rows) }}
{% endmacro %}
