-- Grain: unit_key, period_code (every period of both calendars). Form 06a/VPCP/KSTT from the dossiers themselves, column by
-- column, and the rule of set 766 beside the form's own.
select
    d.unit_key,
    d.period_code,
    p.kind as period_kind,
    d.received_total,
    d.received_online,
    d.received_direct + d.received_post as received_direct_or_post,
    d.carried_over,
    d.resolved,
    d.resolved_early,
    d.resolved_on_due_day,
    d.resolved_late,
    d.pending,
    d.pending_in_time,
    d.pending_late,
    d.received,
    d.on_time_766,
    d.received - d.on_time_766 as late_766,
    u.name_vi as unit_name_vi,
    p.name_vi as period_name_vi,
    p.last_day,
    k.label_vi as period_kind_vi
from {{ ref('dossier_period') }} as d
inner join {{ ref('core_period') }} as p on d.period_code = p.period_code
left join {{ ref('core_unit') }} as u on d.unit_key = u.unit_key
{{ label_of('period_kind', 'p.kind', 'k') }}
