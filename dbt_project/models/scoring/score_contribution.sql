-- depends_on: {{ ref('book_tree') }}
-- Grain: target_id, criterion_id. How much of the published score stems from each criterion, from the root down. What a
-- child brought into its node counts as it went in (scale: by weights, by shares of a maximum); what the node then lost or
-- won by a cap, a floor, a gate or rounding is spread over the children by size, so that no sign turns; and what the 20th
-- decimal leaves over goes to the largest. So the leaves add up to the score, to the last decimal.
{% set deepest = highest(ref('book_tree'), 'depth') %}
with depth_0 as (
    select
        s.target_id,
        s.criterion_id,
        s.factor,
        1::numeric as scale,
        round({{ shown('s.points') }}, t.rank_decimals) as contribution
    from {{ ref('score_node') }} as s
    inner join {{ ref('score_target') }} as t on s.target_id = t.target_id and s.criterion_id = t.root_id
){% for depth in range(1, deepest + 1) %},

scaled_{{ depth }} as (
    select
        s.target_id,
        s.criterion_id,
        s.factor,
        s.points,
        c.criterion_code,
        c.part,
        c.max_points,
        p.criterion_id as parent_id,
        p.contribution as parent_contribution,
        case
            when c.part = 'extra' then p.scale
            when t.aggregation = 'weighted_mean'
                then {{ quotient('p.scale * p.factor * c.weight', 'nullif(c.max_points, 0)') }}
            else p.scale * p.factor
        end as scale
    from {{ ref('score_node') }} as s
    inner join {{ ref('book_tree') }} as c on s.criterion_id = c.criterion_id
    inner join depth_{{ depth - 1 }} as p on s.target_id = p.target_id and c.parent_id = p.criterion_id
    inner join {{ ref('book_tree') }} as t on p.criterion_id = t.criterion_id
    where s.depth = {{ depth }}
),

brought_{{ depth }} as (
    select
        *,
        case when part = 'aside' then 0 else coalesce(round(scale * points, 30), 0) end as addend
    from scaled_{{ depth }}
),

spread_{{ depth }} as (
    select
        *,
        round(
            addend + (parent_contribution - sum(addend) over node) * case
                when sum(abs(addend)) over node > 0 then {{ quotient('abs(addend)', 'sum(abs(addend)) over node') }}
                else coalesce({{ quotient('max_points', 'nullif(sum(max_points) over node, 0)') }}, 0)
            end, 20
        ) as share,
        row_number() over (node order by abs(addend) desc, criterion_code) as place
    from brought_{{ depth }}
    window node as (partition by target_id, parent_id)
),

depth_{{ depth }} as (
    select
        target_id,
        criterion_id,
        factor,
        scale,
        trim_scale(
            share
            + case
                when place = 1 then parent_contribution - sum(share) over (partition by target_id, parent_id)
                else 0
            end
        ) as contribution
    from spread_{{ depth }}
){% endfor %}
{% for depth in range(deepest + 1) %}
select
    target_id,
    criterion_id,
    contribution
from depth_{{ depth }}
{{ 'union all' if not loop.last }}
{% endfor %}
