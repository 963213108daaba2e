-- The contributions of the leaves add up to every provisional score, to the last decimal.
-- Frozen periods are not held against books that were edited since.
select
    r.index_code,
    r.edition,
    r.period_code,
    r.unit_key,
    r.score,
    sum(s.contribution) as contributions
from {{ ref('fct_index_rank') }} as r
inner join {{ ref('fct_criterion_score') }} as s
    on
        r.index_code = s.index_code and r.edition = s.edition and r.period_code = s.period_code
        and r.unit_key = s.unit_key
inner join {{ ref('dim_criterion') }} as c
    on s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code and c.is_leaf
where r.status = 'provisional' and r.score is not null
group by r.index_code, r.edition, r.period_code, r.unit_key, r.score
having sum(s.contribution) is distinct from r.score
