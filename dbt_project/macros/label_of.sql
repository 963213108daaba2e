{#- Joins what a code is called (dim_label) as ``name``: name.label_vi, name.label_en. -#}
{% macro label_of(domain, code, name) -%}
left join {{ ref('core_label') }} as {{ name }} on {{ name }}.domain = '{{ domain }}' and {{ code }} = {{ name }}.code
{%- endmacro %}
