-- Grain: unit_key, boundary_no. The stretches of a unit's life between days on which any unit began, ended or changed: its
-- territory is the same all through one. A figure for a period is read from the phase in which the period ends; one that
-- is older than the unit from its first phase, one that is younger from its last (from_day, until_day).
with boundary as (
    select
        first_day,
        lead(first_day) over (order by first_day) as next_first_day,
        row_number() over (order by first_day)::integer as boundary_no
    from (
        select valid_from as first_day from {{ ref('core_unit') }}
        union
        select valid_to from {{ ref('core_unit') }} where valid_to is not null
        union
        select event_date from {{ ref('core_succession') }}
    ) as d
)

select
    u.unit_key,
    b.boundary_no,
    b.first_day as boundary_date,
    b.next_first_day,
    case
        when b.boundary_no = min(b.boundary_no) over (partition by u.unit_key) then date '-infinity' else b.first_day
    end as from_day,
    case
        when b.boundary_no = max(b.boundary_no) over (partition by u.unit_key) then date 'infinity'
        else b.next_first_day
    end as until_day
from {{ ref('core_unit') }} as u
inner join boundary as b on u.valid_from <= b.first_day and (u.valid_to is null or b.first_day < u.valid_to)
