{{ config(indexes=[{'columns': ['index_code', 'edition', 'period_code', 'signal', 'unit_key', 'criterion_code', 'item']}]) }}
-- Grain: signal, index_code, edition, period_code, peer_group, unit_key, criterion_code, item. What a reviewer should look at, with
-- the numbers: signals, never verdicts. Each signal and its amounts: models/signals.
with signal as (
    select * from {{ ref('signal_after_appraisal') }}
    union all
    select * from {{ ref('signal_late_edit') }}
    union all
    select * from {{ ref('signal_self_far_above') }}
    union all
    select * from {{ ref('signal_bunched') }}
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
