-- Grain: one received version of a procedure of the catalogue that passed the gate (receipt_id, row_no). processing_time is
-- the time of the law, counted on the clock that the source's unit stands for.
select
    p.receipt_id,
    p.row_no,
    p.source_code,
    coalesce(substring(p.procedure_code from '^\d\.\d{6}'), p.procedure_code) as procedure_code,
    p.procedure_name,
    p.is_interlinked,
    p.has_no_paper_result,
    p.has_no_due_date,
    case when z.clock is not null then p.processing_time end as processing_time,
    z.clock,
    coalesce(p.released_gate_id, d.gate_id) as gate_id
from {{ source('raw_dossiers', 'procedure') }} as p
inner join {{ source('ops', 'delivery') }} as d on p.receipt_id = d.receipt_id
left join {{ ref('dossier_time_units') }} as z
    on p.source_code = z.source_code and lower(trim(p.processing_time_unit)) = z.source_unit
where d.gate_id is not null
