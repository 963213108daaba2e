-- Grain: figure_code, of every figure that came or has a name. Which of them may be added up over units: those whose code a line
-- of figure_additivity.csv takes for a count or an amount, the first line that fits. What no line knows is of kind unknown and
-- never added.
select
    f.figure_code,
    coalesce(k.kind, 'unknown') as kind,
    coalesce(k.kind in ('count', 'amount'), false) as is_additive
from (
    select figure_code from {{ ref('core_figure') }}
    union
    select figure_code from {{ ref('figure_names') }}
) as f
left join lateral (
    select a.kind
    from {{ ref('figure_additivity') }} as a
    where f.figure_code ~ ('^(' || a.figure_pattern || ')$')
    order by a.line_no::integer
    limit 1
) as k on true
