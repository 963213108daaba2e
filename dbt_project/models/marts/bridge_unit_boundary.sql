-- Grain: unit_key, from_day, boundary_date, part_no. What a unit's figures become on the boundary of any day.
select
    unit_key,
    from_day,
    until_day,
    phase_date,
    next_phase_date,
    boundary_date,
    part_no,
    target_unit_key,
    share,
    is_divisible,
    target_parts,
    is_target_whole,
    reason_vi
from {{ ref('core_boundary') }}
