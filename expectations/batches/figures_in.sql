-- Numbers of workbooks that arrived and were not examined yet, and the open ones of quarantine once more. The gaps
-- of form 06a/VPCP/KSTT stand on every number of their row: a row that does not add up is kept out whole. What a number
-- may be is told by the index books that use it in its year (reference.figure_sense).
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

-- Only cells that changed are loaded again: a row is seen together with its unchanged cells, as it stands after a
-- delivery (as_of). What is still the latest version is asked as the row stands now, an older one as it stood then.
known as (
    select
        k.*,
        (
            select min(c.receipt_id) from raw_workbooks.correction as c
            where
                c.kind = 'withdrawn' and c.form_code = k.form_code and c.period_code = k.period_code
                and c.unit_key = k.unit_key and c.entry_key = k.entry_key and c.item = k.figure_code
                and c.receipt_id > k.receipt_id
        ) as withdrawn_by
    from (
        select * from arrived
        union all
        select r.* from raw_workbooks.figure as r
        inner join ops.delivery as d on r.receipt_id = d.receipt_id
        where d.receipt_id <> all(:receipts) and coalesce(r.released_gate_id, d.gate_id) is not null
    ) as k
),

asked as (
    select
        *,
        receipt_id = max(receipt_id) over (
            partition by form_code, period_code, unit_key, entry_key, figure_code
        ) as is_latest,
        max(receipt_id) over (partition by form_code, period_code, unit_key) as newest
    from arrived
),

seen as (
    select distinct on (s.as_of, k.form_code, k.period_code, k.unit_key, k.entry_key, k.figure_code)
        s.as_of,
        k.*
    from (
        select distinct
            form_code,
            period_code,
            unit_key,
            case when is_latest then newest else receipt_id end as as_of
        from asked
    ) as s
    inner join known as k
        on
            s.form_code = k.form_code and s.period_code = k.period_code and s.unit_key = k.unit_key
            and s.as_of >= k.receipt_id and (k.withdrawn_by is null or k.withdrawn_by > s.as_of)
    order by
        s.as_of asc, k.form_code asc, k.period_code asc, k.unit_key asc, k.entry_key asc, k.figure_code asc,
        k.receipt_id desc
),

rows_06a as (
    select
        as_of,
        period_code,
        unit_key,
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
    from seen
    where form_code = 'vpcp_06a'
    group by as_of, period_code, unit_key, entry_key
),

-- a form about one unit is kept out whole when its total row does not add up
gaps as (
    select
        as_of,
        period_code,
        unit_key,
        max(abs(received_gap)) as received_gap,
        max(abs(resolved_gap)) as resolved_gap,
        max(abs(pending_gap)) as pending_gap,
        max(abs(balance_gap)) as balance_gap
    from rows_06a
    group by as_of, period_code, unit_key
),

senses as (
    select
        s.*,
        y.year
    from reference.figure_sense as s
    inner join (select distinct left(period_code, 4) as year from arrived) as y
        on
            s.valid_from <= make_date(y.year::integer, 1, 1)
            and coalesce(s.valid_to, 'infinity') > make_date(y.year::integer, 12, 31)
),

-- what a number is divided by, or divides: of its own row first, then the latest; an older version by that of its day
-- the other figure of a ratio by its code: a join on the case itself would compare every two figures of a unit
partners as materialized (
    select
        a.*,
        s.index_code,
        s.edition as book_edition,
        s.criterion_code,
        s.numerator_figure,
        s.max_value,
        case when a.figure_code = s.numerator_figure then s.denominator_figure else s.numerator_figure end as partner
    from asked as a
    inner join senses as s
        on
            left(a.period_code, 4) = s.year and s.max_value is not null
            and (
                a.figure_code = s.numerator_figure and s.denominator_figure is not null
                or a.figure_code = s.denominator_figure
            )
),

