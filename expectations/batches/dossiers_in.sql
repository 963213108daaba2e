-- Dossiers that arrived and were not examined yet, and the open ones of quarantine once more; with the columns that
-- the suite asks about. Dates are read by the mapping data of their source; one that cannot be read is null in its _ts
-- column. What only the nation's copies would fail (they are compared, never counted) is not asked of them, and a
-- deleted dossier must get through to leave the counts.
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

named as (
    select
        a.*,
        f.role,
        f.moment_iso,
        f.moment_pattern,
        f.time_zone,
        s.national_status,
        case when nullif(a.deleted_at, '') is null then s.status_group else 'deleted' end as status_group
    from arrived as a
    left join reference.dossier_sources as f on a.source_code = f.source_code
    left join reference.dossier_status_map as s on a.source_code = s.source_code and a.status_id = s.source_status_id
),

-- PostgreSQL reads almost anything as a date ("10/11//2026" too): only what is written as the source writes counts
read as (
    select
        n.*,
        u.unreadable_dates,
        u.applied_ts,
        u.accepted_ts,
        u.due_ts,
        u.completed_ts,
        u.returned_ts
    from named as n
    cross join lateral (
        select
            string_agg(w.name, ', ') filter (where w.moment is null) as unreadable_dates,
            max(w.moment) filter (where w.name = 'appliedDate') as applied_ts,
            max(w.moment) filter (where w.name = 'acceptedDate') as accepted_ts,
            max(w.moment) filter (where w.name in ('appointmentDate', 'dueDate')) as due_ts,
            max(w.moment) filter (where w.name = 'completedDate') as completed_ts,
            max(w.moment) filter (where w.name = 'returnedDate') as returned_ts
        from (
            select
                d.name,
                case
                    when not d.value ~ n.moment_pattern then null
                    when n.moment_iso is null
                        then case when pg_input_is_valid(d.value, 'timestamptz') then d.value::timestamptz end
                    when pg_input_is_valid(regexp_replace(d.value, n.moment_pattern, n.moment_iso), 'timestamp')
                        then
                            regexp_replace(d.value, n.moment_pattern, n.moment_iso)::timestamp at time zone n.time_zone
                end as moment
            from (
                values
                ('appliedDate', n.applied_at),
                ('acceptedDate', n.accepted_at),
                ('appointmentDate', n.appointment_at),
                ('dueDate', n.due_at),
                ('completedDate', n.completed_at),
                ('returnedDate', n.returned_at),
                ('rejectedDate', n.rejected_at),
                ('deletedDate', n.deleted_at),
                ('updatedDate', n.updated_at)
            ) as d (name, value)
            where d.value <> ''
            union all
            select
                'supplements',
                case
                    when not m.value ~ n.moment_pattern then null
                    when pg_input_is_valid(
                        case
                            when n.moment_iso is null then m.value
                            else regexp_replace(m.value, n.moment_pattern, n.moment_iso)
                        end,
                        'timestamptz'
                    ) then 'epoch'::timestamptz
                end
            from jsonb_array_elements(n.supplements) as e (entry)
            cross join lateral jsonb_each_text(e.entry) as m (key, value)
            where m.key in ('requested_at', 'resumed_at') and m.value <> ''
        ) as w
    ) as u
)

select
    t.receipt_id,
    t.row_no,
    t.dossier_id,
    t.dossier_code,
    t.updated_at,
    t.role,
    t.status_id,
    t.channel_id,
    t.agency_code,
    t.procedure_code,
    t.applied_ts,
    t.accepted_ts,
    t.due_ts,
    t.completed_ts,
    t.returned_ts,
    t.national_status,
    c.national_channel,
    case when t.role = 'comparison' then coalesce(u.unit_key, 'not asked') else u.unit_key end as unit_key,
    t.unreadable_dates,
    t.role = 'primary' and t.resolving_unit_code is not null and r.unit_key is null as is_resolving_unit_unknown,
    t.online_payment_code is not null and y.source_payment is null as is_payment_unknown,
    t.online_payment_code is null and t.payment_method_name is not null and y.source_payment is null
        as is_payment_name_unknown,
    t.processing_time is not null and t.processing_time_unit is not null and z.clock is null as is_time_unit_unknown,
    t.role = 'primary' and t.status_group not in ('not_received', 'deleted') and nullif(t.accepted_at, '') is null
        as lacks_accepted_date,
    t.role = 'primary' and t.status_group = 'finished'
    and coalesce(nullif(t.completed_at, ''), nullif(t.returned_at, '')) is null as lacks_completed_date,
    t.role = 'primary' and nullif(t.updated_at, '') is null as lacks_updated_date,
    least(
        t.fee_total, t.processing_time, t.fee_count, t.component_count, t.result_file_count, t.reused_component_count,
        t.edoc_store_count
    ) as lowest_number,
    t.role = 'primary' and t.status_group = 'withdrawn'
    and coalesce(nullif(t.completed_at, ''), nullif(t.returned_at, ''), nullif(t.rejected_at, '')) is null
        as lacks_withdrawn_date,
    t.component_file_count <= t.component_count
    and t.required_file_count <= t.required_count
    and t.required_count <= t.component_count as has_sound_components
from read as t
left join reference.dossier_channel_map as c
    on t.source_code = c.source_code and coalesce(t.channel_id, '') = coalesce(c.source_channel_id, '')
left join reference.unit_code_map as u
    on t.source_code = u.source_code and t.agency_code = u.source_unit_code
left join reference.unit_code_map as r
    on t.source_code = r.source_code and t.resolving_unit_code = r.source_unit_code
left join reference.dossier_payment_map as y
    on t.source_code = y.source_code and coalesce(t.online_payment_code, t.payment_method_name) = y.source_payment
left join reference.dossier_time_units as z
    on t.source_code = z.source_code and lower(trim(t.processing_time_unit)) = z.source_unit
