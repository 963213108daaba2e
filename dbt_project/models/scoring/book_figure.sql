-- Grain: criterion_id, figure_code. Every figure that a leaf is scored from: those it names, those in its formula, and the
-- parts of its checklist.
select
    t.book_id,
    t.criterion_id,
    f.figure_code,
    t.inherits
from {{ ref('book_tree') }} as t
cross join
    lateral (
        values (case when t.rule <> 'formula' then t.numerator end), (t.denominator)
    ) as f (figure_code)
where t.is_leaf and f.figure_code is not null
union
select
    t.book_id,
    t.criterion_id,
    f.figure_code,
    t.inherits
from {{ ref('book_formula') }} as f
inner join {{ ref('book_tree') }} as t on f.criterion_id = t.criterion_id
where f.figure_code is not null
union
select
    t.book_id,
    t.criterion_id,
    s.state,
    t.inherits
from {{ ref('book_step') }} as s
inner join {{ ref('book_tree') }} as t on s.criterion_id = t.criterion_id and t.rule = 'checklist'
