-- What is said of how sure each published rank is, with the ranking it stands beside.
select
    r.index_code,
    r.edition,
    r.period_code,
    r.unit_key,
    i.source,
    i.rank_low,
    i.rank_median,
    i.rank_high,
    i.ahead_of_next_percent,
    i.finding_vi,
    i.unit_key is not null or not r.is_ranked or r.rank is null or r.ranked_units < 2 as has_interval,
    i.unit_key is null or (i.rank = r.rank and i.score = r.score) as is_as_published,
    i.unit_key is null or (
        1 <= i.rank_low and i.rank_low <= i.rank_median and i.rank_median <= i.rank_high
        and i.rank_high <= r.ranked_units
    ) as is_ordered,
    i.unit_key is null or (i.tied_group >= 1 and i.tied_units = count(i.unit_key) over (
        partition by i.index_code, i.edition, i.period_code, i.peer_group, i.source, i.tied_group
    )) as is_group_counted
from {schema}.fct_index_rank as r
left join {schema}.fct_rank_interval as i
    on
        r.index_code = i.index_code and r.edition = i.edition and r.period_code = i.period_code
        and r.unit_key = i.unit_key
