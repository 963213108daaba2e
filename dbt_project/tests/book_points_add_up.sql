-- The children of a `sum` node carry its maximum between them, and the root carries the scale (a published area table
-- of real life summed to 99.55 instead of 100).
select
    p.index_code,
    p.edition,
    p.criterion_code,
    p.max_points as declared_points,
    sum(c.max_points) as counted_points
from {{ ref('dim_criterion') }} as p
inner join {{ ref('dim_criterion') }} as c
    on p.index_code = c.index_code and p.edition = c.edition and p.criterion_code = c.parent_code
where p.aggregation = 'sum'
group by p.index_code, p.edition, p.criterion_code, p.max_points
having p.max_points is distinct from sum(c.max_points) or bool_or(c.max_points is null)
union all
select
    b.index_code,
    b.edition,
    c.criterion_code,
    b.scale_points,
    c.max_points
from {{ ref('stg_books__book') }} as b
left join {{ ref('dim_criterion') }} as c
    on b.index_code = c.index_code and b.edition = c.edition and c.parent_code is null
where b.scale_points is distinct from c.max_points
