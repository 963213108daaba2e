-- Grain: target_id (period_code, unit_key). The months and quarters that evaluation_check recomputes, a table of its own so that
-- its size is known where formulas are worked out.
select
    row_number() over (order by p.period_code, t.unit_key)::integer as target_id,
    t.book_id,
    t.unit_key,
    p.period_code
from {{ ref('score_target') }} as t
inner join {{ ref('core_period') }} as p
    on p.kind in ('quarter', 'month') and date_trunc('year', p.first_day) = t.first_day
where t.index_code = 'qd766' and exists (
    select from {{ ref('evaluation_current') }} as e where p.period_code = e.period_code
)
