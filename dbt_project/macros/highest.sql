{# The largest value of a whole-number column as the table stands now, for loops that are written out: a model has as many
   steps as the deepest tree needs. 0 while dbt only reads the project (and for the linter, which has no run_query). #}
{% macro highest(relation, column) -%}
    {%- if execute and run_query is defined -%}
        {{ return(run_query('select coalesce(max(' ~ column ~ '), 0) from ' ~ relation).columns[0][0] | int) }}
    {%- endif -%}
    {{ return(0) }}
{%- endmacro %}

{# All levels of a loop so far as one relation: name_0 … name_(count - 1). #}
{% macro levels(name, count) -%}
    {%- for level in range(count) -%}
        select * from {{ name }}_{{ level }}{{ ' union all ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
