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
    height
from {{ source('books', 'formula') }}
