-- depends_on: {{ ref('book_tree') }}
-- Grain: target_id, criterion_id. How much of the published score stems from each criterion,
-- from the root down: a node's contribution is divided among its children as their points went into it, and what the 20th
-- decimal leaves over goes to the largest of them. So the leaves add up to the score, to the last decimal.
{% set deepest = highest(ref('book_tree'), 'depth') %}
with depth_0 as (
    select
        s.target_id,
        s.criterion_id,
        s.factor,
        round(s.points, t.rank_decimals) as contribution
    from {{ ref('score_node') }} as s
    inner join {{ ref('score_target') }} as t on s.target_id = t.target_id and s.criterion_id = t.root_id
){% for depth in range(1, deepest + 1) %},

addend_{{ depth }} as (
    select
        s.target_id,
        s.criterion_id,
        s.factor,
        p.criterion_id as parent_id,
        p.contribution as parent_contribution,
        case
            when c.part = 'aside' or p.contribution is null then 0
            when c.part = 'extra' then coalesce(s.points, 0)
            when t.aggregation = 'weighted_mean'
                then coalesce(p.factor * c.weight * {{ quotient('s.points', 'nullif(c.max_points, 0)') }}, 0)
            else coalesce(p.factor * s.points, 0)
        end as addend
    from {{ ref('score_node') }} as s
    inner join {{ ref('book_tree') }} as c on s.criterion_id = c.criterion_id
    inner join depth_{{ depth - 1 }} as p on s.target_id = p.target_id and c.parent_id = p.criterion_id
    inner join {{ ref('book_tree') }} as t on p.criterion_id = t.criterion_id
    where s.depth = {{ depth }}
),

shared_{{ depth }} as (
    select
        *,
        round(parent_contribution * {{ quotient('addend', 'nullif(sum(addend) over node, 0)') }}, 20) as share,
        row_number() over (node order by abs(addend) desc, criterion_id) as place
    from addend_{{ depth }}
    window node as (partition by target_id, parent_id)
),

depth_{{ depth }} as (
    select
        target_id,
        criterion_id,
        factor,
        trim_scale(
            coalesce(share, 0)
            + case
                when place = 1
                    then parent_contribution - coalesce(sum(share) over (
                        partition by target_id, parent_id
                    ), 0)
                else 0
            end
        ) as contribution
    from shared_{{ depth }}
){% endfor %}
{% for depth in range(deepest + 1) %}
select
    target_id,
    criterion_id,
    contribution
from depth_{{ depth }}
{{ 'union all' if not loop.last }}
{% endfor %}
