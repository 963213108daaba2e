-- Grain: index_code, edition, peer_group, class_vi.
select
    index_code,
    edition,
    peer_group,
    class_vi,
    class_en,
    from_percent::numeric as from_percent
from (
    {{ union_books('classes', ['peer_group', 'class_vi', 'class_en', 'from_percent']) }}
) as classes
