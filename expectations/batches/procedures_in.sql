-- Procedures of catalogues that arrived and were not examined yet, and the open ones of quarantine once more.
with arrived as (
    select r.* from raw_workbooks.list_row as r
    inner join ops.delivery as d on r.receipt_id = d.receipt_id
    where d.receipt_id = any(:receipts) and r.form_code = 'procedure_catalogue'
    union all
    select r.*
    from quarantine.row as q
    cross join lateral jsonb_populate_record(null::raw_workbooks.list_row, q.record) as r
    where
        q.state = 'open' and q.source_table = 'raw_workbooks.list_row'
        and r.form_code = 'procedure_catalogue'
)

select
    receipt_id,
    row_no,
    form_code,
    sheet,
    sheet_row,
    fields ->> 'procedure_code' as procedure_code,
    fields ->> 'authority_level' as authority_level,
    nullif(fields ->> 'service_level', '') as service_level
from arrived
