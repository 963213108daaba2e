-- Grain: index_code, edition, period_code, unit_key. The rank a year before, found through the succession of units: a unit
-- that merely goes on under another key is compared with its predecessor, one that was merged or split in between is
-- compared with nobody, and that is said. A frozen ranking keeps the comparison that it was frozen with.
with years as (
    select
        p.period_code,
        p.last_day,
        y.period_code as previous_period_code,
        y.last_day as previous_last_day
    from {{ ref('core_period') }} as p
    inner join {{ ref('core_period') }} as y
        on p.kind = 'year' and y.kind = 'year' and p.first_day = y.first_day + interval '1 year'
),

-- which unit of the year before lives on in which unit of the year, through all that happened in between
boundary as (
    select distinct
        boundary_no,
        boundary_date,
        coalesce(next_first_day, 'infinity') as next_date
    from {{ ref('unit_phase') }}
),

lineage as (
    select distinct
        y.period_code,
        r.unit_key as origin_key,
        r.target_unit_key as unit_key
    from years as y
    inner join boundary as o on o.boundary_date <= y.previous_last_day and y.previous_last_day < o.next_date
    inner join boundary as t on t.boundary_date <= y.last_day and y.last_day < t.next_date
    inner join {{ ref('unit_route') }} as r
        on o.boundary_no = r.phase_no and t.boundary_no = r.boundary_no and r.target_unit_key <> ''
),

descent as (
    select
        l.period_code,
        l.unit_key,
        count(*) as origins,
        max(l.origin_key) as origin_key,
        max(o.heirs) as heirs
    from lineage as l
    inner join (
        select
            period_code,
            origin_key,
            count(*) as heirs
        from lineage
        group by period_code, origin_key
    ) as o on l.period_code = o.period_code and l.origin_key = o.origin_key
    group by l.period_code, l.unit_key
),

found as (
    select
        r.index_code,
        r.edition,
        r.period_code,
        r.unit_key,
        r.is_frozen,
        r.frozen_previous_rank,
        r.frozen_comparison,
        b.rank as origin_rank,
        case
            when d.origins > 1 then 'merged'
            when d.heirs > 1 then 'split'
            when b.rank is null then 'no_previous'
            when b.peer_group <> r.peer_group then 'other_group'
            when d.origin_key <> r.unit_key then 'renamed'
            else 'same_unit'
        end as comparison
    from {{ ref('rank_standing') }} as r
    left join years as y on r.period_code = y.period_code
    left join descent as d on r.period_code = d.period_code and r.unit_key = d.unit_key
    left join {{ ref('rank_standing') }} as b
        on
            r.index_code = b.index_code and y.previous_period_code = b.period_code and d.origin_key = b.unit_key
            and d.origins = 1 and d.heirs = 1
)

select
    index_code,
    edition,
    period_code,
    unit_key,
    case
        when is_frozen then frozen_previous_rank
        when comparison in ('same_unit', 'renamed') then origin_rank
    end as previous_rank,
    case
        when not is_frozen then comparison
        when frozen_comparison is not null then frozen_comparison
        when frozen_previous_rank is not null then 'same_unit'
        else 'no_previous'
    end as comparison
from found
