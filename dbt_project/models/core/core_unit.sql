{{ config(alias='dim_unit') }}
-- Grain: unit_key. A GSO code alone is no key: codes were reused on 1 December 2024 and on 1 July 2025. The country's
-- other provinces have neither a unit above nor one below them; ours, and all in it, are our own.
select
    unit_key,
    gso_code,
    nullif(egov_code, '') as egov_code,
    name_vi,
    name_en,
    short_name_vi,
    level,
    nullif(parent_unit_key, '') as parent_unit_key,
    peer_group,
    valid_from::date as valid_from,
    nullif(valid_to, '')::date as valid_to,
    {{ vietnamese_sort_key('short_name_vi') }} as sort_key,
    nullif(parent_unit_key, '') is not null
    or exists (select from {{ ref('units') }} as b where b.parent_unit_key = u.unit_key) as is_own,
    source_note
from {{ ref('units') }} as u
