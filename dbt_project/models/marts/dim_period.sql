-- Grain: period_code.
select
    p.period_code,
    p.kind,
    p.first_day,
    p.last_day,
    p.year,
    p.name_vi,
    p.name_en,
    p.is_running,
    p.as_of_date,
    l.label_vi as kind_vi,
    l.label_en as kind_en
from {{ ref('core_period') }} as p
{{ label_of('period_kind', 'p.kind', 'l') }}
