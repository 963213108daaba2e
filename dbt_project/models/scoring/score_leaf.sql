-- Grain: index_code, edition, period_code, unit_key, criterion_code (leaves). Points and state of every leaf.
-- Missing is not zero and not applicable is neither; in a running period a figure that has not come is not due.
with judged as (
    select
        *,
        case
            when is_not_applicable then 'not_applicable'
            when n is null or (has_denominator and d is null) then case when is_running then 'not_due' else 'missing' end
            when has_denominator and d = 0
                then
                    case zero_denominator when 'exclude' then 'not_applicable' when 'null' then 'missing' else 'scored' end
            else 'scored'
        end as state
    from {{ ref('score_input') }}
),

pointed as (
    select
        *,
        case
            when state = 'not_applicable' and not_applicable = 'full' then max_points
            when state <> 'scored' then null
            when has_denominator and d = 0 then case zero_denominator when 'full' then max_points else 0 end
            else {{ points_by_rule() }}
        end as raw_points
    from judged
)

select
    index_code,
    edition,
    period_code,
    unit_key,
    criterion_code,
    state,
    coalesce(round(raw_points, rounds_to), raw_points) as points,
    max_points,
    case
        when state = 'not_due' or (state = 'not_applicable' and not_applicable = 'exclude') then 0
        else max_points
    end as applicable_max_points,
    n as numerator_value,
    d as denominator_value
from pointed
