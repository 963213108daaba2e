-- Grain: unit_key, period_code (calendar and administrative months). Received, resolved and, at the end of the
-- month, pending dossiers of a unit's own one-stop shop.
select
    d.unit_key,
    d.period_code,
    p.kind as calendar,
    d.received,
    d.received_online,
    d.received_direct,
    d.received_post,
    d.resolved,
    d.resolved_early,
    d.resolved_on_due_day,
    d.resolved_late,
    d.pending as pending_at_end,
    d.with_component_file,
    d.fully_digitised,
    d.with_result_file,
    round(100.0 * (d.resolved - d.resolved_late) / nullif(d.resolved, 0), 2) as on_time_percent,
    round(100.0 * d.received_online / nullif(d.received, 0), 2) as online_percent,
    d.carried_over,
    d.received_total,
    d.pending_in_time,
    d.pending_late,
    d.on_time_766,
    d.received - d.on_time_766 as late_766,
    round(100.0 * d.on_time_766 / nullif(d.received, 0), 2) as on_time_766_percent,
    d.fee_due,
    d.paid_online,
    d.synced,
    u.name_vi as unit_name_vi,
    p.name_vi as period_name_vi,
    p.last_day,
    k.label_vi as calendar_vi
from {{ ref('dossier_period') }} as d
inner join {{ ref('core_period') }} as p on d.period_code = p.period_code
left join {{ ref('core_unit') }} as u on d.unit_key = u.unit_key
{{ label_of('period_kind', 'p.kind', 'k') }}
where p.kind in ('month', 'administrative_month')
