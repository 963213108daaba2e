-- Grain: criterion_id, position. The steps of the criteria.
select
    t.criterion_id,
    s.position,
    s.from_value,
    s.to_value,
    s.state,
    s.state_value,
    s.points
from {{ ref('stg_books__step') }} as s
inner join {{ ref('book_tree') }} as t
    on s.index_code = t.index_code and s.edition = t.edition and s.criterion_code = t.criterion_code
