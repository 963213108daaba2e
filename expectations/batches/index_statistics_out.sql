-- The statistics of every index, each with the range that its kind can take.
select
    s.index_code,
    s.edition,
    s.period_code,
    s.peer_group,
    s.statistic,
    s.criterion_code,
    s.other_criterion_code,
    s.unit_key,
    s.value,
    s.finding_vi,
    case
        when s.statistic in ('correlation', 'rank_correlation', 'redundant') then s.value between -1 and 1
        when s.statistic = 'alpha' then s.value <= 1
        when s.statistic = 'variance_share' then s.value is not null
        when s.statistic like '%rank_shift%' then s.value between 0 and s.units - 1
        else s.value between 0 and 100
    end as is_possible,
    s.statistic like 'rank_shift%' or s.criterion_code is not null or s.unit_key is not null as is_about_something
from {schema}.fct_index_statistics as s
