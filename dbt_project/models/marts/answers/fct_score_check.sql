{{ config(indexes=[{'columns': ['index_code', 'edition', 'period_code', 'unit_key', 'criterion_code'],
                    'unique': true}]) }}
-- Grain: index_code, edition, period_code, unit_key, criterion_code (leaves that at least two of self, figures, survey and
-- council speak of). The rule on figures of a survey is the survey's word, on all others the system's; a stage without
-- points says nothing, which is not zero.
with survey as (
    select
        index_code,
        bool_and(rule in ('survey_share', 'survey_mean')) as is_survey
    from {{ ref('dim_criterion') }}
    where is_leaf and part = 'counted'
    group by index_code
),

said as (
    select
        s.index_code,
        s.edition,
        s.period_code,
        s.unit_key,
        s.criterion_code,
        c.name_vi,
        c.position,
        max(s.points) filter (where s.stage = 'self') as self_points,
        max(s.points) filter (
            where s.stage = 'system' and not (c.rule in ('survey_share', 'survey_mean') or coalesce(v.is_survey, false))
        ) as system_points,
        max(s.points) filter (
            where s.stage = 'system' and (c.rule in ('survey_share', 'survey_mean') or coalesce(v.is_survey, false))
        ) as survey_points,
        coalesce(
            max(s.points) filter (where s.stage = 'final'), max(s.points) filter (where s.stage = 'appraisal')
        ) as appraisal_points,
        max(s.max_points) as max_points
    from {{ ref('fct_criterion_stage') }} as s
    inner join {{ ref('dim_criterion') }} as c
        on s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
    left join survey as v on c.rule = 'imported' and c.numerator = 'index:' || v.index_code
    group by s.index_code, s.edition, s.period_code, s.unit_key, s.criterion_code, c.name_vi, c.position
),

compared as (
    select
        a.*,
        p.points as published_points,
        coalesce(a.self_points, a.appraisal_points)
        - coalesce(a.system_points, a.survey_points, a.appraisal_points) as difference,
        greatest(a.self_points, a.system_points, a.survey_points, a.appraisal_points)
        - least(a.self_points, a.system_points, a.survey_points, a.appraisal_points) as points_at_stake
    from said as a
    inner join {{ ref('fct_criterion_score') }} as p
        on
            a.index_code = p.index_code and a.edition = p.edition and a.period_code = p.period_code
            and a.unit_key = p.unit_key and a.criterion_code = p.criterion_code
    where num_nonnulls(a.self_points, a.system_points, a.survey_points, a.appraisal_points) > 1
)

select
    index_code,
    edition,
    period_code,
    unit_key,
    criterion_code,
    name_vi,
    self_points,
    system_points,
    appraisal_points,
    published_points,
    survey_points,
    max_points,
    difference,
    points_at_stake,
    (row_number() over (
        partition by index_code, edition, period_code, unit_key order by points_at_stake desc, position asc
    ))::integer as stake_order,
    concat_ws(
        '; ',
        'Đơn vị tự chấm ' || {{ number_vi('self_points') }} || ' điểm',
        'số liệu hệ thống cho ' || {{ number_vi('system_points') }} || ' điểm',
        'khảo sát cho ' || {{ number_vi('survey_points') }} || ' điểm',
        'hội đồng chấm ' || {{ number_vi('appraisal_points') }} || ' điểm',
        case
            when points_at_stake = 0 then 'các nguồn khớp nhau'
            else
                'chênh nhiều nhất ' || {{ number_vi('points_at_stake') }} || ' điểm trên tối đa '
                || {{ number_vi('max_points') }}
        end
    ) as finding_vi
from compared
