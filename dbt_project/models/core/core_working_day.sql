{{ config(alias='working_day', indexes=[{'columns': ['day'], 'unique': true}, {'columns': ['working_no']}]) }}
-- Grain: day. working_no counts the working days up to and including the day: two days are as many working days apart as
-- their numbers differ, and the n-th working day after another is found by its number. Weekends and days off do not count,
-- weekend days that are worked for a swap do. The years are those of days_off.
with calendar as (
    select
        d::date as day,
        extract(isodow from d) as weekday
    from (
        select
            date_trunc('year', min(day::date)) as first_day,
            date_trunc('year', max(day::date)) + interval '1 year - 1 day' as last_day
        from {{ ref('days_off') }}
    ) as known
    cross join generate_series(known.first_day, known.last_day, interval '1 day') as d
)

select
    c.day,
    coalesce(o.kind = 'work', c.weekday < 6 and o.day is null) as is_working,
    count(*) filter (where coalesce(o.kind = 'work', c.weekday < 6 and o.day is null)) over (order by c.day)::integer
        as working_no
from calendar as c
left join {{ ref('days_off') }} as o on c.day = o.day::date
