{{ config(materialized='incremental', unique_key=['unit_key', 'day'], incremental_strategy='merge',
          indexes=[{'columns': ['unit_key', 'day'], 'unique': true}, {'columns': ['day']}],
          post_hook='delete from {{ this }} where received = 0 and resolved = 0') }}
-- Grain: unit_key, day. Counts by day of acceptance (received_) and by day of completion (resolved_), from which
-- every period is summed. Only days that a new or changed dossier touched are counted again; a day that all dossiers
-- left is deleted, since no row means "nothing known" and zeros would be scored.
-- Accepted dossiers only (statuses 1 and 3 never enter a count); on time by date, null due date is on time:
-- the rule of the local reports (dossier interface, 4.2).
{% set since = last_gate(this) %}
with changed as (
    select * from {{ ref('dossier_current') }} where gate_id > {{ since }}
),

touched as (
    select unit_key, accepted_date as day from changed
    union
    select unit_key, finished_date from changed
    union
    select
        split_part(left_day, ' ', 1),
        split_part(left_day, ' ', 2)::date
    from changed cross join lateral unnest(left_days) as d (left_day)
),

received as (
    select
        t.unit_key,
        t.day,
        count(*) as received,
        count(*) filter (where d.channel = 'online') as received_online,
        count(*) filter (where d.channel = 'direct') as received_direct,
        count(*) filter (where d.channel = 'post') as received_post,
        count(*) filter (where d.has_component_file) as with_component_file,
        count(*) filter (where d.is_fully_digitised) as fully_digitised,
        max(d.receipt_id) as receipt_id
    from touched as t
    inner join {{ ref('dossier_current') }} as d on t.unit_key = d.unit_key and t.day = d.accepted_date
    where d.status_group <> 'not_received'
    group by t.unit_key, t.day
),

resolved as (
    select
        t.unit_key,
        t.day,
        count(*) as resolved,
        count(*) filter (where d.finished_date < d.due_date) as resolved_early,
        count(*) filter (where d.finished_date > d.due_date) as resolved_late,
        count(*) filter (where d.has_result_file) as with_result_file,
        max(d.receipt_id) as receipt_id
    from touched as t
    inner join {{ ref('dossier_current') }} as d on t.unit_key = d.unit_key and t.day = d.finished_date
    where d.status_group in ('finished', 'withdrawn') and d.accepted_date is not null
    group by t.unit_key, t.day
)

select
    t.unit_key,
    t.day,
    coalesce(r.received, 0)::bigint as received,
    coalesce(r.received_online, 0)::bigint as received_online,
    coalesce(r.received_direct, 0)::bigint as received_direct,
    coalesce(r.received_post, 0)::bigint as received_post,
    coalesce(r.with_component_file, 0)::bigint as with_component_file,
    coalesce(r.fully_digitised, 0)::bigint as fully_digitised,
    coalesce(f.resolved, 0)::bigint as resolved,
    coalesce(f.resolved_early, 0)::bigint as resolved_early,
    coalesce(f.resolved - f.resolved_early - f.resolved_late, 0)::bigint as resolved_on_due_day,
    coalesce(f.resolved_late, 0)::bigint as resolved_late,
    coalesce(f.with_result_file, 0)::bigint as with_result_file,
    greatest(r.receipt_id, f.receipt_id) as receipt_id,
    (select max(c.gate_id) from changed as c) as gate_id
from touched as t
left join received as r on t.unit_key = r.unit_key and t.day = r.day
left join resolved as f on t.unit_key = f.unit_key and t.day = f.day
where t.unit_key is not null and t.day is not null
