{{ config(materialized='view', pre_hook=[], post_hook=[]) }}
-- Grain: target_id, criterion_id (leaves). The stage that publishes: the assessment at the stage that the book names (final
-- falls back to the appraisal), else what the figures give. A council may override what the figures give, at the final
-- stage and with a reason; without one the figures stand.
with assessed as (
    select distinct on (s.target_id, s.criterion_id)
        s.*,
        a.reason
    from {{ ref('core_assessment') }} as a
    inner join {{ ref('score_target') }} as t
        on a.index_code = t.index_code and a.period_code = t.period_code and a.unit_key = t.unit_key
    inner join {{ ref('book_tree') }} as c on t.book_id = c.book_id and a.criterion_code = c.criterion_code
    inner join {{ ref('score_stage') }} as s
        on t.target_id = s.target_id and c.criterion_id = s.criterion_id and a.stage = s.stage
    where
        s.points is not null
        and {{ publishes('s.stage', 'c.stage') }}
        and (c.stage <> 'system' or a.reason is not null)
    order by s.target_id asc, s.criterion_id asc, s.stage = 'final' desc
)

select
    s.target_id,
    s.criterion_id,
    coalesce(a.stage, s.stage) as stage,
    case when a.stage is null then s.state else a.state end as state,
    case when a.stage is null then s.points else a.points end as points,
    case when a.stage is null then s.applicable_max_points else a.applicable_max_points end as applicable_max_points,
    case when a.stage is null then s.shared_max_points else 0 end as shared_max_points,
    s.barred,
    s.numerator_value,
    s.denominator_value,
    s.points as system_points,
    coalesce({{ shown('a.points') }} <> {{ shown('s.points') }}, false) as is_override,
    case when {{ shown('a.points') }} <> {{ shown('s.points') }} then a.reason end as override_reason,
    a.reason as assessed_reason
from {{ ref('score_stage') }} as s
left join assessed as a
    on
        s.target_id = a.target_id and s.criterion_id = a.criterion_id
        and (s.points is null or {{ shown('a.points') }} = {{ shown('s.points') }} or a.reason is not null)
where s.stage = 'system'
