-- Grain: unit_key, period_code, figure_code. Procedures of a catalogue, counted by authority and service level.
-- A procedure without a level counts in the total only, so the parts may fall short of it, and that is shown.
with counted as (
    select
        unit_key,
        period_code,
        authority_level,
        source_code,
        max(receipt_id) as receipt_id,
        (array_agg(file_name order by receipt_id desc, row_no asc))[1] as file_name,
        (array_agg(sheet order by receipt_id desc, row_no asc))[1] as sheet,
        count(distinct receipt_id) - 1 as earlier_files,
        count(*) as total,
        count(*) filter (where service_level = 'full') as full_online,
        count(*) filter (where service_level = 'partial') as partial_online,
        min(sheet_row) as first_row,
        max(sheet_row) as last_row
    from {{ ref('stg_workbooks__procedure') }}
    group by unit_key, period_code, authority_level, source_code
)

select
    c.unit_key,
    c.period_code,
    m.figure || '_' || c.authority_level as figure_code,
    m.value::numeric as value,
    null::text as missing_reason,
    c.source_code,
    c.receipt_id,
    c.file_name || ' ▸ ' || c.sheet || ' ▸ ' || c.first_row || ':' || c.last_row
    || case when c.earlier_files > 0 then ' (+ ' || c.earlier_files || ' tệp trước)' else '' end as source_ref
from counted as c
cross join lateral (
    values
    ('procedures_total', c.total),
    ('procedures_full_online', c.full_online),
    ('procedures_partial_online', c.partial_online)
) as m (figure, value)
