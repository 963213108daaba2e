-- Grain: target_id, criterion_id (leaves), stage. What a rule is given: at stage `system` the figures of the standard record
-- (n, and d where something is divided by), at the stages of an assessment the value, or the points themselves
-- (given_points), that a person put there.
with system as (
    select
        t.target_id,
        c.criterion_id,
        case c.rule when 'formula' then e.n when 'checklist' then k.done_points else n.value end as n,
        case
            when c.rule = 'formula' then e.d
            when c.denominator is not null then d.value
            when c.rule = 'growth' then b.value
            when c.rule = 'target' then c.target
        end as d,
        c.denominator is not null or c.rule in ('formula', 'growth', 'target') as has_divisor,
        coalesce(
            case c.rule
                when 'formula' then e.is_not_applicable
                when 'checklist' then k.is_not_applicable
                else 'not_applicable' in (n.missing_reason, d.missing_reason, b.missing_reason)
            end, false
        ) as is_not_applicable,
        coalesce(k.is_incomplete, e.is_missing, false) as is_incomplete,
        coalesce(e.is_by_zero, false) as is_by_zero,
        coalesce(k.not_applicable_points, 0) as not_applicable_points
    from {{ ref('score_target') }} as t
    inner join {{ ref('book_tree') }} as c on t.book_id = c.book_id and c.is_leaf
    left join {{ ref('score_figure') }} as n
        on
            t.unit_key = n.unit_key and t.period_code = n.period_code and c.numerator = n.figure_code
            and c.rule not in ('formula', 'checklist')
    left join {{ ref('score_figure') }} as d
        on t.unit_key = d.unit_key and t.period_code = d.period_code and c.denominator = d.figure_code
    left join {{ ref('score_figure') }} as b
        on
            t.unit_key = b.unit_key and t.previous_period_code = b.period_code and c.numerator = b.figure_code
            and c.rule = 'growth' and c.denominator is null
    left join {{ ref('score_formula') }} as e on t.target_id = e.target_id and c.criterion_id = e.criterion_id
    left join {{ ref('score_checklist') }} as k on t.target_id = k.target_id and c.criterion_id = k.criterion_id
)

select
    s.*,
    'system' as stage,
    null::numeric as given_points,
    case when s.has_divisor then {{ quotient('s.n', 'nullif(s.d, 0)') }} else s.n end as ratio
from system as s
union all
select
    t.target_id,
    c.criterion_id,
    case c.rule when 'growth' then 1 + a.value when 'target' then a.value * c.target else a.value end,
    case c.rule when 'target' then c.target end,
    c.rule = 'target',
    false,
    c.rule = 'checklist',
    false,
    0,
    a.stage,
    a.points,
    case c.rule when 'growth' then 1 + a.value else a.value end
from {{ ref('core_assessment') }} as a
inner join {{ ref('score_target') }} as t
    on a.index_code = t.index_code and a.period_code = t.period_code and a.unit_key = t.unit_key
inner join {{ ref('book_tree') }} as c
    on t.book_id = c.book_id and a.criterion_code = c.criterion_code and c.is_leaf
