{{ config(pre_hook='set local enable_nestloop = off') }}
-- Grain: unit_key, period_code, index_code, edition, criterion_code (leaves and the groups above them). Set 766 for the months and
-- quarters that the portal published of the years that its book scores: books score years, the portal publishes all three.
-- The same figures, formulas, macros and parameters.
with formulas as (
    {{ formula_values(ref('evaluation_target'), ref('score_figure')) }}
),

leaves as (
    select
        t.target_id,
        t.unit_key,
        t.period_code,
        c.*,
        c.direction = 'down' as is_down,
        case c.rule when 'formula' then e.n else f.value end as n,
        case c.rule when 'formula' then e.d else d.value end as divisor,
        case c.rule
            when 'formula' then e.is_not_applicable else 'not_applicable' in (f.missing_reason, d.missing_reason)
        end as is_not_applicable
    from {{ ref('evaluation_target') }} as t
    inner join {{ ref('book_tree') }} as c on t.book_id = c.book_id
    left join formulas as e on t.target_id = e.target_id and c.criterion_id = e.criterion_id
    left join {{ ref('score_figure') }} as f
        on t.unit_key = f.unit_key and t.period_code = f.period_code and c.numerator = f.figure_code
    left join {{ ref('score_figure') }} as d
        on t.unit_key = d.unit_key and t.period_code = d.period_code and c.denominator = d.figure_code
    where c.rule = 'formula' or c.rule in ('ratio', 'ratio_capped') and c.denominator is not null
),

given as (
    select
        l.*,
        {{ quotient('l.n', 'nullif(l.divisor, 0)') }} as ratio
    from leaves as l
),

pointed as (
    select
        g.*,
        case
            when is_not_applicable then case not_applicable when 'full' then max_points end
            when n is null or divisor is null then null
            when divisor = 0 then case zero_denominator when 'full' then max_points when 'zero' then 0 end
            when rule = 'ratio' then {{ rule_ratio() }}
            when rule = 'ratio_capped' then {{ rule_ratio_capped() }}
            else {{ rule_formula() }}
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
