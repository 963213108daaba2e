{{ config(alias='dim_period') }}
-- noqa: disable=LT02
-- Grain: period_code. Calendar years, quarters and months; administrative months (15th to 14th, as the reporting
-- periods of ND 09/2019 are cut in the provinces), and quarters and years of them under the code of a stretch; and stretches
-- that a report names.
with bounds as (
    select
        date '2020-01-01' as first_day,
        (date_trunc('year', as_of_date) + interval '1 year - 1 day')::date as last_day,
        as_of_date
    from {{ ref('core_as_of') }}
),

periods as (
    select
        to_char(d, 'YYYY') as period_code,
        'year' as kind,
        d::date as first_day,
        (d + interval '1 year - 1 day')::date as last_day,
        'Năm ' || to_char(d, 'YYYY') as name_vi,
        to_char(d, 'YYYY') as name_en
    from bounds, generate_series(first_day, last_day, interval '1 year') as d
    union all
    select
        to_char(d, 'YYYY"-Q"Q'),
        'quarter',
        d::date,
        (d + interval '3 months - 1 day')::date,
        'Quý ' || to_char(d, 'Q"/"YYYY'),
        to_char(d, '"Q"Q YYYY')
    from bounds, generate_series(first_day, last_day, interval '3 months') as d
    union all
    select
        to_char(d, 'YYYY-MM'),
        'month',
        d::date,
        (d + interval '1 month - 1 day')::date,
        'Tháng ' || to_char(d, 'FMMM"/"YYYY'),
        to_char(d, 'FMMon YYYY')
    from bounds, generate_series(first_day, last_day, interval '1 month') as d
    union all
    select
        to_char(d, 'YYYY"-A"MM'),
        'administrative_month',
        (d - interval '1 month' + interval '14 days')::date,
        (d + interval '13 days')::date,
        'Tháng hành chính ' || to_char(d, 'FMMM"/"YYYY'),
        'Administrative month ' || to_char(d, 'FMMon YYYY')
    from bounds, generate_series(first_day, last_day, interval '1 month') as d
    {%- for kind, months, name_vi, name_en in [
        ('administrative_quarter', 3, 'Quý hành chính', 'Administrative quarter'),
        ('administrative_year', 12, 'Năm hành chính', 'Administrative year')] %}
    union all
    select
        a.first_day || '/' || a.last_day,
        '{{ kind }}',
        a.first_day,
        a.last_day,
        '{{ name_vi }} ' || to_char(a.last_day, '{{ 'Q"/"' if months == 3 }}YYYY'),
        '{{ name_en }} ' || to_char(a.last_day, '{{ '"Q"Q ' if months == 3 }}YYYY')
    from bounds as b
    cross join generate_series(b.first_day, b.last_day, interval '{{ months }} months') as d
    cross join lateral (
        select
            (d - interval '1 month' + interval '14 days')::date as first_day,
            (d + interval '{{ months - 1 }} months' + interval '13 days')::date as last_day
    ) as a
    {%- endfor %}
    union all
    select
        period_code,
        'stretch',
        first_day::date,
        last_day::date,
        name_vi,
        name_en
    from {{ ref('reporting_periods') }}
)

select
    p.period_code,
    p.kind,
    p.first_day,
    p.last_day,
    extract(year from p.last_day)::integer as year,
    p.name_vi,
    p.name_en,
    p.last_day > b.as_of_date as is_running,
    b.as_of_date
from periods as p
cross join bounds as b
