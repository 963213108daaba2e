-- depends_on: {{ ref('book_tree') }}
{% set top = highest(ref('book_tree'), 'height') %}
-- Grain: target_id (rankings of running periods). The index scored again with other leaves, in three worlds: ended (what is
-- not due has not come), arrived (what is not due comes, and is full), best (whatever can still change is full too). What
-- has happened cannot: missed days, deductions, and what a council has decided; bonuses are not promised to anybody.
with world (world, no) as (values ('ended', 1), ('arrived', 2), ('best', 3)),

leaf as (
    select
        t.target_id * 10 + w.no as target_id,
        s.criterion_id,
        s.state,
        s.points,
        s.applicable_max_points,
        s.shared_max_points,
        s.barred,
        c.part,
        c.max_points,
        c.part = 'counted' and case w.world
            when 'ended' then false
            when 'arrived' then s.state = 'not_due'
            else
                s.state in ('not_due', 'missing')
                or s.state = 'scored' and c.rule not in ('deadline', 'deduction')
                and coalesce(s.stage, '') not in ('appraisal', 'final')
        end as is_full
    from {{ ref('score_node') }} as s
    inner join {{ ref('score_target') }} as t on s.target_id = t.target_id and t.is_running
    inner join {{ ref('book_tree') }} as c on s.criterion_id = c.criterion_id and c.is_leaf
    cross join world as w
    where not exists (
        select from {{ source('ops', 'official_ranking') }} as o
        where o.index_code = t.index_code and o.edition = t.edition and o.period_code = t.period_code
    )
),

level_0 as (
    select
        target_id,
        criterion_id,
        case when is_full then 'scored' when state = 'not_due' then 'missing' else state end as state,
        case
            when is_full and state = 'scored' then greatest(points, applicable_max_points)
            when is_full then max_points
            else points
        end as points,
        case
            when part = 'counted' and state = 'not_due' then max_points
            else applicable_max_points
        end as applicable_max_points,
        shared_max_points,
        barred
    from leaf
){% for height in range(1, top + 1) %},

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
        state,
        {{ node_points() }} as points,
        {{ node_applicable() }} as applicable_max_points,
        0::numeric as shared_max_points,
        null as barred
    from factored_{{ height }}
){% endfor %}

select
    t.target_id,
    round({{ shown("max(b.points) filter (where w.world = 'ended')") }}, t.rank_decimals) as ended_score,
    round({{ shown("max(b.points) filter (where w.world = 'arrived')") }}, t.rank_decimals) as arrived_score,
    round({{ shown("max(b.points) filter (where w.world = 'best')") }}, t.rank_decimals) as best_score
from ({{ levels('level', top + 1) }}) as b
inner join world as w on b.target_id % 10 = w.no
inner join {{ ref('score_target') }} as t on b.target_id / 10 = t.target_id and b.criterion_id = t.root_id
group by t.target_id, t.rank_decimals
