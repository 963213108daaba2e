{{ config(alias='unit_succession') }}
-- Grain: predecessor_unit_key, successor_unit_key, event_date. An empty share cannot be divided.
select
    predecessor_unit_key,
    nullif(successor_unit_key, '') as successor_unit_key,
    event_date::date as event_date,
    kind,
    nullif(share, '')::numeric as share,
    note
from {{ ref('unit_succession') }}
