{{ config(materialized='view') }}
-- Grain: source_code, dossier_id. What a dossier is counted as, by what is known of it now. The rules stand in
-- docs/dossiers.md and decision 0018:
-- counted are accepted dossiers that are not deleted;
-- due_date is the day that the source gives, else the clock's for the time that the dossier carries, pauses included;
-- pending and late is a dossier from the day after it was due until it ends or an applicant is waited for;
-- late_766_on is the day from which it counts late under the rule of set 766 (never: 9999-12-31).
with placed as (
    select
        c.*,
        c.accepted_at at time zone 'Asia/Ho_Chi_Minh' as accepted_clock,
        {{ vietnamese_day('c.accepted_at') }} as accepted_date,
        {{ vietnamese_day('c.ended_at') }} as end_date,
        {{ vietnamese_day('c.waiting_at') }} as waiting_date,
        p.is_interlinked,
        coalesce(p.has_no_paper_result, false) as has_no_paper_result,
        p.processing_time as legal_time,
        p.clock as legal_clock
    from {{ ref('dossier_current') }} as c
    left join {{ ref('dossier_procedure') }} as p on c.procedure_code = p.procedure_code
),

-- offset 0: computed once for each dossier, and not wherever a due day is named below
dated as (
    select
        p.*,
        t.due_date,
        t.legal_date,
        p.status_group not in ('not_received', 'deleted') and p.accepted_at is not null and p.unit_key is not null
            as is_counted
    from placed as p
    cross join lateral (
        select
            case
                when p.due_at is not null then {{ vietnamese_day('p.due_at') }}
                when p.pause_days is null then {{ due_day('p.accepted_clock', 'p.processing_time', 'p.clock') }}
                else {{ due_after_pauses(due_day('p.accepted_clock', 'p.processing_time', 'p.clock'), 'p.pause_days') }}
            end as due_date,
            case
                when p.due_at is null and (p.clock is null or p.processing_time is null)
                    then {{ due_day('p.accepted_clock', 'p.legal_time', 'p.legal_clock') }}
            end as legal_date
        from (select 1) as one
        offset 0 -- noqa: AM09
    ) as t
),

judged as (
    select
        d.*,
        coalesce(d.paused_time, interval '0') as paused,
        case
            when (d.due_at at time zone 'Asia/Ho_Chi_Minh')::time > time '00:00' then d.due_at
            else (coalesce(d.due_date, d.legal_date) + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'
        end as due_766_at,
        case
            when d.status_group = 'withdrawn' then 'on_due_day'
            when d.end_date is null then null
            when d.end_date < d.due_date then 'early'
            when d.end_date > d.due_date then 'late'
            else 'on_due_day'
        end as resolution,
        case when d.due_date is not null then greatest(d.due_date + 1, d.accepted_date) end as overdue_from,
        least(d.end_date, d.waiting_date) as overdue_to
    from dated as d
)

select
    j.source_code,
    j.dossier_id,
    j.dossier_code,
    j.unit_key,
    coalesce(j.resolving_unit_key, '') as resolving_unit_key,
    case j.is_interlinked when true then 'interlinked' when false then 'single' else 'unknown' end as one_stop_kind,
    j.procedure_code,
    j.is_counted,
    j.national_status,
    j.status_group,
    j.channel,
    j.accepted_date,
    j.end_date,
    j.waiting_date,
    j.due_date,
    j.due_at is not null as is_due_given,
    j.resolution,
    case when j.overdue_to <= j.overdue_from then null else j.overdue_from end as overdue_from,
    case when j.overdue_to > j.overdue_from then j.overdue_to end as overdue_to,
    greatest(j.accepted_date, {{ late_766_on('j') }}) as late_766_on,
    j.has_component_file,
    j.is_fully_digitised,
    j.has_result_file,
    not j.has_no_paper_result as needs_result,
    j.is_reused,
    j.is_from_edoc_store,
    j.has_fee,
    j.has_fee and j.is_paid_online as is_paid_online,
    j.has_population_data,
    n.national_status as nation_status,
    n.national_status is not null as is_synced,
    j.receipt_id,
    j.gate_id,
    n.gate_id as nation_gate_id
from judged as j
left join lateral (
    select
        k.national_status,
        k.gate_id
    from {{ ref('dossier_national') }} as k
    where k.dossier_id in (j.dossier_code, j.national_code) and k.status_group <> 'deleted'
    order by k.updated_at desc, k.gate_id desc
    limit 1
) as n on true
