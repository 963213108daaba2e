-- The ranking that would be published, with what it is held against: its own arithmetic and the release before it.
with books as (
    select
        c.index_code,
        c.edition,
        max(c.tie_policy) as tie_policy,
        coalesce(sum(c.max_points) filter (where c.rule = 'bonus'), 0) as bonus_points
    from {schema}.dim_criterion as c
    group by c.index_code, c.edition
),

-- official versions that a person approved and that this release would be the first to show
approved as (
    select distinct o.index_code, o.edition, o.period_code, o.version + 1 as version
    from ops.official_correction as a
    inner join ops.official_ranking as o on a.official_id = o.official_id
    inner join ops.release as p on a.release_id = p.release_id and p.state = 'published'
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
    case
        when o.unit_key is not null
            then o.score is not distinct from r.score and o.rank is not distinct from r.rank
        else r.official_version is null or a.version is not null
    end as is_as_frozen
from {schema}.fct_index_rank as r
left join books as b on r.index_code = b.index_code and r.edition = b.edition
left join (
    select f.*, k.index_code, k.edition, k.period_code, k.version
    from ops.official_rank as f inner join ops.official_version as k on f.official_id = k.official_id
) as o
    on r.index_code = o.index_code and r.edition = o.edition and r.period_code = o.period_code
    and r.unit_key = o.unit_key and r.official_version = o.version
left join approved as a
    on r.index_code = a.index_code and r.edition = a.edition and r.period_code = a.period_code
    and r.official_version = a.version
window same_table as (
    partition by r.index_code, r.edition, r.period_code, r.peer_group, r.is_ranked and r.score is not null
)
