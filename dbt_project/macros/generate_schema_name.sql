{# Schemas are named as DESIGN says, without a prefix; marts go to the candidate release that is being built. In a trial of
   a book (books/trial.py) everything below the marts stands in one scratch schema. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if custom_schema_name == 'release' -%} {{ var('release_schema') }}
    {%- elif var('trial', false) and node.resource_type == 'model' -%} trial
    {%- else -%} {{ custom_schema_name or target.schema }}
    {%- endif -%}
{%- endmacro %}
