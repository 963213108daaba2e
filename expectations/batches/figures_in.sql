-- Numbers of workbooks that arrived and were not examined yet, and the open ones of quarantine once more. The gaps
-- of form 06a/VPCP/KSTT stand on every number of their row: a row that does not add up is kept out whole.
drop view if exists quarantine.arrived_figure;
create view quarantine.arrived_figure as
with arrived as (
    select r.* from raw_workbooks.figure as r
    inner join ops.delivery as d on r.receipt_id = d.receipt_id
    where d.receipt_id = any(:receipts)
    union all
    select r.*
    from quarantine.row as q
    cross join lateral jsonb_populate_record(null::raw_workbooks.figure, q.record) as r
    where q.state = 'open' and q.source_table = 'raw_workbooks.figure'
),

rows_06a as (
    select
        receipt_id,
        sheet,
        sheet_row,
        max(value) filter (where figure_code = 'f06a_received_total')
        - sum(value) filter (
            where figure_code in ('f06a_received_online', 'f06a_received_direct_post', 'f06a_received_carried_over')
        ) as received_gap,
        max(value) filter (where figure_code = 'f06a_resolved_total')
        - sum(value) filter (
            where figure_code in ('f06a_resolved_early', 'f06a_resolved_on_time', 'f06a_resolved_late')
        ) as resolved_gap,
        max(value) filter (where figure_code = 'f06a_pending_total')
        - sum(value) filter (where figure_code in ('f06a_pending_in_time', 'f06a_pending_late')) as pending_gap,
        max(value) filter (where figure_code = 'f06a_received_total')
        - sum(value) filter (where figure_code in ('f06a_resolved_total', 'f06a_pending_total')) as balance_gap
    from arrived
    where form_code = 'vpcp_06a'
    group by receipt_id, sheet, sheet_row
),

-- a form about one unit is kept out whole when its total row does not add up
gaps as (
    select
        receipt_id,
        sheet,
        max(abs(received_gap)) as received_gap,
        max(abs(resolved_gap)) as resolved_gap,
        max(abs(pending_gap)) as pending_gap,
        max(abs(balance_gap)) as balance_gap
    from rows_06a
    group by receipt_id, sheet
)

select
    a.receipt_id,
    a.row_no,
    a.form_code,
    a.unit_key,
    a.period_code,
    a.figure_code,
    a.cell,
    a.value,
    a.value is not null or a.missing_reason is not null as has_value_or_reason,
    coalesce(g.received_gap, 0) as received_gap,
    coalesce(g.resolved_gap, 0) as resolved_gap,
    coalesce(g.pending_gap, 0) as pending_gap,
    coalesce(g.balance_gap, 0) as balance_gap
from arrived as a
left join gaps as g on a.receipt_id = g.receipt_id and a.sheet = g.sheet
