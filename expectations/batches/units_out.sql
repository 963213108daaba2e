-- Units that would be published; what became of a commune that ended is told by the succession (districts were abolished
-- without a successor of their own).
select
    u.unit_key,
    u.gso_code,
    u.valid_to is null or u.valid_to > u.valid_from as has_days,
    u.name_vi <> '' and u.name_en <> '' as is_named_twice,
    u.is_own and u.level = 'commune' and u.valid_to is not null and not exists (
        select from {schema}.bridge_unit_succession as b where b.predecessor_unit_key = u.unit_key
    ) as ended_without_successor
from {schema}.dim_unit as u
