-- Every ranked unit with what is told of its ways up.
select
    r.index_code,
    r.edition,
    r.period_code,
    r.unit_key,
    p.goal,
    p.assumption,
    p.finding_vi,
    count(p.goal) over (partition by r.index_code, r.edition, r.period_code, r.unit_key) = 8 as has_all,
    p.unit_key is null or (p.score, p.rank) = (r.score, r.rank) as is_as_published,
    p.is_reachable is not true or (
        p.rank_after <= p.rank_goal and p.levers = cardinality(p.criteria) and p.score_after - p.score = p.gained_score
        and p.score_after >= coalesce(p.score_needed, p.score_after)
    ) as is_kept
from {schema}.fct_index_rank as r
left join {schema}.fct_rank_path as p
    on
        r.index_code = p.index_code and r.edition = p.edition and r.period_code = p.period_code
        and r.unit_key = p.unit_key
where r.rank is not null
