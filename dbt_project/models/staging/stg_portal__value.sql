-- Grain: one line of the portal about one of our units that passed the gate (receipt_id, row_no). metric_code ALL: the points
-- of a group as a whole, or of all groups (group_code total).
select
    v.receipt_id,
    v.row_no,
    d.gate_id as delivery_gate_id,
    v.released_gate_id,
    coalesce(v.released_gate_id, d.gate_id) as gate_id,
    v.source_code,
    v.observed_at,
    v.observed_on,
    v.period_code,
    v.group_code,
    v.kind,
    u.unit_key,
    v.unit_code,
    coalesce(v.metric_code, 'ALL') as metric_code,
    v.metric_name,
    v.numerator,
    v.denominator,
    v.value,
    v.ratio,
    v.score,
    v.max_score,
    v.score_delta,
    v.quality_status,
    v.quality_message
from {{ source('raw_evaluation', 'value') }} as v
inner join {{ source('ops', 'delivery') }} as d on v.receipt_id = d.receipt_id
inner join {{ ref('unit_code_map') }} as u
    on v.source_code = u.source_code and v.unit_code = u.source_unit_code
where
    d.gate_id is not null and v.group_code <> 'nation'
    and not (v.group_code = 'total' and v.kind = 'group') -- the six groups again, which their own answers say better
