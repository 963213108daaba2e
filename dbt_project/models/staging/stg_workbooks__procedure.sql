-- Grain: one procedure of a catalogue (receipt_id, row_no).
select
    l.receipt_id,
    l.row_no,
    'workbook:' || l.form_code as source_code,
    d.name as file_name,
    l.sheet,
    l.sheet_row,
    l.unit_key,
    l.period_code,
    l.fields ->> 'procedure_code' as procedure_code,
    l.fields ->> 'authority_level' as authority_level,
    nullif(l.fields ->> 'service_level', '') as service_level
from {{ source('raw_workbooks', 'live_list_row') }} as l
inner join {{ source('ops', 'delivery') }} as d on l.receipt_id = d.receipt_id
where l.form_code = 'procedure_catalogue'