pairs as (
    select distinct on (a.receipt_id, a.row_no, a.index_code, a.book_edition, a.criterion_code)
        a.receipt_id,
        a.row_no,
        a.sheet,
        a.max_value,
        case when a.figure_code = a.numerator_figure then a.value else p.value end as n,
        case when a.figure_code = a.numerator_figure then p.value else a.value end as d,
        case when a.figure_code = a.numerator_figure then a.cell else p.cell end as n_cell,
        case when a.figure_code = a.numerator_figure then p.cell else a.cell end as d_cell
    from partners as a
    inner join known as p
        on
            a.unit_key = p.unit_key and a.period_code = p.period_code and p.withdrawn_by is null
            and a.partner = p.figure_code
    order by
        a.receipt_id asc, a.row_no asc, a.index_code asc, a.book_edition asc, a.criterion_code asc,
        (a.entry_key = p.entry_key) desc, (a.is_latest or a.receipt_id = p.receipt_id) desc,
        p.receipt_id desc, p.row_no asc
),

ratios as (
    select
        receipt_id,
        row_no,
        min(format(
            'Trang tính “%s”: tử số %s (ô %s) chia mẫu số %s (ô %s) bằng %s, lớn hơn %s. Hãy kiểm tra cả hai số.',
            sheet, replace(trim_scale(n)::text, '.', ','), n_cell, replace(trim_scale(d)::text, '.', ','), d_cell,
            replace(trim_scale(round(n / d, 4))::text, '.', ','), replace(trim_scale(max_value)::text, '.', ',')
        )) as ratio_above_most
    from pairs
    where d <> 0 and n / nullif(d, 0) > max_value
    group by receipt_id, row_no
),

singles as (
    select
        a.receipt_id,
        a.row_no,
        bool_and(s.is_count) as is_count,
        min(s.max_value) filter (where s.is_fraction and a.value > s.max_value) as most_of_fraction,
        min(s.max_value) filter (where not s.is_fraction and a.value > s.max_value) as most_points,
        min(array_to_string(s.allowed_values, '; ')) filter (where a.value <> all(s.allowed_values)) as allowed
    from arrived as a
    inner join senses as s
        on left(a.period_code, 4) = s.year and a.figure_code = s.numerator_figure and s.denominator_figure is null
    group by a.receipt_id, a.row_no
),

told as (
    select
        receipt_id,
        row_no,
        format('Trang tính “%s”, ô %s: %s', sheet, cell, replace(trim_scale(value)::text, '.', ',')) as place,
        replace(trim_scale(value / 100)::text, '.', ',') as hundredth
    from arrived
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
    coalesce(g.balance_gap, 0) as balance_gap,
    case when a.value < 0 and coalesce(s.is_count, true) then t.place || ' là số âm; số liệu đếm không được âm.' end
        as negative_count,
    r.ratio_above_most,
    case
        when s.most_of_fraction is null then null
        when a.value > 5 and a.value <= 100 * s.most_of_fraction
            then t.place || format(
                ' lớn hơn %s; số liệu này là phần của 1. Nếu là phần trăm thì hãy gõ %s.',
                trim_scale(s.most_of_fraction), t.hundredth
            )
        else t.place || format(
            ' lớn hơn %s; số liệu này là phần của 1. Hãy kiểm tra lại.', trim_scale(s.most_of_fraction)
        )
    end as fraction_above_most,
    case
        when s.most_points is not null
            then t.place || format(
                ' lớn hơn %s, mức cao nhất của tiêu chí. Hãy kiểm tra lại.',
                replace(trim_scale(s.most_points)::text, '.', ',')
            )
        when s.allowed is not null then t.place || format(' không phải một trong các giá trị %s.', s.allowed)
    end as value_outside_criterion
from asked as a
inner join told as t on a.receipt_id = t.receipt_id and a.row_no = t.row_no
left join singles as s on a.receipt_id = s.receipt_id and a.row_no = s.row_no
left join ratios as r on a.receipt_id = r.receipt_id and a.row_no = r.row_no
left join gaps as g
    on
        a.form_code = 'vpcp_06a' and a.unit_key = g.unit_key and a.period_code = g.period_code
        and case when a.is_latest then a.newest else a.receipt_id end = g.as_of
