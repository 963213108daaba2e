-- Grain: index_code, edition, unit_code.
select
    index_code,
    edition,
    unit_code,
    peer_group,
    is_ranked
from {{ source('books', 'unit') }}
