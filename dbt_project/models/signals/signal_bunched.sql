-- A group of units that stands just above a step (macro bunched).
with bunched as (
    {{ bunched(ref('fct_criterion_score'), ref('fct_index_rank'), ref('dim_criterion')) }}
)

select
    'bunched_above_step' as signal,
    index_code,
    edition,
    period_code,
    peer_group,
    null::text as unit_key,
    criterion_code,
    {{ number_vi('100 * threshold') }} || ' %' as item,
    null::bigint as receipt_id,
    null::text as source_ref,
    null::numeric as points_moved,
    null::integer as places_moved,
    'Tiêu chí ' || criterion_code || ', ngưỡng ' || {{ number_vi('100 * threshold') }} || ' %: ' || just_above
    || ' đơn vị ở sát trên ngưỡng (dưới 1 điểm phần trăm), chỉ ' || just_below || ' ở sát dưới; nếu phân bố đều tay thì tỷ lệ ở trên vào khoảng '
    || {{ number_vi('100 * expected_share', 0) }} || ' %, và khả năng ngẫu nhiên có từ chừng ấy đơn vị ở trên là '
    || {{ number_vi('probability', 6) }}
        as what_vi
from bunched
