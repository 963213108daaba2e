{{ config(alias='dim_unit') }}
-- Grain: unit_key. A GSO code alone is no key: codes were reused on 1 July 2025.
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
    source_note
from {{ ref('units') }}
