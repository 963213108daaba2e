-- Grain: receipt_id. Whole answers that cannot be compared with the one before, and why: the portal changed its formula (a
-- maximum, a metric that came or went) or its set of units, or a person stated a break (evaluation_breaks.csv).
select
    s.receipt_id,
    s.period_code,
    s.observed_on,
    s.previous_period_code,
    s.previous_observed_on,
    s.scope,
    s.comparison as break_kind,
    case when s.stated_kind is null then 'found' else 'stated' end as origin,
    nullif(array_to_string(s.formula_added, '; '), '') as formula_added,
    nullif(array_to_string(s.formula_removed, '; '), '') as formula_removed,
    nullif(array_to_string(s.units_added, '; '), '') as units_added,
    nullif(array_to_string(s.units_removed, '; '), '') as units_removed,
    s.stated_vi as reason_vi,
    s.stated_en as reason_en,
    k.label_vi as break_kind_vi,
    c.label_vi as scope_vi,
    o.label_vi as origin_vi
from {{ ref('evaluation_step') }} as s
{{ label_of('evaluation_comparison', 's.comparison', 'k') }}
{{ label_of('break_scope', 's.scope', 'c') }}
{{ label_of('break_origin', 'case when s.stated_kind is null then \'found\' else \'stated\' end', 'o') }}
where s.comparison in ('formula_break', 'units_break')
