-- depends_on: {{ ref('stg_books__criterion') }}
-- Grain: index_code, edition, period_code, unit_key, criterion_code. The value of each formula as an exact fraction n / d
-- (d > 0), worked out node by node from the figures up; nothing of a formula's text is ever SQL. A quotient by zero is
-- what the criterion's zero_denominator says.
{% set highest = run_query('select coalesce(max(height), 0) from ' ~ ref('stg_books__formula')).columns[0][0] | int
    if execute else 0 %}
with evaluated_0 as (
    select
        t.index_code,
        t.edition,
        t.period_code,
        t.unit_key,
        f.criterion_code,
        f.node,
        f.is_result,
        coalesce(f.number, v.value) as n,
        1::numeric as d,
        coalesce(v.missing_reason = 'not_applicable', false) as is_not_applicable
    from {{ ref('score_target') }} as t
    inner join {{ ref('stg_books__formula') }} as f
        on t.index_code = f.index_code and t.edition = f.edition and f.height = 0
    left join {{ ref('score_figure') }} as v
        on t.unit_key = v.unit_key and t.period_code = v.period_code and f.figure_code = v.figure_code
){% for height in range(1, highest + 1) %},

pair_{{ height }} as (
    select
        l.index_code,
        l.edition,
        l.period_code,
        l.unit_key,
        f.criterion_code,
        f.node,
        f.is_result,
        f.op,
        l.n as ln,
        l.d as ld,
        r.n as rn,
        r.d as rd,
        f.op = '/' and r.n = 0 as is_by_zero,
        c.zero_denominator,
        l.is_not_applicable or r.is_not_applicable
        or (f.op = '/' and r.n = 0 and c.zero_denominator = 'exclude') as is_not_applicable
    from {{ ref('stg_books__formula') }} as f
    inner join {{ ref('stg_books__criterion') }} as c
        on f.index_code = c.index_code and f.edition = c.edition and f.criterion_code = c.criterion_code
    inner join evaluated_{{ height - 1 }} as l
        on
            f.index_code = l.index_code and f.edition = l.edition and f.criterion_code = l.criterion_code
            and f.left_node = l.node
    inner join evaluated_{{ height - 1 }} as r
        on
            f.index_code = r.index_code and f.edition = r.edition and f.criterion_code = r.criterion_code
            and f.right_node = r.node and l.period_code = r.period_code and l.unit_key = r.unit_key
    where f.height = {{ height }}
),

evaluated_{{ height }} as (
    select * from evaluated_{{ height - 1 }}
    union all
    select
        index_code,
        edition,
        period_code,
        unit_key,
        criterion_code,
        node,
        is_result,
        case
            when ln is null or rn is null then null
            when is_by_zero then case zero_denominator when 'zero' then 0 when 'full' then 1 end
            when op = '+' then ln * rd + rn * ld
            when op = '-' then ln * rd - rn * ld
            when op = '*' then ln * rn
            when op = '/' then ln * rd * sign(rn)
            when op = 'min' then case when ln * rd <= rn * ld then ln else rn end
            when op = 'max' then case when ln * rd >= rn * ld then ln else rn end
        end,
        case
            when is_by_zero then 1
            when op = '/' then ld * abs(rn)
            when op = 'min' then case when ln * rd <= rn * ld then ld else rd end
            when op = 'max' then case when ln * rd >= rn * ld then ld else rd end
            else ld * rd
        end,
        is_not_applicable
    from pair_{{ height }}
){% endfor %}

select
    index_code,
    edition,
    period_code,
    unit_key,
    criterion_code,
    n,
    d,
    is_not_applicable
from evaluated_{{ highest }}
where is_result
