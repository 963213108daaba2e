{# The last gate whose rows an incremental table holds; 0 when it is built anew. A literal, so that the planner can
   use the index on what came after it. #}
{% macro last_gate(relation) -%}
    {%- if execute and is_incremental() -%}
        {{ run_query('select coalesce(max(gate_id), 0) from ' ~ relation).columns[0][0] }}
    {%- else -%} 0
    {%- endif -%}
{%- endmacro %}
