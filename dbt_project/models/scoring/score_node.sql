-- depends_on: {{ ref('score_target') }}
-- depends_on: {{ ref('book_step') }}
-- Grain: target_id, criterion_id. Leaves, and height by height the nodes above them by the
-- aggregation that the book names. A leaf that imports another index is scored when that index's root is: its share of the
-- maximum replaces the figure. factor: what a child's points (weighted ones: weight × share of its maximum) are multiplied by
-- on the way into the node, so that contributions can be told apart afterwards.
{% set top = highest(ref('book_tree'), 'height') %}
with level_0 as (
    select
        l.target_id,
        l.criterion_id,
        l.stage,
        l.state,
        l.points,
        l.applicable_max_points,
        l.shared_max_points,
        l.barred,
        l.numerator_value,
        l.denominator_value,
        l.system_points,
        l.is_override,
        l.override_reason,
        l.assessed_reason,
        null::numeric as factor
    from {{ ref('score_leaf') }} as l
    inner join {{ ref('book_tree') }} as t on l.criterion_id = t.criterion_id and t.height = 0
){% for height in range(1, top + 1) %},

imported_{{ height }} as (
    select
        l.*,
        t.rounds_to,
        t.max_points as own_max_points,
        {{ quotient('r.points', 'r.applicable_max_points') }} as fraction,
        t.target,
        exists (select from {{ ref('book_step') }} as s where s.criterion_id = t.criterion_id) as has_steps
    from {{ ref('score_leaf') }} as l
    inner join {{ ref('book_tree') }} as t on l.criterion_id = t.criterion_id and t.is_leaf and t.height = {{ height }}
    inner join {{ ref('score_target') }} as who on l.target_id = who.target_id
    left join (
        select
            o.index_code,
            o.period_code,
            o.unit_key,
            b.points,
            nullif(b.applicable_max_points, 0) as applicable_max_points
        from ({{ levels('level', height) }}) as b
        inner join {{ ref('score_target') }} as o on b.target_id = o.target_id and b.criterion_id = o.root_id
    ) as r
        on
            t.imported_index = r.index_code and who.period_code = r.period_code and who.unit_key = r.unit_key
),

import_scored_{{ height }} as (
    select
        i.*,
        {{ kept(
            "case when i.has_steps then s.points when i.fraction is not null then greatest(0, least(i.own_max_points, "
            ~ quotient('i.own_max_points * i.fraction', 'coalesce(i.target, 1)') ~ ")) end", 'i.rounds_to'
        ) }} as import_points
    from imported_{{ height }} as i
    left join {{ ref('book_step') }} as s
        on
            i.criterion_id = s.criterion_id
            and i.fraction >= coalesce(s.from_value, '-infinity') and i.fraction < coalesce(s.to_value, 'infinity')
),

-- as in score_leaf: an assessment that differs from what is computed needs a reason
import_chosen_{{ height }} as (
    select
        *,
        coalesce(
            import_points is not null and (stage = 'system' or {{ shown('points') }} <> {{ shown('import_points') }} and assessed_reason is null), false
        ) as is_imported,
        coalesce(stage <> 'system' and {{ shown('points') }} <> {{ shown('import_points') }} and assessed_reason is not null, false) as overrides_import
    from import_scored_{{ height }}
),

grouped_{{ height }} as (
    {{ grouped(levels('level', height), height) }}
),

factored_{{ height }} as (
    {{ factored('grouped_' ~ height) }}
),

level_{{ height }} as (
    select
        target_id,
        criterion_id,
        case when is_imported then 'system' else stage end as stage,
        case when is_imported then 'scored' else state end as state,
        case when is_imported then import_points else points end as points,
        case when is_imported then own_max_points else applicable_max_points end as applicable_max_points,
        case when is_imported then 0 else shared_max_points end as shared_max_points,
        barred,
        case when import_points is null then numerator_value else {{ shown('fraction') }} end as numerator_value,
        denominator_value,
        coalesce(import_points, system_points) as system_points,
        case when import_points is null then is_override else overrides_import end as is_override,
        case
            when import_points is null then override_reason
            when overrides_import then assessed_reason
        end as override_reason,
        assessed_reason,
        null::numeric as factor
    from import_chosen_{{ height }}
    union all
    select
        target_id,
        criterion_id,
        null,
        state,
        {{ node_points() }},
        {{ node_applicable() }},
        0,
        null,
        null,
        null,
        null,
        false,
        null,
        null,
        factor
    from factored_{{ height }}
){% endfor %}

select
    b.*,
    t.max_points,
    t.depth
from ({{ levels('level', top + 1) }}) as b
inner join {{ ref('book_tree') }} as t on b.criterion_id = t.criterion_id
