-- Grain: unit_key, phase_no, boundary_no, target_unit_key. From every phase of a unit to the units of every boundary, by all the
-- steps between: forwards with the shares that are stated, backwards without, for nothing says how a unit that several
-- were merged into would be divided among them. An empty key is nothing: a unit that ended, or was not there yet.
with recursive ahead as (
    select
        unit_key,
        boundary_no as phase_no,
        boundary_no,
        unit_key as target_unit_key,
        1::numeric as share
    from {{ ref('unit_phase') }}
    union all
    select
        a.unit_key,
        a.phase_no,
        a.boundary_no + 1,
        s.next_unit_key,
        a.share * s.share
    from ahead as a
    inner join {{ ref('unit_step') }} as s on a.target_unit_key = s.unit_key and a.boundary_no = s.boundary_no
),

step_back as (
    select
        unit_key,
        boundary_no,
        next_unit_key
    from {{ ref('unit_step') }}
    union all
    select
        '',
        p.boundary_no - 1,
        p.unit_key as born
    from {{ ref('unit_phase') }} as p
    where not exists (
        select from {{ ref('unit_step') }} as s where s.next_unit_key = p.unit_key and s.boundary_no = p.boundary_no - 1
    )
),

back as (
    select
        unit_key,
        boundary_no as phase_no,
        boundary_no,
        unit_key as target_unit_key
    from {{ ref('unit_phase') }}
    union
    select
        b.unit_key,
        b.phase_no,
        s.boundary_no,
        s.unit_key as origin
    from back as b
    inner join step_back as s on b.target_unit_key = s.next_unit_key and b.boundary_no = s.boundary_no + 1
    where s.boundary_no > 0 and (b.target_unit_key <> '' or s.unit_key = '')
)

select
    unit_key,
    phase_no,
    boundary_no,
    target_unit_key,
    case when bool_and(share is not null) then sum(share) end as share
from ahead
group by unit_key, phase_no, boundary_no, target_unit_key
union all
select
    unit_key,
    phase_no,
    boundary_no,
    target_unit_key,
    null
from back
where boundary_no < phase_no
