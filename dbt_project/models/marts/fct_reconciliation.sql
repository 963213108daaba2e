-- Grain: unit_key, period_code, reconciliation_code. The portal's totals against the province's own dossiers. A unit with units
-- below it is compared with the sum over its area, as the portal counts it.
with portal as (
    select
        f.unit_key,
        f.period_code,
        f.figure_code,
        f.value,
        f.receipt_id
    from {{ ref('core_figure') }} as f
    where f.figure_code in (select r.portal_figure from {{ ref('reconciliation') }} as r)
),

paired as (
    select
        p.unit_key,
        p.period_code,
        r.*,
        p.value as portal_value,
        coalesce(a.value, o.value) as own_value,
        p.receipt_id
    from portal as p
    inner join {{ ref('reconciliation') }} as r on p.figure_code = r.portal_figure
    left join {{ ref('core_figure') }} as a
        on p.unit_key = a.unit_key and p.period_code = a.period_code and r.own_figure || '_area' = a.figure_code
    left join {{ ref('core_figure') }} as o
        on p.unit_key = o.unit_key and p.period_code = o.period_code and r.own_figure = o.figure_code
),

flags as (
    select
        receipt_id,
        unit_key,
        group_code,
        string_agg(distinct quality_status, ', ') as quality_status
    from {{ ref('evaluation_line') }}
    where quality_status is not null
    group by receipt_id, unit_key, group_code
)

select
    p.unit_key,
    p.period_code,
    p.reconciliation_code,
    p.group_code,
    p.name_vi,
    p.name_en,
    p.portal_figure,
    p.own_figure,
    p.portal_value,
    p.own_value,
    p.portal_value - p.own_value as difference,
    round(100 * (p.portal_value - p.own_value) / nullif(p.own_value, 0), 2) as difference_percent,
    p.tolerance_percent::numeric as tolerance_percent,
    t.state,
    p.known_reasons_vi,
    p.known_reasons_en,
    f.quality_status,
    c.observed_on,
    c.is_provisional,
    p.receipt_id,
    u.name_vi as unit_name_vi,
    g.label_vi as group_vi,
    l.label_vi as state_vi
from paired as p
cross join
    lateral (
        select
            case
                when p.portal_value is null then 'no_portal_figure'
                when p.own_value is null then 'no_own_figure'
                when abs(p.portal_value - p.own_value) <= p.tolerance_percent::numeric / 100 * p.own_value then 'within_tolerance'
                else 'outside_tolerance'
            end as state
    ) as t
inner join {{ ref('evaluation_current') }} as c on p.receipt_id = c.receipt_id
left join flags as f on p.receipt_id = f.receipt_id and p.unit_key = f.unit_key and p.group_code = f.group_code
left join {{ ref('core_unit') }} as u on p.unit_key = u.unit_key
{{ label_of('evaluation_group', 'p.group_code', 'g') }}
{{ label_of('reconciliation_state', 't.state', 'l') }}
