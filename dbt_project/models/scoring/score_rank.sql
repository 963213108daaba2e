-- Grain: index_code, edition, period_code, unit_key. Competition ranking (1224) inside the peer group, on the
-- decimals that the book publishes; the class by the percent of the scale.
with scored as (
    select
        t.index_code,
        t.edition,
        t.period_code,
        t.unit_key,
        t.peer_group,
        t.level,
        s.state,
        round(s.points, t.rank_decimals) as score,
        t.scale_points as max_points,
        s.applicable_max_points,
        round(100 * s.points / nullif(s.applicable_max_points, 0), t.rank_decimals) as percent
    from {{ ref('score_target') }} as t
    inner join {{ ref('score_node') }} as s
        on
            t.index_code = s.index_code and t.edition = s.edition and t.period_code = s.period_code
            and t.unit_key = s.unit_key and s.depth = 0
),

ranked as (
    select
        *,
        case
            when score is not null
                then
                    rank() over (
                        partition by index_code, edition, period_code, peer_group order by score desc nulls last
                    )
        end as rank,
        count(score) over (partition by index_code, edition, period_code, peer_group) as ranked_units
    from scored
)

select
    r.index_code,
    r.edition,
    r.period_code,
    r.unit_key,
    r.peer_group,
    r.state,
    r.score,
    r.max_points,
    r.applicable_max_points,
    r.percent,
    r.rank,
    r.ranked_units,
    c.class_vi
from ranked as r
left join lateral (
    select k.class_vi
    from {{ ref('stg_books__class') }} as k
    where
        k.index_code = r.index_code and k.edition = r.edition and coalesce(k.peer_group, r.level) = r.peer_group
        and k.from_percent <= r.percent
    order by k.from_percent desc
    limit 1
) as c on true
