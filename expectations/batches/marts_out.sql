-- The ranking that would be published, with what it is held against: its own arithmetic and the release before it.
drop view if exists gates.candidate_rank;
create view gates.candidate_rank as
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
    r.score <= r.max_points as is_within_scale,
    r.rank = rank() over (partition by r.index_code, r.edition, r.period_code, r.peer_group order by r.score desc nulls last)
    or (r.score is null and r.rank is null) as is_rank_of_its_score,
    r.ranked_units = count(r.score) over (partition by r.index_code, r.edition, r.period_code, r.peer_group)
        as is_count_of_ranked,
    o.score is not distinct from r.score and o.rank is not distinct from r.rank or o.unit_key is null
        as is_as_frozen
from {schema}.fct_index_rank as r
left join (
    select f.*, k.index_code, k.edition, k.period_code
    from ops.official_rank as f inner join ops.official_ranking as k on f.official_id = k.official_id
) as o
    on r.index_code = o.index_code and r.edition = o.edition and r.period_code = o.period_code
    and r.unit_key = o.unit_key
