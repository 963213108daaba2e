{# What every criterion cost, from the root down: a select of target_id, criterion_id, lost_points for a relation of nodes
   (target_id, criterion_id, parent_id, depth, aggregation, part, weight, not_applicable, criterion_code, state, points,
   max_points, applicable_max_points, and root_lost: scale minus score). It mirrors score_contribution: a child counts with
   what it left of its maximum, in the scale of the root. What its node then took away besides (a gate, a cap, rounding down) falls
   on the children by what they had brought, what the node forgave (a floor, a maximum below their sum) by what they had
   lost; what the 20th decimal leaves over goes to the largest. A bonus is a negative loss, and a maximum that does not apply
   or is not due is lost in its own row where the scale still counts it. See decision 0036. #}
{% macro lost_points(nodes, deepest) %}
with sibling as (
    select
        n.*,
        p.aggregation as node_aggregation,
        p.max_points as node_max_points,
        coalesce(sum(n.applicable_max_points) filter (where n.part = 'counted') over node, 0) as node_applicable,
        coalesce(sum(n.max_points) filter (where {{ is_shared('n') }}) over node, 0) as node_shared,
        sum(n.weight) filter (where n.part = 'counted' and n.applicable_max_points > 0) over node as node_weight,
        case when {{ is_shared('n') }} then n.max_points else 0 end as shared
    from {{ nodes }} as n
    left join {{ ref('book_tree') }} as p on n.parent_id = p.criterion_id
    window node as (partition by n.target_id, n.parent_id)
),

factored as (
    select
        *,
        case
            when part = 'extra' then 1
            when node_aggregation = 'weighted_mean'
                then {{ quotient('node_max_points * weight', 'nullif(node_weight * max_points, 0)') }}
            when node_aggregation = 'percent_of_applicable'
                then {{ quotient('node_max_points', 'nullif(node_applicable, 0)') }}
            when node_applicable > 0 then {{ quotient('node_applicable + node_shared', 'node_applicable') }}
            else 1
        end as factor
    from sibling
),

depth_0 as (
    select
        target_id,
        criterion_id,
        1::numeric as scale,
        true as is_whole,
        root_lost as lost_points
    from factored
    where depth = 0
){% for depth in range(1, deepest + 1) %},

scaled_{{ depth }} as (
    select
        f.*,
        p.lost_points as node_lost,
        p.scale * f.factor as scale,
        case f.node_aggregation
            when 'percent_of_applicable' then false
            when 'weighted_mean' then true
            else p.is_whole
        end as is_whole,
        case when f.part = 'aside' then 0 else coalesce(round(p.scale * f.factor * f.points, 30), 0) end as brought,
        case
            when f.part = 'aside' then 0
            when f.part = 'extra' then coalesce(round(-p.scale * f.points, 30), 0)
            when f.node_aggregation = 'weighted_mean' and f.applicable_max_points > 0
                then coalesce(round(p.scale * f.factor * (f.max_points - coalesce(f.points, 0)), 30), 0)
            when f.node_aggregation = 'weighted_mean' then 0
            else
                coalesce(round(p.scale * f.factor * (f.applicable_max_points - coalesce(f.points, 0)), 30), 0)
                + case
                    when f.node_aggregation = 'percent_of_applicable' or not p.is_whole then 0
                    else
                        coalesce(round(p.scale * (
                            f.max_points - f.applicable_max_points
                            - case when f.node_applicable > 0 then f.shared else 0 end
                        ), 30), 0)
                end
        end as lost
    from factored as f
    inner join depth_{{ depth - 1 }} as p on f.target_id = p.target_id and f.parent_id = p.criterion_id
    where f.depth = {{ depth }}
),

spread_{{ depth }} as (
    select
        *,
        node_lost - sum(lost) over node as rest,
        case when node_lost > sum(lost) over node then greatest(brought, 0) else greatest(lost, 0) end as base
    from scaled_{{ depth }}
    window node as (partition by target_id, parent_id)
),

shared_{{ depth }} as (
    select
        *,
        round(
            lost + rest * case
                when sum(base) over node > 0 then {{ quotient('base', 'sum(base) over node') }}
                else
                    coalesce({{ quotient(
                        "case when part = 'counted' then max_points else 0 end",
                        "nullif(sum(max_points) filter (where part = 'counted') over node, 0)"
                    ) }}, 0)
            end, 20
        ) as share,
        row_number() over (node order by base desc, max_points desc, criterion_code) as place
    from spread_{{ depth }}
    window node as (partition by target_id, parent_id)
),

depth_{{ depth }} as (
    select
        target_id,
        criterion_id,
        scale,
        is_whole,
        trim_scale(
            share + case
                when place = 1 then node_lost - sum(share) over (partition by target_id, parent_id)
                else 0
            end
        ) as lost_points
    from shared_{{ depth }}
){% endfor %}
{% for depth in range(deepest + 1) %}
select
    target_id,
    criterion_id,
    lost_points
from depth_{{ depth }}
{{ 'union all' if not loop.last }}
{% endfor %}
{% endmacro %}

{# Whether a leaf gives its maximum to its siblings. #}
{% macro is_shared(row) -%}
    {{ row }}.state = 'not_applicable' and {{ row }}.part = 'counted' and {{ row }}.not_applicable = 'share'
{%- endmacro %}
