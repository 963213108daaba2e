-- By receiving unit, resolving unit and kind, dossiers add up to the months of the receiving unit.
select
    m.unit_key,
    m.period_code,
    m.received,
    coalesce(sum(o.received), 0) as received_by_kind,
    m.resolved,
    coalesce(sum(o.resolved), 0) as resolved_by_kind
from {{ ref('fct_dossier_month') }} as m
left join {{ ref('fct_dossier_one_stop') }} as o on m.unit_key = o.unit_key and m.period_code = o.period_code
group by m.unit_key, m.period_code, m.received, m.resolved, m.late_766
having
    m.received <> coalesce(sum(o.received), 0) or m.resolved <> coalesce(sum(o.resolved), 0)
    or m.late_766 <> coalesce(sum(o.late_766), 0)
