-- Points that would be published, by criterion: how many break a rule. One line for the units of a criterion.
select
    s.index_code,
    s.edition,
    s.period_code,
    s.criterion_code,
    count(*) filter (
        where s.state = 'scored' and s.points is null or s.state in ('missing', 'not_due') and s.points is not null
    ) as points_against_state,
    count(*) filter (where c.is_leaf and c.part = 'counted' and s.points > s.max_points) as above_most,
    count(*) filter (where c.is_leaf and c.part = 'counted' and s.points < 0) as negative,
    count(*) filter (where s.is_override and coalesce(s.override_reason, '') = '') as overrides_without_reason,
    count(*) filter (where c.criterion_code is null) as without_criterion
from {schema}.fct_criterion_score as s
left join {schema}.dim_criterion as c
    on s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
group by s.index_code, s.edition, s.period_code, s.criterion_code
