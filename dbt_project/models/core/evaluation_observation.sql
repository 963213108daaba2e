{{ config(materialized='incremental', unique_key='receipt_id', incremental_strategy='merge',
          indexes=[{'columns': ['receipt_id'], 'unique': true}],
          pre_hook='set local enable_nestloop = off') }}
-- The planner takes what arrived for one row and loops over all lines for each: half a minute on a night without any.
-- Grain: receipt_id. One answer of the portal about one period. It is whole when each of the six groups holds each unit
-- that has a code of the portal and existed on that day, and no line was kept out; only a whole one is ever used. formula
-- and units are what a later answer is compared with: a change of either is a break.
{% set since = last_gate(this) %}
with lines as (
    select * from {{ ref('stg_portal__value') }} where delivery_gate_id > {{ since }}
    union all
    select * from {{ ref('stg_portal__value') }}
    where
        receipt_id = any(
            array(select receipt_id from {{ ref('stg_portal__value') }} where released_gate_id > {{ since }})
        )
        and delivery_gate_id <= {{ since }}
),

answers as (
    select
        receipt_id,
        source_code,
        period_code,
        observed_on,
        max(observed_at) as observed_at,
        max(gate_id) as gate_id,
        array_agg(distinct unit_key order by unit_key) as units,
        array_agg(
            distinct group_code || '.' || metric_code
            || case when kind = 'field' then '' else coalesce(' = ' || trim_scale(max_score), ' = ?') end
        ) filter (where group_code <> 'total') as formula
    from lines
    group by receipt_id, source_code, period_code, observed_on
),

shown as (
    select
        receipt_id,
        group_code,
        array_agg(unit_key) as units
    from lines
    where kind = 'group' and metric_code = 'ALL'
    group by receipt_id, group_code
),

due as (
    select
        a.receipt_id,
        g.group_code,
        u.unit_key,
        coalesce(u.unit_key = any(s.units), false) as is_there,
        s.receipt_id is not null as is_group_there
    from answers as a
    cross join {{ ref('evaluation_groups') }} as g
    inner join {{ ref('unit_code_map') }} as m on a.source_code = m.source_code
    inner join {{ ref('core_unit') }} as u
        on
            m.unit_key = u.unit_key and u.valid_from <= a.observed_on
            and (u.valid_to is null or u.valid_to > a.observed_on)
    left join shown as s on a.receipt_id = s.receipt_id and g.group_code = s.group_code
),

missing as (
    select
        receipt_id,
        array_agg(distinct group_code order by group_code) filter (where not is_group_there) as missing_groups,
        array_agg(distinct unit_key order by unit_key) filter (where is_group_there) as missing_units
    from due
    where not is_there
    group by receipt_id
)

select
    a.receipt_id,
    a.period_code,
    a.observed_on,
    a.observed_at,
    a.gate_id,
    a.units,
    a.formula,
    coalesce(m.missing_groups, '{}') as missing_groups,
    coalesce(m.missing_units, '{}') as missing_units,
    coalesce(k.kept_out_lines, 0) as kept_out_lines,
    m.receipt_id is null and k.receipt_id is null as is_whole
from answers as a
left join missing as m on a.receipt_id = m.receipt_id
left join {{ ref('stg_portal__kept_out') }} as k on a.receipt_id = k.receipt_id
