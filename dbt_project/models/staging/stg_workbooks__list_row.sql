-- Grain: one entry of a list form that counts now (receipt_id, row_no). Days of the period stand among the fields, so
-- that a rule can name them.
select
    l.receipt_id,
    l.row_no,
    'workbook:' || l.form_code as source_code,
    l.form_code,
    l.edition,
    d.name as file_name,
    l.sheet,
    l.sheet_row,
    l.unit_key,
    l.period_code,
    l.fields || jsonb_build_object(
        'period_first', forms.first_day(l.period_code), 'period_last', forms.last_day(l.period_code)
    ) as fields
from {{ source('raw_workbooks', 'live_list_row') }} as l
inner join {{ source('ops', 'delivery') }} as d on l.receipt_id = d.receipt_id
