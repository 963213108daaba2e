-- Grain: index_code, edition, peer_group, class_vi.
select
    index_code,
    edition,
    peer_group,
    class_vi,
    class_en,
    from_percent
from {{ source('books', 'class') }}
