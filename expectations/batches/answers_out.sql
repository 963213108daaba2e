-- Points lost, by unit: how many rows break a rule. One line for the criteria of a unit.
select
    r.index_code,
    r.edition,
    r.period_code,
    r.unit_key,
    coalesce(sum(l.lost_points) filter (where l.is_leaf), 0) - coalesce(max(r.max_points - r.score), 0) as off_scale,
    count(*) filter (
        where l.rank_if_full is not null and not l.rank_if_full between 1 and r.ranked_units
        or l.rank_if_full > r.rank or l.places_lost is distinct from r.rank - l.rank_if_full
    ) as rank_out_of_place,
    count(*) filter (where not r.is_ranked and l.rank_if_full is not null) as ranked_without_ranking,
    count(*) filter (where l.state in ('not_applicable', 'not_due') and l.rank_if_full is not null) as answers_on_nothing,
    count(*) filter (where l.peers_at_full > l.peers) as more_full_than_peers
from {schema}.fct_index_rank as r
left join {schema}.fct_score_loss as l
    on
        r.index_code = l.index_code and r.edition = l.edition and r.period_code = l.period_code
        and r.unit_key = l.unit_key
group by r.index_code, r.edition, r.period_code, r.unit_key
