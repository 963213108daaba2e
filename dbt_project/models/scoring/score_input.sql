-- Grain: index_code, edition, period_code, unit_key, criterion_code (leaves). What a rule is given: the figures of the
-- standard record, the book's parameters, and the points of the step into which the value falls.
with figures as (
    select
        t.index_code,
        t.edition,
        t.period_code,
        t.unit_key,
        t.is_running,
        c.criterion_code,
        c.rule,
        c.max_points,
        c.target,
        c.floor,
        c.zero_denominator,
        c.not_applicable,
        c.rounds_to,
        c.denominator is not null as has_denominator,
        n.value as n,
        d.value as d,
        'not_applicable' in (n.missing_reason, d.missing_reason) as is_not_applicable,
        n.value / nullif(d.value, 0) as ratio
    from {{ ref('score_target') }} as t
    inner join {{ ref('stg_books__criterion') }} as c
        on t.index_code = c.index_code and t.edition = c.edition and c.is_leaf
    left join {{ ref('core_figure') }} as n
        on t.unit_key = n.unit_key and t.period_code = n.period_code and c.numerator = n.figure_code
    left join {{ ref('core_figure') }} as d
        on t.unit_key = d.unit_key and t.period_code = d.period_code and c.denominator = d.figure_code
)

select
    f.*,
    s.points as step_points
from figures as f
left join {{ ref('stg_books__step') }} as s
    on
        f.index_code = s.index_code and f.edition = s.edition and f.criterion_code = s.criterion_code
        and case when f.has_denominator then f.ratio else f.n end >= coalesce(s.from_value, '-infinity')
        and case when f.has_denominator then f.ratio else f.n end < coalesce(s.to_value, 'infinity')
