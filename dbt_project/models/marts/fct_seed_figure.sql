-- Grain: figure_id. Each number of the founding report of Đô Lương district beside the warehouse's own.
with measured as (
    select
        s.*,
        coalesce(n.value, r.rank) as numerator_value,
        d.value as denominator_value,
        coalesce(n.source_ref, 'fct_index_rank ' || r.index_code || ' ' || r.edition) as source_ref
    from {{ ref('seed_figures') }} as s
    left join {{ ref('core_figure') }} as n
        on s.unit_key = n.unit_key and s.period_code = n.period_code and s.numerator_figure = n.figure_code
    left join {{ ref('core_figure') }} as d
        on s.unit_key = d.unit_key and s.period_code = d.period_code and s.denominator_figure = d.figure_code
    left join {{ ref('fct_index_rank') }} as r
        on s.index_code = r.index_code and s.unit_key = r.unit_key and s.period_code = r.period_code
),

compared as (
    select
        *,
        case published_unit
            when 'percent' then round(100 * numerator_value / nullif(denominator_value, 0), published_decimals::integer)
            else numerator_value
        end as warehouse_value
    from measured
)

select
    figure_id,
    name_vi,
    name_en,
    scope_vi,
    scope_en,
    unit_key,
    period_code,
    published_value::numeric as published_value,
    warehouse_value,
    published_unit,
    published_numerator::numeric as published_numerator,
    published_denominator::numeric as published_denominator,
    numerator_value,
    denominator_value,
    coalesce(
        warehouse_value = published_value::numeric
        and numerator_value = published_numerator::numeric
        and denominator_value is not distinct from nullif(published_denominator, '')::numeric,
        false
    ) as agrees,
    source_ref,
    note,
    note_vi
from compared
