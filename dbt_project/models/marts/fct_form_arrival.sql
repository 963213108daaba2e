-- Grain: source_code, period_code, unit_key. Whose rows a form of a period holds, and whose it does not, among the units of
-- every level of which at least one stands in it. No list says who must send what: a unit is held against its peers, and how
-- many of them are there (peers_present) stands beside it (decision 0033).
with held as (
    select
        'workbook:' || (q.record ->> 'form_code') as source_code,
        q.record ->> 'period_code' as period_code,
        q.record ->> 'unit_key' as unit_key,
        q.receipt_id
    from {{ source('quarantine', 'row') }} as q
    where q.state = 'open' and q.source_table like 'raw\_workbooks.%' and q.record ? 'unit_key'
),

rows_here as (
    select f.source_code, f.period_code, f.unit_key, f.receipt_id, 1 as loaded from {{ ref('stg_workbooks__figure') }} as f
    union all
    select l.source_code, l.period_code, l.unit_key, l.receipt_id, 1 from {{ ref('stg_workbooks__list_row') }} as l
    union all
    select h.source_code, h.period_code, h.unit_key, h.receipt_id, 0 from held as h
),

arrived as (
    select
        r.source_code,
        r.period_code,
        r.unit_key,
        sum(r.loaded) as rows_loaded,
        count(*) - sum(r.loaded) as rows_held,
        max(r.receipt_id) as receipt_id
    from rows_here as r
    group by r.source_code, r.period_code, r.unit_key
),

asked as (
    select
        a.source_code,
        a.period_code,
        u.level,
        count(*) as peers_present,
        least(forms.last_day(a.period_code), max(d.as_of_date)) as day
    from arrived as a
    inner join {{ ref('core_unit') }} as u on a.unit_key = u.unit_key
    cross join {{ ref('core_as_of') }} as d
    group by a.source_code, a.period_code, u.level
),

peers as (
    select k.*, u.unit_key
    from asked as k
    inner join {{ ref('core_unit') }} as u
        on
            k.level = u.level and u.is_own and u.valid_from <= k.day
            and coalesce(u.valid_to, 'infinity') > k.day
    union
    select k.*, a.unit_key
    from arrived as a
    inner join {{ ref('core_unit') }} as u on a.unit_key = u.unit_key
    inner join asked as k on a.source_code = k.source_code and a.period_code = k.period_code and u.level = k.level
)

select
    p.source_code,
    p.period_code,
    p.unit_key,
    p.level,
    s.state,
    coalesce(a.rows_loaded, 0) as rows_loaded,
    coalesce(a.rows_held, 0) as rows_held,
    p.peers_present,
    count(*) over (partition by p.source_code, p.period_code, p.level) as peers,
    forms.last_day(p.period_code) as last_day,
    a.receipt_id,
    u.name_vi as unit_name_vi,
    l.label_vi as level_vi,
    g.label_vi as state_vi,
    coalesce(o.label_vi, 'Biểu mẫu ' || substr(p.source_code, length('workbook:') + 1)) as source_vi
from peers as p
left join arrived as a
    on p.source_code = a.source_code and p.period_code = a.period_code and p.unit_key = a.unit_key
cross join
    lateral (
        select
            case
                when a.unit_key is null then 'absent'
                when a.rows_loaded > 0 then 'present'
                else 'held'
            end as state
    ) as s
left join {{ ref('core_unit') }} as u on p.unit_key = u.unit_key
{{ label_of('level', 'p.level', 'l') }}
{{ label_of('arrival_state', 's.state', 'g') }}
{{ label_of('source', 'p.source_code', 'o') }}
