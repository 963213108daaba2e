-- Grain: index_code, edition.
select
    index_code,
    edition,
    title_vi,
    title_en,
    decision_no,
    decision_date,
    level as levels,
    array_to_string(level, '|') as level,
    scale_points,
    tie_policy,
    rank_decimals,
    status,
    valid_from,
    valid_to,
    sha256
from {{ source('books', 'book') }}
