-- Grain: one number of a workbook that passed the gate (receipt_id, row_no).
select
    f.receipt_id,
    f.row_no,
    'workbook:' || f.form_code as source_code,
    f.form_code,
    d.name as file_name,
    f.sheet,
    f.cell,
    f.row_role,
    f.row_label,
    f.unit_key,
    f.period_code,
    f.figure_code,
    f.value,
    f.missing_reason,
    d.is_illustrative
from {{ source('raw_workbooks', 'live_figure') }} as f
inner join {{ source('ops', 'delivery') }} as d on f.receipt_id = d.receipt_id
