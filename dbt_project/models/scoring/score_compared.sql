-- Grain: criterion_id, period_code, compared_group. What a rule compares a unit with: the lowest and
-- the highest value of the units that it names (the peer group, or all that the book assesses), over the years that it
-- names, and the largest excess over a target.
with compared as (
    select
        i.criterion_id,
        t.period_code,
        case c.compared_in when 'all' then '*' else t.peer_group end as compared_group,
        c.rule,
        c.numerator,
        c.denominator,
        c.window_years,
        t.unit_key,
        t.first_day,
        i.ratio
    from {{ ref('score_input') }} as i
    inner join {{ ref('book_tree') }} as c on i.criterion_id = c.criterion_id
    inner join {{ ref('score_target') }} as t on i.target_id = t.target_id
    where c.rule in ('minmax', 'relative_to_best', 'target') and i.stage = 'system'
),

with_earlier_years as (
    select
        criterion_id,
        period_code,
        compared_group,
        ratio
    from compared
    union all
    select
        c.criterion_id,
        c.period_code,
        c.compared_group,
        case
            when c.denominator is null then n.value
            else {{ quotient('n.value', 'nullif(d.value, 0)') }}
        end
    from compared as c
    inner join {{ ref('core_period') }} as p
        on
            p.kind = 'year' and c.window_years > 1
            and p.first_day < c.first_day and p.first_day > c.first_day - make_interval(years => c.window_years)
    inner join {{ ref('score_figure') }} as n
        on c.unit_key = n.unit_key and p.period_code = n.period_code and c.numerator = n.figure_code
    left join {{ ref('score_figure') }} as d
        on c.unit_key = d.unit_key and p.period_code = d.period_code and c.denominator = d.figure_code
)

select
    criterion_id,
    period_code,
    compared_group,
    min(ratio) as lowest,
    max(ratio) as highest,
    max(ratio) - 1 as largest_excess
from with_earlier_years
where ratio is not null
group by criterion_id, period_code, compared_group
