{{ config(indexes=[{'columns': ['unit_key', 'day'], 'unique': true}]) }}
-- Grain: unit_key, day (first days of periods, and days after their last). What a unit had pending when the day began; so the
-- closing balance of a period and the opening balance of the next are one number. What becomes overdue after the as-of
-- day has not happened. No row: nothing pending.
with moved as (
    select
        d.unit_key,
        d.day,
        sum(d.received) - sum(d.resolved) as pending,
        coalesce(sum(d.overdue_change) filter (where d.day <= a.as_of_date), 0) as pending_late,
        max(d.receipt_id) as receipt_id
    from {{ ref('dossier_day') }} as d
    cross join {{ ref('core_as_of') }} as a
    group by d.unit_key, d.day
),

boundary as (
    select distinct b.day
    from {{ ref('core_period') }} as p
    cross join lateral (values (p.first_day), (p.last_day + 1)) as b (day)
    where p.first_day <= p.as_of_date
),

line as (
    select
        unit_key,
        day,
        1 as place,
        pending,
        pending_late,
        receipt_id
    from moved
    union all
    select
        u.unit_key,
        b.day,
        0,
        0,
        0,
        null
    from (select unit_key, min(day) as first_day from moved group by unit_key) as u
    inner join boundary as b on u.first_day < b.day
),

summed as (
    select
        unit_key,
        day,
        place,
        sum(pending) over known as pending,
        sum(pending_late) over known as pending_late,
        max(receipt_id) over known as receipt_id
    from line
    window known as (partition by unit_key order by day, place rows between unbounded preceding and current row)
)

select
    unit_key,
    day,
    pending,
    pending_late,
    receipt_id
from summed
where place = 0 and (pending <> 0 or pending_late <> 0)
