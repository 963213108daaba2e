{{ config(indexes=[{'columns': ['unit_key', 'period_code'], 'unique': true}]) }}
-- Grain: unit_key, period_code. The columns of form 06a and the counts of set 766, for every period of both calendars in
-- which a unit received, resolved or still had something: received + carried over = resolved + pending.
-- on_time_766: of the dossiers received in the period, those that did not count late by its end (or the as-of day).
{% set measures = dossier_measures().keys() | reject('equalto', 'overdue_change') | list %}
with flow as (
    select
        d.unit_key,
        t.period_code,
        {%- for name in measures %}
        sum(d.{{ name }}) as {{ name }},
        {%- endfor %}
        coalesce(sum(d.received) filter (where d.late_766_on <= least(p.last_day, p.as_of_date)), 0) as late_766,
        max(d.receipt_id) as receipt_id
    from {{ ref('dossier_day') }} as d
    inner join {{ ref('core_period_day') }} as t on d.day = t.day
    inner join {{ ref('core_period') }} as p on t.period_code = p.period_code
    where d.received + d.resolved > 0
    group by d.unit_key, t.period_code
),

stock as (
    select
        coalesce(o.unit_key, c.unit_key) as unit_key,
        coalesce(o.period_code, c.period_code) as period_code,
        coalesce(o.pending, 0) as carried_over,
        coalesce(c.pending, 0) as pending,
        coalesce(c.pending_late, 0) as pending_late,
        greatest(o.receipt_id, c.receipt_id) as receipt_id
    from (
        select b.*, p.period_code
        from {{ ref('core_period') }} as p inner join {{ ref('dossier_balance') }} as b on p.first_day = b.day
        where p.first_day <= p.as_of_date
    ) as o
    full outer join (
        select b.*, p.period_code
        from {{ ref('core_period') }} as p inner join {{ ref('dossier_balance') }} as b on p.last_day + 1 = b.day
        where p.first_day <= p.as_of_date
    ) as c on o.unit_key = c.unit_key and o.period_code = c.period_code
)

select
    coalesce(f.unit_key, s.unit_key) as unit_key,
    coalesce(f.period_code, s.period_code) as period_code,
    {%- for name in measures %}
    coalesce(f.{{ name }}, 0) as {{ name }},
    {%- endfor %}
    coalesce(f.received - f.late_766, 0) as on_time_766,
    coalesce(s.carried_over, 0) as carried_over,
    coalesce(f.received, 0) + coalesce(s.carried_over, 0) as received_total,
    coalesce(s.pending, 0) as pending,
    coalesce(s.pending, 0) - coalesce(s.pending_late, 0) as pending_in_time,
    coalesce(s.pending_late, 0) as pending_late,
    f.unit_key is not null as has_moved,
    greatest(f.receipt_id, s.receipt_id) as receipt_id
from flow as f
full outer join stock as s on f.unit_key = s.unit_key and f.period_code = s.period_code
