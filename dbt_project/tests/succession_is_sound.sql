-- A unit that passes over ends on that day, one that only gives a part away goes on; who takes it in is there; the shares are all
-- stated and make up the whole, or none is; a share says what it was measured by.
with told as (
    select
        s.*,
        u.valid_to,
        n.valid_from as successor_from,
        n.valid_to as successor_to,
        sum(s.share) over one as shares,
        count(s.share) over one as stated,
        count(*) over one as parts
    from {{ ref('core_succession') }} as s
    left join {{ ref('core_unit') }} as u on s.predecessor_unit_key = u.unit_key
    left join {{ ref('core_unit') }} as n on s.successor_unit_key = n.unit_key
    window one as (partition by s.predecessor_unit_key, s.event_date, s.kind = 'transfer')
)

select *
from told
where
    (kind <> 'transfer' and valid_to is distinct from event_date)
    or (kind = 'transfer' and valid_to <= event_date)
    or successor_from > event_date
    or successor_to <= event_date
    or predecessor_unit_key = successor_unit_key
    or (stated > 0 and stated < parts)
    or (kind <> 'transfer' and shares <> 1)
    or (kind = 'transfer' and shares >= 1)
    or share <= 0
    or (share < 1 and share_basis is null)
