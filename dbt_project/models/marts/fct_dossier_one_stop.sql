-- Grain: unit_key, resolving_unit_key, one_stop_kind, period_code (calendar and administrative months). Who received and who
-- resolved, since 1 July 2025 often not the same, and whether the procedure goes through several agencies.
with counted as (
    select
        d.unit_key,
        nullif(d.resolving_unit_key, '') as resolving_unit_key,
        d.one_stop_kind,
        t.period_code,
        p.kind as calendar,
        case when d.resolving_unit_key <> '' then d.unit_key <> d.resolving_unit_key end as is_resolved_elsewhere,
        sum(d.received) as received,
        sum(d.received_online) as received_online,
        sum(d.resolved) as resolved,
        sum(d.resolved_early) as resolved_early,
        sum(d.resolved_on_due_day) as resolved_on_due_day,
        sum(d.resolved_late) as resolved_late,
        coalesce(sum(d.received) filter (where d.late_766_on <= least(p.last_day, p.as_of_date)), 0) as late_766
    from {{ ref('dossier_day') }} as d
    inner join {{ ref('core_period_day') }} as t on d.day = t.day
    inner join {{ ref('core_period') }} as p on t.period_code = p.period_code
    where p.kind in ('month', 'administrative_month') and d.received + d.resolved > 0
    group by d.unit_key, d.resolving_unit_key, d.one_stop_kind, t.period_code, p.kind
)

select
    c.unit_key,
    c.resolving_unit_key,
    c.one_stop_kind,
    c.period_code,
    c.calendar,
    c.is_resolved_elsewhere,
    c.received,
    c.received_online,
    c.resolved,
    c.resolved_early,
    c.resolved_on_due_day,
    c.resolved_late,
    c.late_766,
    u.name_vi as unit_name_vi,
    r.name_vi as resolving_unit_name_vi,
    o.label_vi as one_stop_kind_vi,
    k.label_vi as calendar_vi,
    p.name_vi as period_name_vi,
    p.last_day
from counted as c
inner join {{ ref('core_period') }} as p on c.period_code = p.period_code
left join {{ ref('core_unit') }} as u on c.unit_key = u.unit_key
left join {{ ref('core_unit') }} as r on c.resolving_unit_key = r.unit_key
{{ label_of('one_stop_kind', 'c.one_stop_kind', 'o') }}
{{ label_of('period_kind', 'c.calendar', 'k') }}
