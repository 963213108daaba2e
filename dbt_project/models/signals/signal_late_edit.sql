-- An edit from so many days before the period's last on, after which points or places moved.
{% set late_days = 7 %}
select
    'late_rank_edit' as signal,
    e.index_code,
    e.edition,
    e.period_code,
    e.peer_group,
    e.unit_key,
    e.criterion_code,
    e.correction_code as item,
    e.receipt_id,
    e.source_ref,
    m.points_moved,
    m.places_moved,
    'Số liệu của tiêu chí ' || e.criterion_code || ' được sửa từ ' || coalesce(replace(e.old_value, '.', ','), 'trống')
    || ' thành ' || coalesce(replace(e.new_value, '.', ','), 'trống') || ' ngày ' || {{ day_vi('e.received_on') }}
    || ', kỳ kết thúc ngày ' || {{ day_vi('e.last_day') }} || '; ở lần công bố sau đó số liệu của chính đơn vị làm điểm đổi '
    || {{ number_vi('m.points_moved') }} || ', thứ hạng đổi ' || coalesce(m.places_moved, 0) || ' bậc (dương là lên)'
        as what_vi
from {{ ref('signal_edit') }} as e
inner join {{ ref('signal_edit_moved') }} as m
    on
        e.correction_code = m.correction_code and e.index_code = m.index_code and e.edition = m.edition
        and e.criterion_code = m.criterion_code
where e.received_on > e.last_day - {{ late_days }} and (m.points_moved <> 0 or m.places_moved <> 0)
