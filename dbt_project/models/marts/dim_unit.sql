-- Grain: unit_key. A peer group that only a book knows is called by its code.
select
    u.unit_key,
    u.gso_code,
    u.egov_code,
    u.name_vi,
    u.name_en,
    u.short_name_vi,
    u.level,
    u.parent_unit_key,
    u.peer_group,
    u.valid_from,
    u.valid_to,
    u.sort_key,
    u.is_own,
    u.source_note,
    l.label_vi as level_vi,
    l.label_en as level_en,
    coalesce(g.label_vi, 'nhóm ' || u.peer_group) as peer_group_vi,
    coalesce(g.label_en, 'group ' || u.peer_group) as peer_group_en
from {{ ref('core_unit') }} as u
{{ label_of('level', 'u.level', 'l') }}
{{ label_of('peer_group', 'u.peer_group', 'g') }}
