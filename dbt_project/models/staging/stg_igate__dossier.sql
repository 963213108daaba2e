-- Grain: one received version of a dossier that passed the gate (receipt_id, row_no).
select
    d.receipt_id,
    d.row_no,
    g.gate_id as delivery_gate_id,
    d.released_gate_id,
    coalesce(d.released_gate_id, g.gate_id) as gate_id,
    d.source_code,
    d.dossier_id,
    d.dossier_code,
    u.unit_key,
    coalesce(substring(d.procedure_code from '^\d\.\d{6}'), d.procedure_code) as procedure_code,
    d.procedure_name,
    s.national_status::integer as national_status,
    s.status_group,
    c.channel,
    d.updated_at::timestamptz as updated_at,
    {{ vietnamese_day('d.accepted_at') }} as accepted_date,
    {{ vietnamese_day('coalesce(d.appointment_at, d.due_at)') }} as due_date,
    {{ vietnamese_day('d.completed_at') }} as finished_date,
    d.component_file_count > 0 as has_component_file,
    d.component_file_count > 0 and d.required_file_count = d.required_count as is_fully_digitised,
    d.result_file_count > 0 as has_result_file
from {{ source('raw_dossiers', 'dossier') }} as d
inner join {{ source('ops', 'delivery') }} as g on d.receipt_id = g.receipt_id
inner join {{ ref('dossier_status_map') }} as s
    on d.source_code = s.source_code and d.status_id::text = s.source_status_id
left join {{ ref('dossier_channel_map') }} as c
    on d.source_code = c.source_code and d.channel_id::text = c.source_channel_id
inner join {{ ref('unit_code_map') }} as u
    on d.source_code = u.source_code and d.agency_code = u.source_unit_code
where g.gate_id is not null
