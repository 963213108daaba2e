-- Dossiers of each unit and month that would be published: whether its counts can be true together.
select
    unit_key,
    period_code,
    least(
        received, received_online, received_direct, received_post, resolved, resolved_early, resolved_on_due_day,
        resolved_late, pending_at_end, carried_over, pending_in_time, pending_late, on_time_766, late_766, fee_due,
        paid_online, synced, with_component_file, fully_digitised, with_result_file
    ) as lowest,
    received = received_online + received_direct + received_post as has_all_channels,
    with_component_file <= received and fully_digitised <= with_component_file and with_result_file <= resolved
    and paid_online <= fee_due and fee_due <= received and synced <= received as has_parts_within_whole,
    least(on_time_percent, online_percent, on_time_766_percent) as lowest_percent,
    greatest(on_time_percent, online_percent, on_time_766_percent) as highest_percent,
    max(period_code) filter (where calendar = 'month') over () >= (
        select to_char(max(p.as_of_date), 'YYYY-MM') from {schema}.dim_period as p
    ) as is_current
from {schema}.fct_dossier_month
