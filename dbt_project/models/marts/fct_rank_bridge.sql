{{ config(materialized='view') }}
-- Grain: index_code, edition, period_code, unit_key. Why ranks and scores moved against the release before. A view, since
-- the bridge is built once the marts stand; it is written before they are published and never changed.
select
    b.index_code,
    b.edition,
    b.period_code,
    b.unit_key,
    u.name_vi as unit_name_vi,
    b.previous_release_id,
    b.release_id,
    b.previous_rank,
    b.own_figures,
    b.others_figures,
    b.method,
    b.boundary,
    b.correction,
    b.rank,
    b.previous_score,
    b.score_own_figures,
    b.score_others_figures,
    b.score_method,
    b.score_boundary,
    b.score_correction,
    b.score
from {{ source('ops', 'rank_bridge') }} as b
left join {{ ref('dim_unit') }} as u on b.unit_key = u.unit_key
where b.release_id = {{ var('release_id') }}
