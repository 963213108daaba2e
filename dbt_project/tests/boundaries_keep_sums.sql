-- On every boundary all of a unit's figure arrives, once: the shares make up 1, or the whole stays with the unit.
select
    unit_key,
    from_day,
    boundary_date
from {{ ref('bridge_unit_boundary') }}
group by unit_key, from_day, boundary_date
having
    count(distinct is_divisible) > 1
    or count(*) filter (where part_no = 1) <> 1
    or (bool_and(is_divisible) and sum(share) <> 1)
    or (bool_and(is_divisible) and count(*) filter (where target_unit_key is null) > 0)
    or (not bool_and(is_divisible) and count(share) > 0)
    or (not bool_and(is_divisible) and count(reason_vi) < count(*))
