-- Grain: index_code, edition, period_code, unit_key. Rankings as they stand: frozen ones as they were frozen, all
-- others as computed today, among them those that become another official version (decision 0043).
select
    r.index_code,
    r.edition,
    r.period_code,
    r.unit_key,
    r.peer_group,
    r.is_ranked,
    r.score,
    r.max_points,
    r.applicable_max_points,
    r.percent,
    r.rank,
    r.ranked_units,
    false as is_frozen,
    null::integer as frozen_previous_rank,
    null::text as frozen_comparison,
    r.class_vi,
    case when o.is_reopened then 'official' else 'provisional' end as status,
    o.version + 1 as official_version
from {{ ref('score_rank') }} as r
left join {{ ref('official_standing') }} as o
    on r.index_code = o.index_code and r.edition = o.edition and r.period_code = o.period_code
where coalesce(o.is_reopened, true)
union all
select
    o.index_code,
    o.edition,
    o.period_code,
    r.unit_key,
    r.peer_group,
    coalesce(r.is_ranked, true),
    r.score,
    r.max_points,
    r.applicable_max_points,
    r.percent,
    r.rank,
    r.ranked_units,
    true,
    r.previous_rank,
    r.comparison,
    r.class_vi,
    'official',
    o.version
from {{ source('ops', 'official_rank') }} as r
inner join {{ ref('official_standing') }} as o on r.official_id = o.official_id and not o.is_reopened
