-- Grain: one line of the portal's table of all provinces that passed the gate (receipt_id, row_no).
select
    v.receipt_id,
    v.row_no,
    v.observed_on,
    v.period_code,
    v.unit_code as province_code,
    v.unit_name as province_name_vi,
    v.kind,
    v.metric_code as portal_code,
    v.score,
    v.score_delta
from {{ source('raw_evaluation', 'value') }} as v
inner join {{ source('ops', 'delivery') }} as d on v.receipt_id = d.receipt_id
where d.gate_id is not null and v.group_code = 'nation'
