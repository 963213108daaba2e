-- Grain: target_id, criterion_id (leaves), stage. State and points of every leaf at every
-- stage. Missing is not zero and not applicable is neither; in a running period a figure that has not come is not due.
with measured as (
    select
        i.*,
        c.rule,
        c.max_points,
        c.target,
        c.floor,
        c.zero_denominator,
        c.not_applicable,
        c.rounds_to,
        c.part,
        c.imported_index,
        c.direction = 'down' as is_down,
        case when i.has_divisor then i.d else 1 end as divisor,
        case c.direction when 'down' then 1 - i.ratio else i.ratio - 1 end as growth,
        t.is_running,
        k.lowest,
        k.highest,
        k.largest_excess
    from {{ ref('score_input') }} as i
    inner join {{ ref('book_tree') }} as c on i.criterion_id = c.criterion_id
    inner join {{ ref('score_target') }} as t on i.target_id = t.target_id
    left join {{ ref('score_compared') }} as k
        on
            i.criterion_id = k.criterion_id and t.period_code = k.period_code
            and case c.compared_in when 'all' then '*' else t.peer_group end = k.compared_group
),

stepped as (
    select
        m.*,
        s.state as step_state,
        s.points as step_points,
        h.criterion_id is not null as has_steps
    from measured as m
    left join {{ ref('book_step') }} as s
        on
            m.criterion_id = s.criterion_id
            and case
                when m.rule = 'checklist' then false
                when m.rule = 'choice' then s.state_value = m.n
                else
                    case m.rule when 'growth' then m.growth else m.ratio end >= coalesce(s.from_value, '-infinity')
                    and case m.rule when 'growth' then m.growth else m.ratio end < coalesce(s.to_value, 'infinity')
            end
    left join (select distinct criterion_id from {{ ref('book_step') }}) as h on m.criterion_id = h.criterion_id
),

judged as (
    select
        *,
        is_by_zero or coalesce(
            has_divisor and d = 0
            or rule = 'minmax' and highest = lowest
            or rule = 'relative_to_best' and not is_down and highest <= 0, false
        ) as is_divided_by_zero,
        case when is_running then 'not_due' else 'missing' end as nothing
    from stepped
),

-- completeness first: a figure that never came is missing whatever the others would be divided by
stated as (
    select
        *,
        case
            when given_points is not null then 'scored'
            when is_not_applicable then 'not_applicable'
            when is_incomplete or not is_by_zero and (n is null or has_divisor and d is null) then nothing
            when is_divided_by_zero
                then
                    case zero_denominator when 'exclude' then 'not_applicable' when 'null' then 'missing' else 'scored' end
            else 'scored'
        end as state
    from judged
),

pointed as (
    select
        *,
        case
            when given_points is not null
                then
                    case rule
                        when 'penalty' then -least(max_points, abs(given_points))
                        else greatest(0, least(max_points, given_points))
                    end
            when state = 'not_applicable' and not_applicable = 'full' and part = 'counted' then max_points
            when state <> 'scored' then null
            when part = 'aside' then 0
            when is_divided_by_zero
                then
                    case
                        when zero_denominator = 'full' then max_points
                        when rule = 'minmax' then coalesce(floor, 0)
                        else 0
                    end
            when rule = 'checklist' and not_applicable = 'full' then least(max_points, n + not_applicable_points)
            else {{ points_by_rule() }}
        end as exact_points
    from stated
),

-- a value that its rule cannot read (a yes that is neither 1 nor 0, a state that nobody named) gives no points: it is missing
readable as (
    select
        *,
        case when state = 'scored' and exact_points is null then nothing else state end as final_state
    from pointed
)

select
    target_id,
    criterion_id,
    stage,
    final_state as state,
    {{ kept('exact_points', 'rounds_to') }} as points,
    max_points,
    case
        when part <> 'counted' or final_state = 'not_due' then 0
        when final_state = 'not_applicable' and not_applicable <> 'full' then 0
        when final_state = 'scored' and not_applicable <> 'full' then max_points - not_applicable_points
        else max_points
    end as applicable_max_points,
    case when final_state = 'not_applicable' and not_applicable = 'share' then max_points else 0 end as shared_max_points,
    case when rule = 'gate' and final_state = 'scored' then step_state end as barred,
    case when given_points is null then n end as numerator_value,
    case when given_points is null and has_divisor then d end as denominator_value
from readable
