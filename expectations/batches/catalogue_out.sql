-- Procedures by service level against their total, per unit, month and level of authority.
select
    t.unit_key,
    t.period_code,
    right(t.figure_code, -length('procedures_total_')) as authority_level,
    t.value as total,
    f.value + p.value as full_and_partial,
    t.value - f.value - p.value as without_level
from {schema}.fct_figure as t
inner join {schema}.fct_figure as f
    on t.unit_key = f.unit_key and t.period_code = f.period_code
    and f.figure_code = replace(t.figure_code, '_total_', '_full_online_')
inner join {schema}.fct_figure as p
    on t.unit_key = p.unit_key and t.period_code = p.period_code
    and p.figure_code = replace(t.figure_code, '_total_', '_partial_online_')
where t.figure_code like 'procedures\_total\_%'
