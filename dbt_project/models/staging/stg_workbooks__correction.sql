-- Grain: one cell that a file sent again changed, once a gate has seen that file (receipt_id, correction_no). The code names the
-- file by its hash, so that it is the same in every warehouse that took it; a receipt only counts deliveries.
select
    c.receipt_id,
    left(d.sha256, 12) || '/' || c.correction_no as correction_code,
    c.source_table = 'raw_workbooks.figure' as is_figure,
    c.kind as change,
    'workbook:' || c.form_code as source_code,
    c.unit_key,
    c.period_code,
    c.item,
    c.entry,
    c.old_value,
    c.new_value,
    d.name as file_name,
    coalesce(c.new_sheet || ' ▸ ' || c.new_cell, c.old_sheet || ' ▸ ' || c.old_cell) as place,
    d.sender,
    (d.received_at at time zone 'Asia/Ho_Chi_Minh')::date as received_on
from {{ source('raw_workbooks', 'correction') }} as c
inner join {{ source('ops', 'delivery') }} as d on c.receipt_id = d.receipt_id
where d.gate_id is not null
