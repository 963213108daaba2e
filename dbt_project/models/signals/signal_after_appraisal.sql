-- A figure or an assessed point that changed after the criterion had been appraised.
with appraised as (
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
)

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
from {{ ref('signal_edit') }} as e
inner join appraised as a
    on
        e.index_code = a.index_code and e.edition = a.edition and e.period_code = a.period_code
        and e.unit_key = a.unit_key and e.criterion_code = a.criterion_code and e.received_on > a.assessed_on
left join {{ ref('signal_edit_moved') }} as m
    on
        e.correction_code = m.correction_code and e.index_code = m.index_code and e.edition = m.edition
        and e.criterion_code = m.criterion_code
