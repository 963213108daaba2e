-- Grain: receipt_id. Every answer of the portal that passed the gate, whole or not, and whether it stands for its period.
select
    o.receipt_id,
    o.period_code,
    o.observed_on,
    o.observed_at,
    o.is_whole,
    array_to_string(o.missing_groups, ', ') as missing_groups,
    array_to_string(o.missing_units, ', ') as missing_units,
    o.kept_out_lines,
    cardinality(o.units) as units,
    c.receipt_id is not null as is_current,
    coalesce(o.observed_on <= p.last_day, true) as is_provisional,
    d.sha256,
    d.is_illustrative
from {{ ref('evaluation_observation') }} as o
inner join {{ source('ops', 'delivery') }} as d on o.receipt_id = d.receipt_id
left join {{ ref('evaluation_current') }} as c on o.receipt_id = c.receipt_id
left join {{ ref('core_period') }} as p on o.period_code = p.period_code
