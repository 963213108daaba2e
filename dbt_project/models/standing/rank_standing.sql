-- Grain: index_code, edition, period_code, unit_key. Rankings as they stand: frozen ones as they were frozen, all
-- others as computed today.
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
    null::integer as frozen_previous_rank,
    null::text as frozen_comparison,
    r.class_vi,
    'provisional' as status
from {{ ref('score_rank') }} as r
where
    not exists (
        select from {{ source('ops', 'official_ranking') }} as o
        where o.index_code = r.index_code and o.edition = r.edition and o.period_code = r.period_code
    )
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
    r.previous_rank,
    r.comparison,
    r.class_vi,
    'official'
from {{ source('ops', 'official_rank') }} as r
inner join {{ source('ops', 'official_ranking') }} as o on r.official_id = o.official_id
