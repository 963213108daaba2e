-- What a unit carries over into a period is what it had pending at the end of the period before, in every calendar.
select
    n.unit_key,
    n.period_code,
    n.carried_over,
    b.period_code as before,
    b.pending
from {{ ref('fct_dossier_06a') }} as n
inner join {{ ref('dim_period') }} as p on n.period_code = p.period_code
inner join {{ ref('dim_period') }} as q on p.kind = q.kind and p.first_day = q.last_day + 1
left join {{ ref('fct_dossier_06a') }} as b on n.unit_key = b.unit_key and q.period_code = b.period_code
where n.carried_over <> coalesce(b.pending, 0)
