-- Grain: unit_key.
select
    unit_key,
    gso_code,
    egov_code,
    name_vi,
    name_en,
    short_name_vi,
    level,
    parent_unit_key,
    peer_group,
    valid_from,
    valid_to,
    sort_key,
    is_own,
    source_note
from {{ ref('core_unit') }}
