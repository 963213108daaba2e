-- What the leaves of a unit lost adds up to the scale minus the published score, to the last decimal.
select
    r.index_code,
    r.edition,
    r.period_code,
    r.unit_key,
    r.max_points - r.score as expected,
    sum(l.lost_points) filter (where l.is_leaf) as lost
from {{ ref('fct_index_rank') }} as r
left join {{ ref('fct_score_loss') }} as l
    on
        r.index_code = l.index_code and r.edition = l.edition and r.period_code = l.period_code
        and r.unit_key = l.unit_key
group by r.index_code, r.edition, r.period_code, r.unit_key, r.max_points, r.score
having sum(l.lost_points) filter (where l.is_leaf) is distinct from r.max_points - r.score
