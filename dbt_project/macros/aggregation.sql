{# How children become a node, for every model that scores a tree (score_node, and forecast_standing with other leaves). Rows
   below: target_id, criterion_id, state, points, applicable_max_points, shared_max_points, barred. factor: what a child's
   points are multiplied by on the way into the node, so that contributions can be told apart afterwards. #}
{% macro grouped(below, height) %}
    select
        b.target_id,
        t.criterion_id,
        t.parent_id,
        t.aggregation,
        t.max_points,
        t.floor,
        t.target,
        t.rounds_to,
        sum(b.points) filter (where c.part = 'counted') as points,
        sum(b.points) filter (where c.part = 'extra') as extra_points,
        count(*) filter (where c.part = 'counted') = 0 as is_extra_only,
        sum({{ quotient('t.max_points * c.weight * b.points', 'nullif(c.max_points, 0)') }})
            filter (where c.part = 'counted') as weighted,
        sum(c.weight) filter (where c.part = 'counted' and b.applicable_max_points > 0) as weight,
        coalesce(sum(b.applicable_max_points) filter (where c.part = 'counted'), 0) as applicable,
        coalesce(sum(b.shared_max_points) filter (where c.part = 'counted'), 0) as shared,
        bool_or(b.barred = 'zero') as is_barred,
        case
            when bool_or(b.state = 'scored' and c.part = 'counted') then 'scored'
            when bool_or(b.state = 'missing' and c.part = 'counted') then 'missing'
            when bool_or(b.state = 'not_due' and c.part = 'counted') then 'not_due'
            when count(*) filter (where c.part = 'counted') > 0 then 'not_applicable'
            when bool_or(b.state = 'scored' and c.part = 'extra') then 'scored'
            when bool_or(b.state = 'missing' and c.part = 'extra') then 'missing'
            when bool_or(b.state = 'not_due' and c.part = 'extra') then 'not_due'
            else 'not_applicable'
        end as state
    from ({{ below }}) as b
    inner join {{ ref('book_tree') }} as c on b.criterion_id = c.criterion_id
    inner join {{ ref('book_tree') }} as t on c.parent_id = t.criterion_id and t.height = {{ height }}
    group by
        b.target_id, t.criterion_id, t.parent_id, t.aggregation, t.max_points, t.floor, t.target, t.rounds_to
{% endmacro %}

{% macro factored(grouped) %}
    select
        *,
        case aggregation
            when 'sum'
                then case when shared > 0 and applicable > 0 then {{ quotient('applicable + shared', 'applicable') }} else 1 end
            when 'weighted_mean' then {{ quotient('max_points', 'nullif(weight, 0)') }}
            when 'percent_of_applicable' then {{ quotient('max_points', 'nullif(applicable, 0)') }}
        end as factor,
        case
            when is_extra_only then 0
            when aggregation = 'sum'
                then
                    case
                        when shared > 0 and applicable > 0 then {{ quotient('points * (applicable + shared)', 'applicable') }}
                        else points
                    end
            when aggregation = 'weighted_mean' then {{ quotient('weighted', 'nullif(weight, 0)') }}
            when aggregation = 'percent_of_applicable'
                then {{ quotient('max_points * points', 'nullif(applicable, 0)') }}
        end + case when is_extra_only then extra_points else coalesce(extra_points, 0) end as raw_points
    from {{ grouped }}
{% endmacro %}

{% macro node_points() -%}
    {{ kept(
        "case when raw_points is null then null when is_barred then 0 else greatest(least(raw_points, target),"
        ~ " coalesce(floor, case when parent_id is null then 0 end)) end", 'rounds_to'
    ) }}
{%- endmacro %}

{% macro node_applicable() -%}
    case
        when aggregation = 'sum' then applicable + case when applicable > 0 then shared else 0 end
        when applicable > 0 then max_points
        else 0
    end
{%- endmacro %}
