-- Grain: period_code.
select
    period_code,
    kind,
    first_day,
    last_day,
    year,
    name_vi,
    name_en,
    is_running,
    as_of_date
from {{ ref('core_period') }}
