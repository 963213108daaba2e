-- Grain: one assessment of a criterion that passed the gate (receipt_id, row_no).
select
    l.receipt_id,
    l.row_no,
    'workbook:' || l.form_code as source_code,
    d.name as file_name,
    l.sheet,
    l.sheet_row,
    l.unit_key,
    l.period_code,
    l.fields ->> 'index_code' as index_code,
    l.fields ->> 'criterion_code' as criterion_code,
    l.fields ->> 'stage' as stage,
    nullif(l.fields ->> 'value', '')::numeric as value,
    nullif(l.fields ->> 'points', '')::numeric as points,
    nullif(l.fields ->> 'evidence', '') as evidence,
    nullif(l.fields ->> 'reason', '') as reason,
    nullif(l.fields ->> 'assessed_at', '')::date as assessed_on,
    d.received_at
from {{ source('raw_workbooks', 'live_list_row') }} as l
inner join {{ source('ops', 'delivery') }} as d on l.receipt_id = d.receipt_id
where l.form_code like '%\_assessment'
