{# Schemas are named as DESIGN says, without a prefix; marts go to the candidate release that is being built. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if custom_schema_name == 'release' -%} {{ var('release_schema') }}
    {%- else -%} {{ custom_schema_name or target.schema }}
    {%- endif -%}
{%- endmacro %}
