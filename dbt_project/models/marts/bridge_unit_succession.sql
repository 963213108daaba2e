-- Grain: predecessor_unit_key, successor_unit_key, event_date. An empty share cannot be divided.
select
    predecessor_unit_key,
    successor_unit_key,
    event_date,
    kind,
    share,
    share_basis,
    status,
    note
from {{ ref('core_succession') }}
