-- depends_on: {{ ref('book_tree') }}
-- Grain: index_code, edition, period_code, unit_key, criterion_code. How much of the published score stems from each criterion,
-- from the root down: a node's contribution is divided among its children as their points went into it, and what the 20th
-- decimal leaves over goes to the largest of them. So the leaves add up to the score, to the last decimal.
{% set deepest = run_query('select coalesce(max(depth), 0) from ' ~ ref('book_tree')).columns[0][0] | int
    if execute else 0 %}
with depth_0 as (
    select
        s.index_code,
        s.edition,
        s.period_code,
        s.unit_key,
        s.criterion_code,
        s.factor,
        round(s.points, b.rank_decimals) as contribution
    from {{ ref('score_node') }} as s
    inner join {{ ref('stg_books__book') }} as b on s.index_code = b.index_code and s.edition = b.edition
    where s.depth = 0
){% for depth in range(1, deepest + 1) %},

addend_{{ depth }} as (
    select
        s.index_code,
        s.edition,
        s.period_code,
        s.unit_key,
        s.criterion_code,
        s.factor,
        p.criterion_code as parent_code,
        p.contribution as parent_contribution,
        case
            when c.part = 'aside' or p.contribution is null then 0
            when c.part = 'extra' then coalesce(s.points, 0)
            when t.aggregation = 'weighted_mean'
                then coalesce(p.factor * c.weight * {{ quotient('s.points', 'nullif(c.max_points, 0)') }}, 0)
            else coalesce(p.factor * s.points, 0)
        end as addend
    from {{ ref('score_node') }} as s
    inner join {{ ref('book_tree') }} as c
        on s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
    inner join depth_{{ depth - 1 }} as p
        on
            s.index_code = p.index_code and s.edition = p.edition and s.period_code = p.period_code
            and s.unit_key = p.unit_key and c.parent_code = p.criterion_code
    inner join {{ ref('book_tree') }} as t
        on p.index_code = t.index_code and p.edition = t.edition and p.criterion_code = t.criterion_code
    where s.depth = {{ depth }}
),

shared_{{ depth }} as (
    select
        *,
        round(parent_contribution * {{ quotient('addend', 'nullif(sum(addend) over node, 0)') }}, 20) as share,
        row_number() over (node order by abs(addend) desc, criterion_code) as place
    from addend_{{ depth }}
    window node as (partition by index_code, edition, period_code, unit_key, parent_code)
),

depth_{{ depth }} as (
    select
        index_code,
        edition,
        period_code,
        unit_key,
        criterion_code,
        factor,
        trim_scale(
            coalesce(share, 0)
            + case
                when place = 1
                    then parent_contribution - coalesce(sum(share) over (
                        partition by index_code, edition, period_code, unit_key, parent_code
                    ), 0)
                else 0
            end
        ) as contribution
    from shared_{{ depth }}
){% endfor %}
{% for depth in range(deepest + 1) %}
select
    index_code,
    edition,
    period_code,
    unit_key,
    criterion_code,
    contribution
from depth_{{ depth }}
{{ 'union all' if not loop.last }}
{% endfor %}
