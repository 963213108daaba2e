-- Units of official rankings, and those that the figures of today would set beside them.
select
    index_code,
    edition,
    period_code,
    unit_key,
    d.unit_key is null as is_what_data_say,
    d.unit_key is null or (d.official_score, d.official_rank) is not distinct from (r.score, r.rank) as is_of_the_official
from (select * from {schema}.fct_index_rank where status = 'official') as r
full outer join {schema}.fct_official_difference as d using (index_code, edition, period_code, unit_key)
