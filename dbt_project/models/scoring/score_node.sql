-- depends_on: {{ ref('stg_books__step') }}
-- Grain: index_code, edition, period_code, unit_key, criterion_code. Leaves, and height by height the nodes above them by the
-- aggregation that the book names. A leaf that imports another index is scored when that index's root is: its share of the
-- maximum replaces the figure. factor: what a child's points (weighted ones: weight × share of its maximum) are multiplied by
-- on the way into the node, so that contributions can be told apart afterwards.
{% set highest = run_query('select coalesce(max(height), 0) from ' ~ ref('book_tree')).columns[0][0] | int
    if execute else 0 %}
with level_0 as (
    select
        l.index_code,
        l.edition,
        l.period_code,
        l.unit_key,
        l.criterion_code,
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
        null::numeric as factor
    from {{ ref('score_leaf') }} as l
    inner join {{ ref('book_tree') }} as t
        on l.index_code = t.index_code and l.edition = t.edition and l.criterion_code = t.criterion_code
    where t.height = 0
),

below_1 as (
    select * from level_0
){% for height in range(1, highest + 1) %},

imported_{{ height }} as (
    select
        l.*,
        t.rounds_to,
        t.max_points as own_max_points,
        {{ quotient('r.points', 'r.applicable_max_points') }} as fraction,
        t.target,
        exists (
            select from {{ ref('stg_books__step') }} as s
            where s.index_code = t.index_code and s.edition = t.edition and s.criterion_code = t.criterion_code
        ) as has_steps
    from {{ ref('score_leaf') }} as l
    inner join {{ ref('book_tree') }} as t
        on
            l.index_code = t.index_code and l.edition = t.edition and l.criterion_code = t.criterion_code
            and t.is_leaf and t.height = {{ height }}
    left join (
        select
            b.index_code,
            b.period_code,
            b.unit_key,
            b.points,
            nullif(b.applicable_max_points, 0) as applicable_max_points
        from below_{{ height }} as b
        inner join {{ ref('book_tree') }} as root
            on
                b.index_code = root.index_code and b.edition = root.edition
                and b.criterion_code = root.criterion_code and root.parent_code is null
    ) as r
        on
            t.imported_index = r.index_code and l.period_code = r.period_code and l.unit_key = r.unit_key
            and l.stage = 'system'
),

import_scored_{{ height }} as (
    select
        i.*,
        case
            when i.has_steps then s.points
            else
                greatest(0, least(
                    i.own_max_points, {{ quotient('i.own_max_points * i.fraction', 'coalesce(i.target, 1)') }}
                ))
        end as import_points
    from imported_{{ height }} as i
    left join {{ ref('stg_books__step') }} as s
        on
            i.index_code = s.index_code and i.edition = s.edition and i.criterion_code = s.criterion_code
            and i.fraction >= coalesce(s.from_value, '-infinity') and i.fraction < coalesce(s.to_value, 'infinity')
),

grouped_{{ height }} as (
    select
        t.index_code,
        t.edition,
        b.period_code,
        b.unit_key,
        t.criterion_code,
        t.parent_code,
        t.aggregation,
        t.max_points,
        t.floor,
        t.target,
        t.rounds_to,
        sum(b.points) filter (where c.part = 'counted') as points,
        sum(b.points) filter (where c.part = 'extra') as extra_points,
        sum(c.weight * {{ quotient('b.points', 'nullif(c.max_points, 0)') }}) filter (where c.part = 'counted') as weighted,
        sum(c.weight) filter (where c.part = 'counted' and b.points is not null) as weight,
        coalesce(sum(b.applicable_max_points) filter (where c.part = 'counted'), 0) as applicable,
        coalesce(sum(b.shared_max_points) filter (where c.part = 'counted'), 0) as shared,
        bool_or(b.barred = 'zero') as is_barred,
        case
            when bool_or(b.state = 'scored' and c.part = 'counted') then 'scored'
            when bool_or(b.state = 'missing' and c.part = 'counted') then 'missing'
            when bool_or(b.state = 'not_due' and c.part = 'counted') then 'not_due'
            else 'not_applicable'
        end as state
    from below_{{ height }} as b
    inner join {{ ref('book_tree') }} as c
        on b.index_code = c.index_code and b.edition = c.edition and b.criterion_code = c.criterion_code
    inner join {{ ref('book_tree') }} as t
        on
            c.index_code = t.index_code and c.edition = t.edition and c.parent_code = t.criterion_code
            and t.height = {{ height }}
    group by
        t.index_code, t.edition, b.period_code, b.unit_key, t.criterion_code, t.parent_code, t.aggregation, t.max_points,
        t.floor, t.target, t.rounds_to
),

factored_{{ height }} as (
    select
        *,
        case aggregation
            when 'sum'
                then case when shared > 0 and applicable > 0 then {{ quotient('applicable + shared', 'applicable') }} else 1 end
            when 'weighted_mean' then {{ quotient('max_points', 'nullif(weight, 0)') }}
            when 'percent_of_applicable' then {{ quotient('max_points', 'nullif(applicable, 0)') }}
        end as factor,
        case aggregation
            when 'sum'
                then
                    case
                        when shared > 0 and applicable > 0 then {{ quotient('points * (applicable + shared)', 'applicable') }}
                        else points
                    end
            when 'weighted_mean' then {{ quotient('max_points * weighted', 'nullif(weight, 0)') }}
            when 'percent_of_applicable' then {{ quotient('max_points * points', 'nullif(applicable, 0)') }}
        end + coalesce(extra_points, 0) as raw_points
    from grouped_{{ height }}
),

level_{{ height }} as (
    select
        index_code,
        edition,
        period_code,
        unit_key,
        criterion_code,
        stage,
        case when import_points is null then state else 'scored' end as state,
        case when import_points is null then points else {{ kept('import_points', 'rounds_to') }} end as points,
        case when import_points is null then applicable_max_points else own_max_points end as applicable_max_points,
        case when import_points is null then shared_max_points else 0 end as shared_max_points,
        barred,
        case when import_points is null then numerator_value else trim_scale(round(fraction, 20)) end as numerator_value,
        denominator_value,
        case when import_points is null then system_points else {{ kept('import_points', 'rounds_to') }} end as system_points,
        is_override,
        override_reason,
        null::numeric as factor
    from import_scored_{{ height }}
    union all
    select
        index_code,
        edition,
        period_code,
        unit_key,
        criterion_code,
        null,
        state,
        {{ kept(
            "case when is_barred and raw_points is not null then 0 else greatest(least(raw_points, target),"
            ~ " coalesce(floor, case when parent_code is null and raw_points is not null then 0 end)) end", 'rounds_to'
        ) }},
        case
            when aggregation = 'sum' then applicable + case when applicable > 0 then shared else 0 end
            when applicable > 0 then max_points
            else 0
        end,
        0,
        null,
        null,
        null,
        null,
        false,
        null,
        factor
    from factored_{{ height }}
),

below_{{ height + 1 }} as (
    select * from below_{{ height }}
    union all
    select * from level_{{ height }}
){% endfor %}

select
    b.*,
    t.max_points,
    t.depth
from below_{{ highest + 1 }} as b
inner join {{ ref('book_tree') }} as t
    on b.index_code = t.index_code and b.edition = t.edition and b.criterion_code = t.criterion_code
