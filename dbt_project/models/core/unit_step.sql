-- Grain: unit_key, boundary_no, next_unit_key. Which unit of the next boundary a unit passes into, and with what share: as the
-- events say, and a unit that goes on keeps what no transfer took from it. An empty share cannot be divided. A unit that ended
-- and has no successor passes into nothing (an empty key), and out of nothing comes nothing.
with transfer as (
    select
        predecessor_unit_key as unit_key,
        event_date,
        case when bool_and(share is not null) then sum(share) end as share
    from {{ ref('core_succession') }}
    where kind = 'transfer'
    group by predecessor_unit_key, event_date
)

select
    p.unit_key,
    p.boundary_no,
    s.successor_unit_key as next_unit_key,
    s.share
from {{ ref('unit_phase') }} as p
inner join {{ ref('core_succession') }} as s
    on p.unit_key = s.predecessor_unit_key and p.next_first_day = s.event_date and s.successor_unit_key is not null
union all
select
    p.unit_key,
    p.boundary_no,
    p.unit_key as itself,
    case when t.unit_key is null then 1 else 1 - t.share end
from {{ ref('unit_phase') }} as p
inner join {{ ref('unit_phase') }} as n on p.unit_key = n.unit_key and p.boundary_no + 1 = n.boundary_no
left join transfer as t on p.unit_key = t.unit_key and p.next_first_day = t.event_date
union all
select
    p.unit_key,
    p.boundary_no,
    '' as next_unit_key,
    1
from {{ ref('unit_phase') }} as p
where
    p.next_first_day is not null
    and not exists (
        select from {{ ref('unit_phase') }} as n where n.unit_key = p.unit_key and n.boundary_no = p.boundary_no + 1
    )
    and not exists (
        select from {{ ref('core_succession') }} as s
        where s.predecessor_unit_key = p.unit_key and s.event_date = p.next_first_day and s.successor_unit_key is not null
    )
union all
select distinct
    '',
    boundary_no,
    '',
    1
from {{ ref('unit_phase') }}
where next_first_day is not null
