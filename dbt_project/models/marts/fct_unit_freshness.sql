-- Grain: unit_key. How long ago the own dossiers of each unit that stands today were last heard of.
with heard as (
    select
        d.unit_key,
        max(d.day) filter (where d.received > 0) as last_received_on,
        max(d.day) filter (where d.resolved > 0) as last_resolved_on
    from {{ ref('dossier_day') }} as d
    group by d.unit_key
)

select
    u.unit_key,
    h.last_received_on,
    h.last_resolved_on,
    a.as_of_date,
    a.as_of_date - greatest(h.last_received_on, h.last_resolved_on) as days_since,
    u.name_vi as unit_name_vi,
    l.label_vi as level_vi
from {{ ref('core_unit') }} as u
cross join {{ ref('core_as_of') }} as a
left join heard as h on u.unit_key = h.unit_key
{{ label_of('level', 'u.level', 'l') }}
where
    u.is_own and u.level <> 'province' and u.valid_from <= a.as_of_date
    and coalesce(u.valid_to, 'infinity') > a.as_of_date
