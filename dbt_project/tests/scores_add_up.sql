-- Every provisional `sum` node is the sum of its children (on the decimals of its own, where the book rounds there).
-- Frozen periods are not held against books that were edited since.
select
    p.index_code,
    p.edition,
    p.period_code,
    p.unit_key,
    p.criterion_code,
    p.points,
    sum(s.points) as children_points
from {{ ref('dim_criterion') }} as node
inner join {{ ref('fct_criterion_score') }} as p
    on node.index_code = p.index_code and node.edition = p.edition and node.criterion_code = p.criterion_code
inner join {{ ref('dim_criterion') }} as child
    on
        node.index_code = child.index_code and node.edition = child.edition
        and node.criterion_code = child.parent_code
left join {{ ref('fct_criterion_score') }} as s
    on
        p.index_code = s.index_code and p.edition = s.edition and p.period_code = s.period_code
        and p.unit_key = s.unit_key and child.criterion_code = s.criterion_code
where
    node.aggregation = 'sum'
    and not exists (
        select from {{ source('ops', 'official_ranking') }} as o
        where o.index_code = p.index_code and o.edition = p.edition and o.period_code = p.period_code
    )
group by
    p.index_code, p.edition, p.period_code, p.unit_key, p.criterion_code, p.points, p.applicable_max_points,
    node.rounds_to
having
    p.points is distinct from coalesce(round(sum(s.points), node.rounds_to), sum(s.points))
    or p.applicable_max_points is distinct from sum(s.applicable_max_points)
