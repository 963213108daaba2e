-- Grain: unit_key, period_code (calendar and administrative months). Received, resolved and, at the end of the
-- month, pending dossiers of a unit's own one-stop shop.
with counted as (
    select
        d.unit_key,
        p.period_code,
        p.kind,
        p.last_day,
        sum(d.received) as received,
        sum(d.received_online) as received_online,
        sum(d.received_direct) as received_direct,
        sum(d.received_post) as received_post,
        sum(d.resolved) as resolved,
        sum(d.resolved_early) as resolved_early,
        sum(d.resolved_on_due_day) as resolved_on_due_day,
        sum(d.resolved_late) as resolved_late,
        sum(d.with_component_file) as with_component_file,
        sum(d.fully_digitised) as fully_digitised,
        sum(d.with_result_file) as with_result_file
    from {{ ref('dossier_day') }} as d
    inner join {{ ref('core_period') }} as p
        on d.day between p.first_day and p.last_day and p.kind in ('month', 'administrative_month')
    group by d.unit_key, p.period_code, p.kind, p.last_day
)

select
    c.unit_key,
    c.period_code,
    c.kind as calendar,
    c.received,
    c.received_online,
    c.received_direct,
    c.received_post,
    c.resolved,
    c.resolved_early,
    c.resolved_on_due_day,
    c.resolved_late,
    sum(c.received - c.resolved) over (partition by c.unit_key, c.kind order by c.last_day) as pending_at_end,
    c.with_component_file,
    c.fully_digitised,
    c.with_result_file,
    round(100.0 * (c.resolved - c.resolved_late) / nullif(c.resolved, 0), 2) as on_time_percent,
    round(100.0 * c.received_online / nullif(c.received, 0), 2) as online_percent
from counted as c
