-- Decided corrections (corrections.csv) and what came of each.
select
    correction_code,
    state,
    finding_vi
from {schema}.fct_figure_correction
where kind = 'decided'
