{{ config(indexes=[{'columns': ['day'], 'unique': true}]) }}
-- Grain: day. Every day that a mart may name, in both calendars. It begins with the first period, and ends with the later of
-- the last period and of the year in which the last pending dossier is due. Working days are known for the years of days_off.
with days as (
    select
        d::date as day,
        -- an administrative month is called by the month of its last day, the 14th
        (date_trunc('month', d) + case when extract(day from d) > 14 then interval '1 month' else interval '0' end)::date
            as administrative_month
    from generate_series(
        (select least(min(first_day), date '2020-01-01') from {{ ref('core_period') }}),
        greatest(
            (select max(last_day) from {{ ref('core_period') }}),
            (select date_trunc('year', max(due_date)) + interval '1 year - 1 day' from {{ ref('fct_dossier_overdue') }})
        ),
        interval '1 day'
    ) as d
)

select
    d.day,
    extract(isodow from d.day)::integer as weekday_no,
    case extract(isodow from d.day)
        when 7 then 'Chủ nhật' else 'Thứ ' || (array['hai', 'ba', 'tư', 'năm', 'sáu', 'bảy'])[extract(isodow from d.day)]
    end as weekday_vi,
    to_char(d.day, 'FMDay') as weekday_en,
    extract(day from d.day)::integer as day_of_month,
    extract(month from d.day)::integer as month_no,
    extract(quarter from d.day)::integer as quarter_no,
    extract(year from d.day)::integer as year_no,
    to_char(d.day, 'YYYY-MM') as month_code,
    to_char(d.day, 'YYYY"-Q"Q') as quarter_code,
    to_char(d.day, 'YYYY') as year_code,
    to_char(d.day, '"Tháng "FMMM/YYYY') as month_vi,
    to_char(d.day, '"Quý "Q/YYYY') as quarter_vi,
    date_trunc('month', d.day)::date as month_first_day,
    (date_trunc('month', d.day) + interval '1 month - 1 day')::date as month_last_day,
    date_trunc('quarter', d.day)::date as quarter_first_day,
    (date_trunc('quarter', d.day) + interval '3 months - 1 day')::date as quarter_last_day,
    date_trunc('year', d.day)::date as year_first_day,
    (date_trunc('year', d.day) + interval '1 year - 1 day')::date as year_last_day,
    to_char(d.administrative_month, 'YYYY"-A"MM') as administrative_month_code,
    to_char(d.administrative_month, '"Tháng hành chính "FMMM/YYYY') as administrative_month_vi,
    extract(month from d.administrative_month)::integer as administrative_month_no,
    extract(year from d.administrative_month)::integer as administrative_year_no,
    (d.administrative_month - interval '1 month' + interval '14 days')::date as administrative_month_first_day,
    (d.administrative_month + interval '13 days')::date as administrative_month_last_day,
    w.is_working as is_working_day,
    w.working_no as working_day_no,
    coalesce(o.kind = 'off', false) as is_holiday,
    case when o.kind = 'off' then o.name_vi end as holiday_vi,
    a.as_of_date < (date_trunc('month', d.day) + interval '1 month - 1 day')::date as is_running,
    a.as_of_date < (d.administrative_month + interval '13 days')::date as is_administrative_running,
    d.day <= a.as_of_date as has_data,
    a.as_of_date
from days as d
cross join {{ ref('core_as_of') }} as a
left join {{ ref('core_working_day') }} as w on d.day = w.day
left join {{ ref('days_off') }} as o on d.day = o.day::date
