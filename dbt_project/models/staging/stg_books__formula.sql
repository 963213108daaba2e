-- Grain: index_code, edition, criterion_code, node.
select
    index_code,
    edition,
    criterion_code,
    node,
    op,
    left_node,
    right_node,
    figure_code,
    number,
    height,
    node = max(node) over (partition by index_code, edition, criterion_code) as is_result
from {{ source('books', 'formula') }}
