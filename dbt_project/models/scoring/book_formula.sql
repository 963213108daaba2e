-- Grain: criterion_id, node. The formulas as trees of operations; is_result: the node whose value is the formula's.
select
    t.book_id,
    t.criterion_id,
    t.zero_denominator,
    f.node,
    f.op,
    f.left_node,
    f.right_node,
    f.figure_code,
    f.number,
    f.height,
    f.node = max(f.node) over (partition by t.criterion_id) as is_result
from {{ ref('stg_books__formula') }} as f
inner join {{ ref('book_tree') }} as t
    on f.index_code = t.index_code and f.edition = t.edition and f.criterion_code = t.criterion_code
