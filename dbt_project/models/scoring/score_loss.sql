{% set nodes %}
(
    select
        s.target_id,
        s.criterion_id,
        c.parent_id,
        c.depth,
        c.aggregation,
        c.part,
        c.weight,
        c.not_applicable,
        c.criterion_code,
        s.state,
        s.points,
        s.max_points,
        s.applicable_max_points,
        case
            when c.parent_id is null then t.scale_points - round({{ shown('s.points') }}, t.rank_decimals)
        end as root_lost
    from {{ ref('score_node') }} as s
    inner join {{ ref('score_target') }} as t on s.target_id = t.target_id
    inner join {{ ref('book_tree') }} as c on s.criterion_id = c.criterion_id
)
{% endset %}
-- Grain: target_id, criterion_id. What every criterion cost the published score: the leaves add up to scale minus score, to
-- the last decimal (macro lost_points, decision 0036).
{{ lost_points(nodes, highest(ref('book_tree'), 'depth')) }}
