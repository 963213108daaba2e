-- Grain: receipt_id of the last whole answer of a day about a period. What it is compared with: that of the day before it
-- about the same period, or where there is none (scope period) the last about the period before of the same kind. Across a change of the
-- formula or of the set of units nothing is compared; both are told from the answers, or stated (evaluation_breaks.csv) for
-- a day between the answers or between the periods.
with last_of_day as (
    select distinct on (period_code, observed_on) *
    from {{ ref('evaluation_observation') }}
    where is_whole
    order by period_code asc, observed_on asc, receipt_id desc
),

whole as (
    select
        o.*,
        p.kind,
        p.first_day,
        p.last_day,
        lag(o.receipt_id) over one_period as same_period_receipt_id,
        lead(o.receipt_id) over one_period is null as is_last
    from last_of_day as o
    inner join {{ ref('core_period') }} as p on o.period_code = p.period_code
    window one_period as (partition by o.period_code order by o.observed_on)
),

paired as (
    select
        w.*,
        b.receipt_id as previous_receipt_id,
        b.period_code as previous_period_code,
        b.observed_on as previous_observed_on,
        b.first_day as previous_first_day,
        b.formula as previous_formula,
        b.units as previous_units
    from whole as w
    left join whole as b
        on
            w.same_period_receipt_id = b.receipt_id
            or w.same_period_receipt_id is null and b.is_last and w.kind = b.kind and b.last_day + 1 = w.first_day
)

select
    p.receipt_id,
    p.period_code,
    p.observed_on,
    p.previous_receipt_id,
    p.previous_period_code,
    p.previous_observed_on,
    case when p.same_period_receipt_id is null then 'period' else 'day' end as scope,
    {{ array_minus('p.formula', 'p.previous_formula') }} as formula_added,
    {{ array_minus('p.previous_formula', 'p.formula') }} as formula_removed,
    {{ array_minus('p.units', 'p.previous_units') }} as units_added,
    {{ array_minus('p.previous_units', 'p.units') }} as units_removed,
    s.kind as stated_kind,
    s.reason_vi as stated_vi,
    s.reason_en as stated_en,
    case
        when p.previous_receipt_id is null then 'no_previous'
        when p.formula <> p.previous_formula or s.kind = 'formula' then 'formula_break'
        when p.units <> p.previous_units or s.kind = 'units' then 'units_break'
        else 'compared'
    end as comparison
from paired as p
left join lateral (
    select
        e.kind,
        e.reason_vi,
        e.reason_en
    from {{ ref('evaluation_breaks') }} as e
    where
        e.break_date::date > p.previous_observed_on and e.break_date::date <= p.observed_on
        or p.same_period_receipt_id is null
        and e.break_date::date > p.previous_first_day and e.break_date::date <= least(p.last_day, p.observed_on)
    order by e.break_date
    limit 1
) as s on true
