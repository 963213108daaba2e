-- noqa: disable=LT02
-- Grain: one received version of a dossier that passed the gate (receipt_id, row_no), of every source, in one shape: codes,
-- dates and time zones by the mapping data of its source (seeds/reference/dossier_*.csv).
-- ended_at: finished, else returned, else refused or stopped (the order of set 766, 2.1), of dossiers that have ended only.
-- waiting_at: since when an applicant is waited for; where the source does not say, when it said so.
with typed as (
    select
        d.*,
        g.gate_id as delivery_gate_id,
        coalesce(d.released_gate_id, g.gate_id) as gate_id,
        f.role,
        f.moment_iso,
        f.moment_pattern,
        f.time_zone,
        s.national_status::integer as national_status,
        case when nullif(d.deleted_at, '') is null then s.status_group else 'deleted' end as status_group,
        coalesce({{ dossier_moment('d.updated_at') }}, g.received_at) as changed_at,
        {{ dossier_moment('d.accepted_at') }} as accepted_moment,
        {{ dossier_moment("coalesce(nullif(d.appointment_at, ''), d.due_at)") }} as due_moment,
        {{ dossier_moment("coalesce(nullif(d.completed_at, ''), nullif(d.returned_at, ''), d.rejected_at)") }} as end_moment
    from {{ source('raw_dossiers', 'dossier') }} as d
    inner join {{ source('ops', 'delivery') }} as g on d.receipt_id = g.receipt_id
    inner join {{ ref('dossier_sources') }} as f on d.source_code = f.source_code
    inner join {{ ref('dossier_status_map') }} as s on d.source_code = s.source_code and d.status_id = s.source_status_id
    where g.gate_id is not null
)

select
    t.receipt_id,
    t.row_no,
    t.delivery_gate_id,
    t.released_gate_id,
    t.gate_id,
    t.source_code,
    t.role,
    t.dossier_id,
    coalesce(t.dossier_code, t.dossier_id) as dossier_code,
    t.national_code,
    u.unit_key,
    case
        when coalesce(t.resolving_unit_code, t.resolving_unit_name) is null then u.unit_key else r.unit_key
    end as resolving_unit_key,
    coalesce(substring(t.procedure_code from '^\d\.\d{6}'), t.procedure_code) as procedure_code,
    t.procedure_name,
    t.national_status,
    t.status_group,
    c.channel,
    t.changed_at as updated_at,
    t.accepted_moment as accepted_at,
    t.due_moment as due_at,
    case when t.status_group in ('finished', 'withdrawn') then t.end_moment end as ended_at,
    case
        when t.status_group in ('supplement', 'paused') then coalesce(p.waiting_at, t.changed_at)
    end as waiting_at,
    p.pause_days,
    p.paused_time,
    coalesce(p.requests, 0) as supplement_requests,
    t.processing_time,
    z.clock,
    coalesce(t.component_file_count > 0, false) or coalesce(t.is_digitised_stated, false) as has_component_file,
    coalesce(t.component_file_count > 0 and t.required_file_count = t.required_count, false) as is_fully_digitised,
    coalesce(t.result_file_count > 0, false) as has_result_file,
    coalesce(t.reused_component_count > 0, false) as is_reused,
    coalesce(t.edoc_store_count > 0, false) as is_from_edoc_store,
    coalesce(t.fee_total > 0, t.fee_count > 0, false) as has_fee,
    coalesce(y.is_paid_online = 'yes', false) as is_paid_online,
    coalesce(t.is_vneid_verified, false) or coalesce(t.edoc_store_count > 0, false) or exists (
        select from {{ ref('dossier_databases') }} as b
        where b.database = 'population' and b.source_database = any(string_to_array(t.national_databases, ','))
    ) as has_population_data
from typed as t
left join {{ ref('dossier_channel_map') }} as c
    on t.source_code = c.source_code and coalesce(t.channel_id, '') = coalesce(c.source_channel_id, '')
left join {{ ref('unit_code_map') }} as u on t.source_code = u.source_code and t.agency_code = u.source_unit_code
left join {{ ref('unit_code_map') }} as r on t.source_code = r.source_code and t.resolving_unit_code = r.source_unit_code
left join {{ ref('dossier_payment_map') }} as y
    on t.source_code = y.source_code and coalesce(t.online_payment_code, t.payment_method_name) = y.source_payment
left join {{ ref('dossier_time_units') }} as z
    on t.source_code = z.source_code and lower(trim(t.processing_time_unit)) = z.source_unit
left join lateral (
    select
        max(q.requested_at) filter (where q.resumed_at is null) as waiting_at,
        sum(q.resumed_at - q.requested_at) as paused_time,
        array_agg({{ vietnamese_day('q.resumed_at') }} - {{ vietnamese_day('q.requested_at') }} order by q.requested_at)
            filter (where q.resumed_at is not null) as pause_days,
        count(*) as requests
    from (
        select
            {{ dossier_moment("e.entry ->> 'requested_at'", 't') }} as requested_at,
            {{ dossier_moment("e.entry ->> 'resumed_at'", 't') }} as resumed_at
        from jsonb_array_elements(t.supplements) as e (entry)
    ) as q
) as p on t.supplements is not null
