-- Grain: unit_key, period_code, group_code, observed_on. What the portal published on each day of which a whole answer is kept
-- (of several on one day the last). No change is claimed across a break, nor from one period to the next here.
select
    p.unit_key,
    p.period_code,
    p.group_code,
    p.observed_on,
    p.score as published_points,
    p.max_score as max_points,
    case when s.scope = 'day' then s.previous_observed_on end as previous_observed_on,
    case when s.scope = 'day' and s.comparison = 'compared' then p.score - b.score end as points_change,
    case when s.scope = 'day' then s.comparison else 'no_previous' end as comparison,
    p.observed_on <= d.last_day as is_provisional,
    p.receipt_id,
    u.name_vi as unit_name_vi,
    g.label_vi as group_vi,
    k.label_vi as comparison_vi
from {{ ref('evaluation_step') }} as s
inner join {{ ref('evaluation_point') }} as p on s.receipt_id = p.receipt_id
inner join {{ ref('core_period') }} as d on p.period_code = d.period_code
left join {{ ref('evaluation_point') }} as b
    on s.previous_receipt_id = b.receipt_id and p.unit_key = b.unit_key and p.group_code = b.group_code
left join {{ ref('core_unit') }} as u on p.unit_key = u.unit_key
{{ label_of('evaluation_group', 'p.group_code', 'g') }}
{{ label_of('evaluation_comparison', 'case when s.scope = \'day\' then s.comparison else \'no_previous\' end', 'k') }}
