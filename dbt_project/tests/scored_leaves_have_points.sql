-- A criterion that counts as scored has points: a value that no step covers, or a yes that is neither 1 nor 0, would
-- otherwise pass for a missing figure.
select
    s.index_code,
    s.edition,
    s.period_code,
    s.unit_key,
    s.criterion_code,
    s.numerator_value,
    s.denominator_value
from {{ ref('fct_criterion_score') }} as s
where s.state = 'scored' and s.points is null
