-- Grain: error_code. What is known to be wrong or missing in what is published; kept by hand in known_errors.csv.
select
    error_code,
    nullif(source_code, '') as source_code,
    what_vi,
    what_en,
    effect_vi,
    effect_en,
    nullif(known_since, '')::date as known_since,
    nullif(known_until, '')::date as known_until,
    decided_by
from {{ ref('known_errors') }}
