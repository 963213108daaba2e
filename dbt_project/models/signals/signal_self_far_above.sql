-- A self-score above system data, or without them above the survey, by such a share of the maximum or more.
{% set far_share = 0.25 %}
select
    'self_far_above' as signal,
    k.index_code,
    k.edition,
    k.period_code,
    r.peer_group,
    k.unit_key,
    k.criterion_code,
    '' as item,
    s.receipt_id,
    s.source_ref,
    k.self_points - coalesce(k.system_points, k.survey_points) as points_moved,
    null::integer as places_moved,
    'Đơn vị tự chấm tiêu chí ' || k.criterion_code || ' ' || {{ number_vi('k.self_points') }} || ' điểm, '
    || case when k.system_points is null then 'kết quả khảo sát' else 'số liệu hệ thống' end || ' cho '
    || {{ number_vi('coalesce(k.system_points, k.survey_points)') }} || ' điểm, tối đa '
    || {{ number_vi('k.max_points') }} || ' điểm'
        as what_vi
from {{ ref('fct_score_check') }} as k
inner join {{ ref('fct_index_rank') }} as r
    on
        k.index_code = r.index_code and k.edition = r.edition and k.period_code = r.period_code
        and k.unit_key = r.unit_key
inner join {{ ref('fct_criterion_stage') }} as s
    on
        k.index_code = s.index_code and k.edition = s.edition and k.period_code = s.period_code
        and k.unit_key = s.unit_key and k.criterion_code = s.criterion_code and s.stage = 'self'
where
    k.max_points > 0
    and k.self_points - coalesce(k.system_points, k.survey_points) >= {{ far_share }} * k.max_points
