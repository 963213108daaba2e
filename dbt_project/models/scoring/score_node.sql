-- Grain: index_code, edition, period_code, unit_key, criterion_code. Leaves and, level by level from the deepest to
-- the root, the nodes above them by the aggregation that the book names.
{% set deepest = 6 %} {# as in book_tree #}
{% set points_of_children %}case t.aggregation
            when 'sum' then sum(b.points)
            when 'weighted_mean'
                then
                    t.max_points * sum(b.weight * b.points / nullif(b.max_points, 0))
                    / nullif(sum(b.weight) filter (where b.points is not null), 0)
            when 'percent_of_applicable' then t.max_points * sum(b.points) / nullif(sum(b.applicable_max_points), 0)
        end{% endset %}
with
{% for depth in range(deepest, -1, -1) %}
level_{{ depth }} as (
    select
        l.index_code,
        l.edition,
        l.period_code,
        l.unit_key,
        l.criterion_code,
        t.parent_code,
        t.weight,
        l.state,
        l.points,
        l.max_points,
        l.applicable_max_points,
        l.numerator_value,
        l.denominator_value
    from {{ ref('score_leaf') }} as l
    inner join {{ ref('book_tree') }} as t
        on l.index_code = t.index_code and l.edition = t.edition and l.criterion_code = t.criterion_code
    where t.depth = {{ depth }}
    {%- if depth < deepest %}
    union all
    select
        t.index_code,
        t.edition,
        b.period_code,
        b.unit_key,
        t.criterion_code,
        t.parent_code,
        t.weight,
        case
            when bool_or(b.state = 'scored') then 'scored'
            when bool_or(b.state = 'missing') then 'missing'
            when bool_or(b.state = 'not_due') then 'not_due'
            else 'not_applicable'
        end,
        coalesce(round({{ points_of_children }}, t.rounds_to), {{ points_of_children }}),
        t.max_points,
        case
            when t.aggregation = 'sum' then sum(b.applicable_max_points)
            when sum(b.applicable_max_points) > 0 then t.max_points
            else 0
        end,
        null,
        null
    from level_{{ depth + 1 }} as b
    inner join {{ ref('book_tree') }} as t
        on
            b.index_code = t.index_code and b.edition = t.edition and b.parent_code = t.criterion_code
            and not t.is_leaf and t.depth = {{ depth }}
    group by
        t.index_code, t.edition, b.period_code, b.unit_key, t.criterion_code, t.parent_code, t.weight,
        t.aggregation, t.rounds_to, t.max_points
    {%- endif %}
){{ ',' if depth > 0 }}
{% endfor %}
{% for depth in range(deepest + 1) %}
select
    index_code,
    edition,
    period_code,
    unit_key,
    criterion_code,
    state,
    points,
    max_points,
    applicable_max_points,
    numerator_value,
    denominator_value,
    {{ depth }} as depth
from level_{{ depth }}
{{ 'union all' if not loop.last }}
{% endfor %}
