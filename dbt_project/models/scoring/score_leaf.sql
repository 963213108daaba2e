-- Grain: index_code, edition, period_code, unit_key, criterion_code (leaves). The stage that publishes: the assessment at the
-- stage that the book names (final falls back to the appraisal), else what the figures give. A council may override what
-- the figures give, at the final stage and with a reason; without one the figures stand.
with assessed as (
    select distinct on (s.index_code, s.edition, s.period_code, s.unit_key, s.criterion_code)
        s.*,
        a.reason
    from {{ ref('score_stage') }} as s
    inner join {{ ref('stg_books__criterion') }} as c
        on s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
    inner join {{ ref('core_assessment') }} as a
        on
            s.index_code = a.index_code and s.period_code = a.period_code and s.unit_key = a.unit_key
            and s.criterion_code = a.criterion_code and s.stage = a.stage
    where
        s.points is not null
        and case c.stage
            when 'system' then s.stage = 'final' and a.reason is not null
            when 'final' then s.stage in ('final', 'appraisal')
            else s.stage = c.stage
        end
    order by s.index_code asc, s.edition asc, s.period_code asc, s.unit_key asc, s.criterion_code asc, s.stage = 'final' desc
)

select
    s.index_code,
    s.edition,
    s.period_code,
    s.unit_key,
    s.criterion_code,
    coalesce(a.stage, s.stage) as stage,
    case when a.stage is null then s.state else a.state end as state,
    case when a.stage is null then s.points else a.points end as points,
    s.max_points,
    case when a.stage is null then s.applicable_max_points else a.applicable_max_points end as applicable_max_points,
    case when a.stage is null then s.shared_max_points else 0 end as shared_max_points,
    s.barred,
    s.numerator_value,
    s.denominator_value,
    s.points as system_points,
    coalesce(a.points <> s.points, false) as is_override,
    case when a.points <> s.points then a.reason end as override_reason
from {{ ref('score_stage') }} as s
left join assessed as a
    on
        s.index_code = a.index_code and s.edition = a.edition and s.period_code = a.period_code
        and s.unit_key = a.unit_key and s.criterion_code = a.criterion_code
        and (s.points is null or a.points = s.points or a.reason is not null)
where s.stage = 'system'
