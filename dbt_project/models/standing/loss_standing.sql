{{ config(pre_hook='set local enable_nestloop = off; set local enable_mergejoin = off') }}
{% set nodes %}
(
    select
        o.official_id || ' ' || s.unit_key as target_id,
        c.criterion_id,
        c.parent_id,
        c.depth,
        c.aggregation,
        c.part,
        c.weight,
        c.not_applicable,
        s.criterion_code,
        s.state,
        s.points,
        s.max_points,
        s.applicable_max_points,
        case when c.parent_id is null then r.max_points - r.score end as root_lost
    from {{ source('ops', 'official_criterion_score') }} as s
    inner join {{ ref('official_standing') }} as o on s.official_id = o.official_id and not o.is_reopened
    inner join {{ source('ops', 'official_rank') }} as r on s.official_id = r.official_id and s.unit_key = r.unit_key
    inner join {{ ref('book_tree') }} as c
        on o.index_code = c.index_code and o.edition = c.edition and s.criterion_code = c.criterion_code
)
{% endset %}
-- Grain: index_code, edition, period_code, unit_key, criterion_code. What every criterion cost, as it stands: of frozen
-- periods by the points that were frozen, of all others as computed today.
with frozen as (
    {{ lost_points(nodes, highest(ref('book_tree'), 'depth')) }}
)

select
    t.index_code,
    t.edition,
    t.period_code,
    t.unit_key,
    c.criterion_code,
    l.lost_points
from {{ ref('score_loss') }} as l
inner join {{ ref('score_target') }} as t on l.target_id = t.target_id
inner join {{ ref('book_tree') }} as c on l.criterion_id = c.criterion_id
left join {{ ref('official_standing') }} as o
    on t.index_code = o.index_code and t.edition = o.edition and t.period_code = o.period_code
where coalesce(o.is_reopened, true)
union all
select
    o.index_code,
    o.edition,
    o.period_code,
    split_part(f.target_id, ' ', 2),
    c.criterion_code,
    f.lost_points
from frozen as f
inner join {{ ref('official_standing') }} as o
    on split_part(f.target_id, ' ', 1)::bigint = o.official_id and not o.is_reopened
inner join {{ ref('book_tree') }} as c on f.criterion_id = c.criterion_id
