{{ config(indexes=[{'columns': ['unit_key', 'period_code', 'figure_code']}, {'columns': ['receipt_id']}]) }}
-- noqa: disable=LT02
-- Grain: figure_code, receipt_id, sheet, sheet_row (and field, where a rule takes several). The entries that a counting rule
-- looks at, whether they are of its population, and whether they meet its condition too. Rules of one form and the same
-- fields share one pass over the entries.
-- depends_on: {{ ref('list_rule') }}
{% set passes = rows_of("
    select
        form_code,
        field_pattern,
        string_agg(format(
            '(%L, entry ->> %L, entry ?& %L::text[], (%s) is true, (%s) is true)', figure_code,
            case when field_pattern is null then coalesce(field, '') else 'value' end, needed,
            population_sql, condition_sql
        ), ', ' order by figure_code) as rules
    from " ~ ref('list_rule') ~ " group by form_code, field_pattern order by form_code, field_pattern") %}
with entries as materialized (
    select * from {{ ref('stg_workbooks__list_row') }}
)
{% for of in passes %}
select
    r.figure_code,
    e.unit_key,
    e.period_code,
    e.source_code,
    e.receipt_id,
    e.file_name,
    e.sheet,
    e.sheet_row,
    nullif(r.value, '') as value,
    r.is_in,
    r.is_in and r.is_met as is_counted
from entries as e
{%- if of.field_pattern %}
cross join lateral jsonb_each_text(e.fields) as f
cross join lateral (select e.fields || jsonb_build_object('value', f.value) as entry) as n
{%- else %}
cross join lateral (select e.fields as entry) as n
{%- endif %}
cross join lateral (values {{ of.rules }}) as r (figure_code, value, is_asked, is_in, is_met)
where e.form_code = '{{ of.form_code }}' and r.is_asked{% if of.field_pattern %} and f.key ~ '{{ of.field_pattern }}'{% endif %}
{{ 'union all' if not loop.last }}
{%- endfor %}
