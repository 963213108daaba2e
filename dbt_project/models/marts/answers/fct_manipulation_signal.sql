{{ config(indexes=[{'columns': ['index_code', 'edition', 'period_code', 'signal', 'unit_key', 'criterion_code', 'item']}]) }}
-- Grain: signal, index_code, edition, period_code, peer_group, unit_key, criterion_code, item. What a reviewer should look at, with
-- the numbers: signals, never verdicts. Amounts stand here, once: an edit is late from so many days before the period's last
-- on, a self-score is far above from such a share of the maximum on; groups at a step: macro bunched.
{% set late_days, far_share = 7, 0.25 %}
with edit as (
    select
        r.index_code,
        r.edition,
        r.period_code,
        r.peer_group,
        r.unit_key,
        d.criterion_code,
        d.name_vi as criterion_vi,
        c.correction_code,
        c.old_value,
        c.new_value,
        c.decided_on as received_on,
        c.receipt_id,
        c.source_ref,
        p.last_day,
        c.figure_code,
        case
            when
                c.figure_code is null and split_part(c.entry, ': ', 2) = 'points'
                and pg_input_is_valid(c.old_value, 'numeric') and pg_input_is_valid(c.new_value, 'numeric')
                then c.new_value::numeric - c.old_value::numeric
        end as entry_moved
    from {{ ref('fct_figure_correction') }} as c
    inner join {{ ref('fct_index_rank') }} as r on c.unit_key = r.unit_key and c.period_code = r.period_code
    inner join {{ ref('dim_period') }} as p on c.period_code = p.period_code
    inner join {{ ref('dim_criterion') }} as d
        on
            r.index_code = d.index_code and r.edition = d.edition and d.is_leaf
            and (
                c.figure_code = any(d.figure_codes)
                or c.figure_code is null and c.source_code like '%\_assessment'
                and split_part(c.entry, ' – ', 1) = d.index_code and split_part(c.entry, ' – ', 2) = d.criterion_code
                and split_part(c.entry, ': ', 2) in ('points', 'value')
            )
    where
        c.kind = 'resent' and c.old_value is distinct from c.new_value
        and (c.figure_code is not null or num_nonnulls(c.old_value, c.new_value) = 2) -- an explanation that is new is no edit
),

appraised as (
    select
        index_code,
        edition,
        period_code,
        unit_key,
        criterion_code,
        max(assessed_on) as assessed_on
    from {{ ref('fct_criterion_stage') }}
    where stage in ('appraisal', 'final') and assessed_on is not null
    group by index_code, edition, period_code, unit_key, criterion_code
),

-- what the first release after the edit says moved by the unit's own figures and corrections; none there: not known yet
moved as (
    select distinct on (e.correction_code, e.index_code, e.edition, e.criterion_code)
        e.correction_code,
        e.index_code,
        e.edition,
        e.criterion_code,
        b.score_own_figures + b.score_correction as points_moved,
        -(b.own_figures + b.correction) as places_moved
    from edit as e
    inner join {{ source('ops', 'delivery') }} as d on e.receipt_id = d.receipt_id
    inner join {{ source('ops', 'release') }} as l on d.received_at <= l.built_at
    inner join {{ source('ops', 'rank_bridge') }} as b
        on
            l.release_id = b.release_id and e.index_code = b.index_code and e.edition = b.edition
            and e.period_code = b.period_code and e.unit_key = b.unit_key
    order by e.correction_code, e.index_code, e.edition, e.criterion_code, b.release_id
),

bunched as (
    {{ bunched(ref('fct_criterion_score'), ref('fct_index_rank'), ref('dim_criterion')) }}
),

