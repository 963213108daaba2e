{{ config(materialized='view') }}
-- Grain: boundary_date, period_code, figure_code, unit_key, is_divided. The additive figures of every period on every boundary. What
-- cannot be divided stays with the unit that reported it (is_divided is false), so that for each figure, period and
-- boundary the values add up to what was reported. Ratios are never added up: take numerator and denominator each.
with carried as (
    select
        b.boundary_date,
        f.period_code,
        f.figure_code,
        case when b.is_divisible then b.target_unit_key else f.unit_key end as unit_key,
        b.is_divisible,
        f.value * coalesce(b.share, 1) as value,
        f.is_illustrative,
        b.target_parts,
        b.is_target_whole,
        p.last_day >= b.phase_date and p.last_day < b.next_phase_date as is_of_its_time,
        b.reason_vi
    from {{ ref('fct_figure') }} as f
    inner join {{ ref('dim_figure') }} as k on f.figure_code = k.figure_code and k.is_additive
    inner join {{ ref('dim_period') }} as p on f.period_code = p.period_code
    inner join {{ ref('bridge_unit_boundary') }} as b
        on
            f.unit_key = b.unit_key and p.last_day >= b.from_day and p.last_day < b.until_day
            and (b.is_divisible or b.part_no = 1)
    where f.value is not null
)

select
    boundary_date,
    unit_key,
    period_code,
    figure_code,
    sum(value) as value,
    is_divisible as is_divided,
    is_divisible and bool_and(is_target_whole)
    and count(*) filter (where is_of_its_time) = coalesce(max(target_parts) filter (where is_of_its_time), 0)
    and bool_or(is_of_its_time) as is_complete,
    bool_or(is_of_its_time) and not bool_and(is_of_its_time) as adds_old_and_new_units,
    count(*)::integer as source_units,
    min(reason_vi) as cannot_be_divided_reason_vi,
    bool_or(is_illustrative) as is_illustrative
from carried
group by boundary_date, unit_key, period_code, figure_code, is_divisible
