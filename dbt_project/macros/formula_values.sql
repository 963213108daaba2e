{# The value of each formula of the books for each of `targets` (target_id, book_id, unit_key, period_code) as an exact fraction
   n / d (d > 0), worked out node by node from `figures` (unit_key, period_code, figure_code, value, missing_reason) up;
   nothing of a formula's text is ever SQL. A quotient by zero is what the criterion's zero_denominator says. #}
{% macro formula_values(targets, figures) %}
{% set top = highest(ref('book_formula'), 'height') %}
with evaluated_0 as (
    select
        t.target_id,
        f.criterion_id,
        f.node,
        f.is_result,
        coalesce(f.number, v.value) as n,
        1::numeric as d,
        coalesce(v.missing_reason = 'not_applicable', false) as is_not_applicable,
        f.number is null and v.value is null as is_missing,
        false as is_by_zero
    from {{ targets }} as t
    inner join {{ ref('book_formula') }} as f on t.book_id = f.book_id and f.height = 0
    left join {{ figures }} as v
        on t.unit_key = v.unit_key and t.period_code = v.period_code and f.figure_code = v.figure_code
){% for height in range(1, top + 1) %},

pair_{{ height }} as (
    select
        l.target_id,
        f.criterion_id,
        f.node,
        f.is_result,
        f.op,
        l.n as ln,
        l.d as ld,
        r.n as rn,
        r.d as rd,
        f.op = '/' and r.n = 0 as is_quotient_by_zero,
        f.zero_denominator,
        l.is_not_applicable or r.is_not_applicable as is_not_applicable,
        l.is_missing or r.is_missing as is_missing,
        l.is_by_zero or r.is_by_zero as was_by_zero
    from {{ ref('book_formula') }} as f
    inner join ({{ levels('evaluated', height) }}) as l on f.criterion_id = l.criterion_id and f.left_node = l.node
    inner join ({{ levels('evaluated', height) }}) as r
        on f.criterion_id = r.criterion_id and f.right_node = r.node and l.target_id = r.target_id
    where f.height = {{ height }}
),

evaluated_{{ height }} as (
    select
        target_id,
        criterion_id,
        node,
        is_result,
        case
            when ln is null or rn is null then null
            when is_quotient_by_zero then case zero_denominator when 'zero' then 0 when 'full' then 1 end
            when op = '+' then ln * rd + rn * ld
            when op = '-' then ln * rd - rn * ld
            when op = '*' then ln * rn
            when op = '/' then ln * rd * sign(rn)
            when op = 'min' then case when ln * rd <= rn * ld then ln else rn end
            when op = 'max' then case when ln * rd >= rn * ld then ln else rn end
        end,
        case
            when is_quotient_by_zero then 1
            when op = '/' then ld * abs(rn)
            when op = 'min' then case when ln * rd <= rn * ld then ld else rd end
            when op = 'max' then case when ln * rd >= rn * ld then ld else rd end
            else ld * rd
        end,
        is_not_applicable,
        is_missing,
        was_by_zero or is_quotient_by_zero and zero_denominator in ('null', 'exclude')
    from pair_{{ height }}
){% endfor %}

select
    target_id,
    criterion_id,
    n,
    d,
    is_not_applicable,
    is_missing,
    is_by_zero
from ({{ levels('evaluated', top + 1) }}) as e
where is_result
{% endmacro %}