signal as (
    select
        'edited_after_appraisal' as signal,
        e.index_code,
        e.edition,
        e.period_code,
        e.peer_group,
        e.unit_key,
        e.criterion_code,
        e.correction_code as item,
        e.receipt_id,
        e.source_ref,
        coalesce(e.entry_moved, m.points_moved) as points_moved,
        m.places_moved,
        'Tiêu chí ' || e.criterion_code || ' được thẩm định ngày ' || {{ day_vi('a.assessed_on') }} || '; ngày '
        || {{ day_vi('e.received_on') }} || ' tệp được gửi lại, '
        || case when e.figure_code is null then 'điểm trên phiếu chấm' else 'số liệu' end || ' đổi từ '
        || coalesce(replace(e.old_value, '.', ','), 'trống') || ' thành ' || coalesce(replace(e.new_value, '.', ','), 'trống')
            as what_vi
    from edit as e
    inner join appraised as a
        on
            e.index_code = a.index_code and e.edition = a.edition and e.period_code = a.period_code
            and e.unit_key = a.unit_key and e.criterion_code = a.criterion_code and e.received_on > a.assessed_on
    left join moved as m
        on
            e.correction_code = m.correction_code and e.index_code = m.index_code and e.edition = m.edition
            and e.criterion_code = m.criterion_code
    union all
    select
        'late_rank_edit',
        e.index_code,
        e.edition,
        e.period_code,
        e.peer_group,
        e.unit_key,
        e.criterion_code,
        e.correction_code,
        e.receipt_id,
        e.source_ref,
        m.points_moved,
        m.places_moved,
        'Số liệu của tiêu chí ' || e.criterion_code || ' được sửa từ ' || coalesce(replace(e.old_value, '.', ','), 'trống')
        || ' thành ' || coalesce(replace(e.new_value, '.', ','), 'trống') || ' ngày ' || {{ day_vi('e.received_on') }}
        || ', kỳ kết thúc ngày ' || {{ day_vi('e.last_day') }} || '; ở lần công bố sau đó số liệu của chính đơn vị làm điểm đổi '
        || {{ number_vi('m.points_moved') }} || ', thứ hạng đổi ' || coalesce(m.places_moved, 0) || ' bậc (dương là lên)'
    from edit as e
    inner join moved as m
        on
            e.correction_code = m.correction_code and e.index_code = m.index_code and e.edition = m.edition
            and e.criterion_code = m.criterion_code
    where e.received_on > e.last_day - {{ late_days }} and (m.points_moved <> 0 or m.places_moved <> 0)
    union all
    select
        'self_far_above',
        k.index_code,
        k.edition,
        k.period_code,
        r.peer_group,
        k.unit_key,
        k.criterion_code,
        '',
        s.receipt_id,
        s.source_ref,
        k.self_points - coalesce(k.system_points, k.survey_points),
        null,
        'Đơn vị tự chấm tiêu chí ' || k.criterion_code || ' ' || {{ number_vi('k.self_points') }} || ' điểm, '
        || case when k.system_points is null then 'kết quả khảo sát' else 'số liệu hệ thống' end || ' cho '
        || {{ number_vi('coalesce(k.system_points, k.survey_points)') }} || ' điểm, tối đa '
        || {{ number_vi('k.max_points') }} || ' điểm'
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
    union all
    select
        'bunched_above_step',
        index_code,
        edition,
        period_code,
        peer_group,
        null,
        criterion_code,
        {{ number_vi('100 * threshold') }} || ' %',
        null,
        null,
        null,
        null,
        'Tiêu chí ' || criterion_code || ', ngưỡng ' || {{ number_vi('100 * threshold') }} || ' %: ' || just_above
        || ' đơn vị ở sát trên ngưỡng (dưới 1 điểm phần trăm), chỉ ' || just_below || ' ở sát dưới; nếu phân bố đều tay thì tỷ lệ ở trên vào khoảng '
        || {{ number_vi('100 * expected_share', 0) }} || ' %, và khả năng ngẫu nhiên có từ chừng ấy đơn vị ở trên là '
        || {{ number_vi('probability', 6) }}
    from bunched
)

select
    s.index_code,
    s.edition,
    s.period_code,
    s.peer_group,
    s.unit_key,
    s.criterion_code,
    s.signal,
    k.label_vi as signal_vi,
    s.what_vi || '. Đây là dấu hiệu cần xem lại, không phải kết luận.' as evidence_vi,
    s.item,
    s.receipt_id,
    s.source_ref,
    s.points_moved,
    s.places_moved::integer as places_moved
from signal as s
{{ label_of('manipulation_signal', 's.signal', 'k') }}
