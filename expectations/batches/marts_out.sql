-- The ranking that would be published, with what it is held against: its own arithmetic and the release before it.
with books as (
    select
        c.index_code,
        c.edition,
        max(c.tie_policy) as tie_policy,
        coalesce(sum(c.max_points) filter (where c.rule = 'bonus'), 0) as bonus_points
    from {schema}.dim_criterion as c
    group by c.index_code, c.edition
)

select
    r.index_code,
    r.edition,
    r.period_code,
    r.unit_key,
    r.score,
    r.max_points,
    r.percent,
    r.rank,
    r.ranked_units,
    r.status,
    r.score <= r.max_points + coalesce(b.bonus_points, 0) as is_within_scale,
    r.rank is not distinct from case
        when r.is_ranked and r.score is not null
            then case coalesce(b.tie_policy, 'competition')
                when 'dense' then dense_rank() over (same_table order by r.score desc)
                when 'modified' then count(*) over (same_table order by r.score desc)
                else rank() over (same_table order by r.score desc)
            end
    end as is_rank_of_its_score,
    r.ranked_units = count(r.score) filter (where r.is_ranked)
        over (partition by r.index_code, r.edition, r.period_code, r.peer_group) as is_count_of_ranked,
    o.score is not distinct from r.score and o.rank is not distinct from r.rank or o.unit_key is null
        as is_as_frozen
from {schema}.fct_index_rank as r
left join books as b on r.index_code = b.index_code and r.edition = b.edition
left join (
    select f.*, k.index_code, k.edition, k.period_code
    from ops.official_rank as f inner join ops.official_ranking as k on f.official_id = k.official_id
) as o
    on r.index_code = o.index_code and r.edition = o.edition and r.period_code = o.period_code
    and r.unit_key = o.unit_key
window same_table as (
    partition by r.index_code, r.edition, r.period_code, r.peer_group, r.is_ranked and r.score is not null
)
