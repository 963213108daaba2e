-- Grain: correction_code, index_code, edition, criterion_code. What the first release after the edit says moved by the unit's
-- own figures and corrections; no line: not known yet.
select distinct on (e.correction_code, e.index_code, e.edition, e.criterion_code)
    e.correction_code,
    e.index_code,
    e.edition,
    e.criterion_code,
    b.score_own_figures + b.score_correction as points_moved,
    -(b.own_figures + b.correction) as places_moved
from {{ ref('signal_edit') }} as e
inner join {{ source('ops', 'delivery') }} as d on e.receipt_id = d.receipt_id
inner join {{ source('ops', 'release') }} as l on d.received_at <= l.built_at
inner join {{ source('ops', 'rank_bridge') }} as b
    on
        l.release_id = b.release_id and e.index_code = b.index_code and e.edition = b.edition
        and e.period_code = b.period_code and e.unit_key = b.unit_key
order by e.correction_code, e.index_code, e.edition, e.criterion_code, b.release_id
