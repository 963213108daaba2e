-- Grain: unit_key, period_code, index_code, edition, criterion_code (leaves and the groups above them). Set 766 for the months and
-- quarters of the years that its book scores: books score years, the portal publishes all three. The same macros and
-- parameters; criteria that are one ratio only, formulas are left to the years.
with leaves as (
    select distinct
        c.*,
        p.period_code
    from {{ ref('book_tree') }} as c
    inner join {{ ref('score_target') }} as t on c.book_id = t.book_id
    inner join {{ ref('core_period') }} as p
        on p.kind in ('quarter', 'month') and date_trunc('year', p.first_day) = t.first_day
    where c.index_code = 'qd766' and c.is_leaf and c.rule in ('ratio', 'ratio_capped') and c.denominator is not null
),

given as (
    select
        f.unit_key,
        l.period_code,
        l.index_code,
        l.edition,
        l.criterion_code,
        l.parent_code,
        l.rule,
        l.max_points,
        l.target,
        l.zero_denominator,
        l.not_applicable,
        l.rounds_to,
        l.direction = 'down' as is_down,
        f.value as n,
        d.value as divisor,
        {{ quotient('f.value', 'nullif(d.value, 0)') }} as ratio,
        'not_applicable' in (f.missing_reason, d.missing_reason) as is_not_applicable
    from leaves as l
    inner join {{ ref('core_figure') }} as f on l.period_code = f.period_code and l.numerator = f.figure_code
    inner join {{ ref('core_figure') }} as d
        on f.unit_key = d.unit_key and l.period_code = d.period_code and l.denominator = d.figure_code
),

pointed as (
    select
        g.*,
        case
            when is_not_applicable then case not_applicable when 'full' then max_points end
            when n is null or divisor is null then null
            when divisor = 0 then case zero_denominator when 'full' then max_points when 'zero' then 0 end
            when rule = 'ratio' then {{ rule_ratio() }}
            else {{ rule_ratio_capped() }}
        end as exact_points
    from given as g
),

rounded as (
    select
        p.*,
        {{ kept('exact_points', 'rounds_to') }} as points
    from pointed as p
)

select
    unit_key,
    period_code,
    index_code,
    edition,
    criterion_code,
    points
from rounded
union all
select
    unit_key,
    period_code,
    index_code,
    edition,
    parent_code,
    sum(points)
from rounded
group by unit_key, period_code, index_code, edition, parent_code
