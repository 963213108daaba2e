{{ config(alias='period_day', indexes=[{'columns': ['day']}]) }}
-- Grain: day, period_code. Which periods a day belongs to, so that days are joined to periods by equality.
select
    d::date as day,
    p.period_code
from {{ ref('core_period') }} as p
cross join generate_series(p.first_day, p.last_day, interval '1 day') as d
