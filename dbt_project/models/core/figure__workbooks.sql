-- Grain: unit_key, period_code, figure_code. The latest delivery wins; of a form about one unit its total row,
-- of a form with a row per unit that row.
select distinct on (f.unit_key, f.period_code, f.figure_code)
    f.unit_key,
    f.period_code,
    f.figure_code,
    f.value,
    f.missing_reason,
    f.source_code,
    f.receipt_id,
    f.file_name || ' ▸ ' || f.sheet || ' ▸ ' || f.cell as source_ref
from {{ ref('stg_workbooks__figure') }} as f
order by
    f.unit_key asc, f.period_code asc, f.figure_code asc, f.receipt_id desc, (f.row_role = 'total') desc, f.row_no asc
