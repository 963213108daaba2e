{{ config(alias='unit_succession') }}
-- Grain: predecessor_unit_key, successor_unit_key, event_date. An empty share cannot be divided; a share below 1 says what
-- it was measured by. Of a transfer the predecessor goes on and keeps the rest.
select
    predecessor_unit_key,
    nullif(successor_unit_key, '') as successor_unit_key,
    event_date::date as event_date,
    kind,
    nullif(share, '')::numeric as share,
    nullif(share_basis, '') as share_basis,
    status,
    note
from {{ ref('unit_succession') }}
