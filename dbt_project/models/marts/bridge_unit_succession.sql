-- Grain: predecessor_unit_key, successor_unit_key, event_date. An empty share cannot be divided.
select
    s.predecessor_unit_key,
    s.successor_unit_key,
    s.event_date,
    s.kind,
    s.share,
    s.share_basis,
    s.status,
    s.note,
    k.label_vi as kind_vi,
    v.label_vi as status_vi,
    p.name_vi as predecessor_name_vi,
    n.name_vi as successor_name_vi
from {{ ref('core_succession') }} as s
left join {{ ref('core_unit') }} as p on s.predecessor_unit_key = p.unit_key
left join {{ ref('core_unit') }} as n on s.successor_unit_key = n.unit_key
{{ label_of('succession_kind', 's.kind', 'k') }}
{{ label_of('succession_status', 's.status', 'v') }}
