-- Grain: index_code, edition, period_code, unit_key, criterion_code (leaves), stage. State and points of every leaf at every
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
    inner join {{ ref('stg_books__criterion') }} as c
        on i.index_code = c.index_code and i.edition = c.edition and i.criterion_code = c.criterion_code
    inner join {{ ref('score_target') }} as t
        on
            i.index_code = t.index_code and i.edition = t.edition and i.period_code = t.period_code
            and i.unit_key = t.unit_key
    left join {{ ref('score_compared') }} as k
        on
            i.index_code = k.index_code and i.edition = k.edition and i.period_code = k.period_code
            and i.criterion_code = k.criterion_code
            and case c.compared_in when 'all' then '*' else t.peer_group end = k.compared_group
),

stepped as (
    select
        m.*,
        s.state as step_state,
        s.points as step_points,
        h.criterion_code is not null as has_steps
    from measured as m
    left join {{ ref('stg_books__step') }} as s
        on
            m.index_code = s.index_code and m.edition = s.edition and m.criterion_code = s.criterion_code
            and case
                when m.rule = 'checklist' then false
                when m.rule = 'choice' then s.state_value = m.n
                else
                    case m.rule when 'growth' then m.growth else m.ratio end >= coalesce(s.from_value, '-infinity')
                    and case m.rule when 'growth' then m.growth else m.ratio end < coalesce(s.to_value, 'infinity')
            end
    left join (
        select distinct
            index_code,
            edition,
            criterion_code
        from {{ ref('stg_books__step') }}
    ) as h on m.index_code = h.index_code and m.edition = h.edition and m.criterion_code = h.criterion_code
),

judged as (
    select
        *,
        coalesce(
            has_divisor and d = 0
            or rule = 'minmax' and highest = lowest
            or rule = 'relative_to_best' and not is_down and highest <= 0, false
        ) as is_by_zero,
        case
            when given_points is not null then 'scored'
            when is_not_applicable then 'not_applicable'
            when n is null or is_incomplete or has_divisor and d is null
                then case when is_running then 'not_due' else 'missing' end
            when
                has_divisor and d = 0
                or rule = 'minmax' and highest = lowest
                or rule = 'relative_to_best' and not is_down and highest <= 0
                then
                    case zero_denominator when 'exclude' then 'not_applicable' when 'null' then 'missing' else 'scored' end
            else 'scored'
        end as state
    from stepped
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
            when is_by_zero
                then
                    case
                        when zero_denominator = 'full' then max_points
                        when rule = 'minmax' then coalesce(floor, 0)
                        else 0
                    end
            when rule = 'checklist' and not_applicable = 'full' then least(max_points, n + not_applicable_points)
            else {{ points_by_rule() }}
        end as exact_points
    from judged
)

select
    index_code,
    edition,
    period_code,
    unit_key,
    criterion_code,
    stage,
    state,
    {{ kept('exact_points', 'rounds_to') }} as points,
    max_points,
    case
        when part <> 'counted' or state = 'not_due' or state = 'not_applicable' and not_applicable <> 'full' then 0
        when state = 'scored' and not_applicable <> 'full' then max_points - not_applicable_points
        else max_points
    end as applicable_max_points,
    case when state = 'not_applicable' and not_applicable = 'share' then max_points else 0 end as shared_max_points,
    case when rule = 'gate' and state = 'scored' then step_state end as barred,
    case when given_points is null then n end as numerator_value,
    case when given_points is null and has_divisor then d end as denominator_value
from pointed
