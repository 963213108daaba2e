-- Grain: period_code. The answer that stands for a period: the last whole one. While the period was running on that day its
-- figures are provisional, and it is never compared with a period that had ended, nor added to another.
with last_whole as (
    select distinct on (o.period_code) o.*
    from {{ ref('evaluation_observation') }} as o
    where o.is_whole
    order by o.period_code asc, o.observed_on desc, o.receipt_id desc
),

placed as (
    select
        l.*,
        p.kind as period_kind,
        p.first_day,
        p.last_day,
        l.observed_on <= p.last_day as is_provisional
    from last_whole as l
    inner join {{ ref('core_period') }} as p on l.period_code = p.period_code
)

select
    c.receipt_id,
    c.period_code,
    c.period_kind,
    c.observed_on,
    c.is_provisional,
    b.receipt_id as previous_receipt_id,
    b.period_code as previous_period_code,
    case
        when b.receipt_id is null then 'no_previous'
        when c.is_provisional or b.is_provisional then 'provisional'
        when c.formula <> b.formula or s.kind = 'formula' then 'formula_break'
        when c.units <> b.units or s.kind = 'units' then 'units_break'
        else 'compared'
    end as comparison
from placed as c
left join placed as b on c.period_kind = b.period_kind and b.last_day + 1 = c.first_day
left join lateral (
    select e.kind
    from {{ ref('evaluation_breaks') }} as e
    where  -- between the periods, or between the days on which the portal showed them
        e.break_date::date > b.first_day and e.break_date::date <= least(c.last_day, c.observed_on)
        or e.break_date::date > b.observed_on and e.break_date::date <= c.observed_on
    order by e.break_date
    limit 1
) as s on true
