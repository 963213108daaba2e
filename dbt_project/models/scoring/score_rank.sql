-- Grain: index_code, edition, period_code, unit_key. Rank inside the peer group on the decimals that the book publishes, by
-- its tie policy: competition (1224), dense (1223) or modified competition (1334). Units that are assessed but not ranked
-- have a score and no rank. The class goes by the percent of what applies; a gate may bar the better classes.
with scored as (
    select
        t.target_id,
        t.index_code,
        t.edition,
        t.period_code,
        t.unit_key,
        t.peer_group,
        t.is_ranked,
        t.tie_policy,
        s.state,
        round({{ shown('s.points') }}, t.rank_decimals) as score,
        t.scale_points as max_points,
        s.applicable_max_points,
        round(
            {{ shown(quotient('100 * s.points', 'nullif(s.applicable_max_points, 0)')) }}, t.rank_decimals
        ) as percent
    from {{ ref('score_target') }} as t
    inner join {{ ref('score_node') }} as s on t.target_id = s.target_id and t.root_id = s.criterion_id
),

barred as (
    select
        s.target_id,
        min(k.from_percent) as best_percent
    from {{ ref('score_node') }} as s
    inner join {{ ref('score_target') }} as t on s.target_id = t.target_id
    inner join {{ ref('stg_books__class') }} as k
        on
            t.index_code = k.index_code and t.edition = k.edition and s.barred in (k.class_vi, k.class_en)
            and coalesce(k.peer_group, t.peer_group) = t.peer_group
    where s.barred is not null
    group by s.target_id
),

ranked as (
    select
        s.*,
        b.best_percent,
        case
            when s.is_ranked and s.score is not null
                then
                    case s.tie_policy
                        when 'dense' then dense_rank() over (same_table order by s.score desc)
                        when 'modified' then count(*) over (same_table order by s.score desc)
                        else rank() over (same_table order by s.score desc)
                    end
        end as rank,
        count(s.score) filter (where s.is_ranked)
            over (partition by s.index_code, s.edition, s.period_code, s.peer_group) as ranked_units
    from scored as s
    left join barred as b on s.target_id = b.target_id
    window same_table as (
        partition by s.index_code, s.edition, s.period_code, s.peer_group, s.is_ranked and s.score is not null
    )
)

select
    r.index_code,
    r.edition,
    r.period_code,
    r.unit_key,
    r.peer_group,
    r.is_ranked,
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
        k.index_code = r.index_code and k.edition = r.edition and coalesce(k.peer_group, r.peer_group) = r.peer_group
        and k.from_percent <= least(r.percent, r.best_percent)
    order by k.from_percent desc
    limit 1
) as c on r.percent is not null
