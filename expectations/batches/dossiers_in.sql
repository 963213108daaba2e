-- Dossiers that arrived and were not examined yet, and the open ones of quarantine once more; with the columns that
-- the suite asks about. A date that cannot be read is null in its _ts column.
with arrived as (
    select r.* from raw_dossiers.dossier as r
    inner join ops.delivery as d on r.receipt_id = d.receipt_id
    where d.receipt_id = any(:receipts)
    union all
    select r.*
    from quarantine.row as q
    cross join lateral jsonb_populate_record(null::raw_dossiers.dossier, q.record) as r
    where q.state = 'open' and q.source_table = 'raw_dossiers.dossier' and q.check_name <> 'decodable'
),

typed as (
    select
        a.*,
        case when pg_input_is_valid(applied_at, 'timestamptz') then applied_at::timestamptz end as applied_ts,
        case when pg_input_is_valid(accepted_at, 'timestamptz') then accepted_at::timestamptz end as accepted_ts,
        case when pg_input_is_valid(completed_at, 'timestamptz') then completed_at::timestamptz end as completed_ts,
        case when pg_input_is_valid(returned_at, 'timestamptz') then returned_at::timestamptz end as returned_ts,
        u.unreadable_dates
    from arrived as a
    cross join lateral (
        -- PostgreSQL reads almost anything as a date ("10/11//2026" too): only ISO 8601 with its offset counts
        select string_agg(d.name, ', ') as unreadable_dates
        from (
            values
            ('appliedDate', applied_at),
            ('acceptedDate', accepted_at),
            ('appointmentDate', appointment_at),
            ('dueDate', due_at),
            ('completedDate', completed_at),
            ('returnedDate', returned_at),
            ('updatedDate', updated_at)
        ) as d (name, value)
        where
            not d.value ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$'
            or not pg_input_is_valid(d.value, 'timestamptz')
    ) as u
)

select
    t.receipt_id,
    t.row_no,
    t.dossier_id,
    t.dossier_code,
    t.updated_at,
    t.status_id,
    t.channel_id,
    t.agency_code,
    t.procedure_code,
    t.applied_ts,
    t.accepted_ts,
    t.completed_ts,
    t.returned_ts,
    s.national_status,
    c.national_channel,
    u.unit_key,
    t.unreadable_dates,
    s.status_group <> 'not_received' and t.accepted_at is null as lacks_accepted_date,
    s.status_group = 'finished' and t.completed_at is null as lacks_completed_date,
    t.component_file_count <= t.component_count
    and t.required_file_count <= t.required_count
    and t.required_count <= t.component_count as has_sound_components
from typed as t
left join reference.dossier_status_map as s
    on t.source_code = s.source_code and t.status_id::text = s.source_status_id
left join reference.dossier_channel_map as c
    on t.source_code = c.source_code and t.channel_id::text = c.source_channel_id
left join reference.unit_code_map as u
    on t.source_code = u.source_code and t.agency_code = u.source_unit_code
