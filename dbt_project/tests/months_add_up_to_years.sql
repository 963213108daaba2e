-- Flows of the months add up to those of the year, in both calendars.
select
    y.unit_key,
    y.period_code,
    y.received,
    sum(m.received) as received_in_months
from {{ ref('fct_dossier_06a') }} as y
inner join {{ ref('dim_period') }} as p on y.period_code = p.period_code and p.kind in ('year', 'administrative_year')
inner join {{ ref('dim_period') }} as q
    on
        q.first_day between p.first_day and p.last_day
        and q.kind = case p.kind when 'year' then 'month' else 'administrative_month' end
inner join {{ ref('fct_dossier_06a') }} as m on y.unit_key = m.unit_key and q.period_code = m.period_code
group by y.unit_key, y.period_code, y.received, y.resolved, y.resolved_late
having
    sum(m.received) <> y.received or sum(m.resolved) <> y.resolved or sum(m.resolved_late) <> y.resolved_late
