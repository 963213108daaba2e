-- Figures that would be published, by code and source: how many break a rule. One line for thousands of figures.
select
    f.figure_code,
    f.source_code,
    count(*) as figures,
    count(*) filter (where (f.value is null) = (f.missing_reason is null)) as without_value_or_reason,
    count(*) filter (where f.receipt_id is null or coalesce(f.source_ref, '') = '') as without_source,
    count(*) filter (where p.first_day > p.as_of_date) as of_the_future,
    (select count(*) from {schema}.fct_seed_figure as s where not s.agrees) as founding_figures_apart
from {schema}.fct_figure as f
left join {schema}.dim_period as p on f.period_code = p.period_code
group by f.figure_code, f.source_code
