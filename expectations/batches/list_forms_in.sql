-- Entries of the lists that have checks (forms/), which arrived and were not examined yet, and the open ones of quarantine
-- once more. A column for each check is added.
with arrived as (
    select r.* from raw_workbooks.list_row as r
    inner join ops.delivery as d on r.receipt_id = d.receipt_id
    where d.receipt_id = any(:receipts) and r.form_code = any(:forms)
    union all
    select r.*
    from quarantine.row as q
    cross join lateral jsonb_populate_record(null::raw_workbooks.list_row, q.record) as r
    where q.state = 'open' and q.source_table = 'raw_workbooks.list_row' and r.form_code = any(:forms)
)

select
    receipt_id,
    row_no,
    form_code,
    unit_key,
    period_code
from arrived
