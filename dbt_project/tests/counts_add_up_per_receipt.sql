-- Nothing is lost: what a receipt says was delivered stands in raw, waits in quarantine or was a duplicate.
-- Each build looks at the receipts that a gate touched since the published release;
-- `dbt test --select counts_add_up_per_receipt --vars 'whole_history: true'` looks at all of them.
-- depends_on: {{ ref('fct_figure') }}
with since as (
    {%- if var('whole_history', false) %}
    select '-infinity'::timestamptz as moment
    {%- else %}
    select coalesce(max(built_at), '-infinity') as moment
    from {{ source('ops', 'release') }} where state = 'published'
    {%- endif %}
),

gates as (
    select g.gate_id
    from {{ source('ops', 'gate') }} as g
    inner join since as s on g.finished_at > s.moment
    where g.border = 'in'
),

receipts as (
    select d.receipt_id from {{ source('ops', 'delivery') }} as d inner join gates as g on d.gate_id = g.gate_id
    union
    select q.receipt_id
    from {{ source('quarantine', 'row') }} as q inner join gates as g on q.closed_by_gate_id = g.gate_id
),

found as (
    {%- for schema, table in [
        ('raw_dossiers', 'dossier'), ('raw_dossiers', 'procedure'), ('raw_workbooks', 'figure'),
        ('raw_workbooks', 'list_row'), ('raw_evaluation', 'value')] %}
    select
        t.receipt_id,
        count(*) as found_rows
    from {{ source(schema, table) }} as t
    inner join receipts as r on t.receipt_id = r.receipt_id
    group by t.receipt_id
    union all
    {%- endfor %}
    select
        q.receipt_id,
        count(*)
    from {{ source('quarantine', 'row') }} as q
    inner join receipts as r on q.receipt_id = r.receipt_id
    where q.is_kept_out
    group by q.receipt_id
)

select
    d.receipt_id,
    d.name,
    d.rows_delivered,
    d.rows_duplicate,
    coalesce(sum(f.found_rows), 0) as found_rows
from {{ source('ops', 'delivery') }} as d
inner join receipts as r on d.receipt_id = r.receipt_id
left join found as f on d.receipt_id = f.receipt_id
group by d.receipt_id, d.name, d.rows_delivered, d.rows_duplicate
having d.rows_delivered <> d.rows_duplicate + coalesce(sum(f.found_rows), 0)
