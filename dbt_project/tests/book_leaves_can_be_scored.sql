-- Every leaf names a rule that scores, and gives what the rule needs: without its target a capped ratio would give all
-- points (SQL's least ignores a null), without steps a band would give none.
{% set known = points_by_rule().split("when '")[1:] %}
with needs (rule, needs_denominator, needs_target, needs_floor, needs_steps) as (
    values
    {%- for part in known %}
    {%- set rule = part.split("'")[0] %}
    (
        '{{ rule }}',
        {{ rule in ['ratio', 'ratio_capped', 'ratio_floor', 'survey_share'] }},
        {{ rule in ['ratio_capped', 'deduction'] }},
        {{ rule == 'ratio_floor' }},
        {{ rule in ['count_steps', 'bands'] }}
    ){{ ',' if not loop.last }}
    {%- endfor %}
)

select
    c.index_code,
    c.edition,
    c.criterion_code,
    c.rule,
    concat_ws(
        '; ',
        case when n.rule is null then 'no such rule' end,
        case when c.max_points is null then 'needs max_points' end,
        case when c.numerator is null then 'needs a numerator' end,
        case when n.needs_denominator and c.denominator is null then 'needs a denominator' end,
        case when n.needs_target and not coalesce(c.target > 0, false) then 'needs a target above 0' end,
        case when n.needs_floor and c.floor is null then 'needs a floor' end,
        case when n.needs_steps and s.criterion_code is null then 'needs steps' end,
        case when c.not_applicable = 'share' then 'not_applicable share is not scored yet' end
    ) as fault
from {{ ref('dim_criterion') }} as c
left join needs as n on c.rule = n.rule
left join (select distinct index_code, edition, criterion_code from {{ ref('stg_books__step') }}) as s
    on c.index_code = s.index_code and c.edition = s.edition and c.criterion_code = s.criterion_code
where
    c.is_leaf
    and (
        n.rule is null or c.max_points is null or c.numerator is null or c.not_applicable = 'share'
        or n.needs_denominator and c.denominator is null
        or n.needs_target and not coalesce(c.target > 0, false)
        or n.needs_floor and c.floor is null
        or n.needs_steps and s.criterion_code is null
    )
