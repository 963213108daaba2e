-- Grain: official_id. Frozen rankings. is_reopened: its correction was approved as it is computed today, so this release
-- publishes it as a new version. computed_sha256: publishing/official.py takes the same hash of a published ranking.
with differing as (
    select distinct
        o.official_id,
        o.index_code,
        o.edition,
        o.period_code
    from {{ ref('official_difference') }} as d
    inner join {{ source('ops', 'official_ranking') }} as o on d.official_id = o.official_id
),

lines as (
    select
        d.official_id,
        0 as part,
        r.unit_key,
        '' as criterion_code,
        jsonb_build_array(r.unit_key, r.peer_group, r.score, r.rank, r.class_vi)::text as line
    from {{ ref('score_rank') }} as r
    inner join differing as d
        on r.index_code = d.index_code and r.edition = d.edition and r.period_code = d.period_code
    union all
    select
        d.official_id,
        1 as part,
        s.unit_key,
        s.criterion_code,
        jsonb_build_array(
            s.unit_key, s.criterion_code, s.stage, s.state, s.points, s.max_points, s.override_reason
        )::text as line
    from {{ ref('score_shown') }} as s
    inner join differing as d
        on s.index_code = d.index_code and s.edition = d.edition and s.period_code = d.period_code
),

hashed as (
    select
        official_id,
        encode(
            sha256(convert_to(string_agg(line || e'\n', '' order by part, unit_key, criterion_code), 'UTF8')), 'hex'
        ) as computed_sha256
    from lines
    group by official_id
)

select
    o.official_id,
    o.index_code,
    o.edition,
    o.period_code,
    o.version,
    h.computed_sha256,
    exists(
        select from {{ source('ops', 'official_correction') }} as a
        inner join {{ source('ops', 'release') }} as p on a.release_id = p.release_id and p.state = 'published'
        where a.official_id = o.official_id and a.sha256 = h.computed_sha256
    ) as is_reopened
from {{ source('ops', 'official_ranking') }} as o
left join hashed as h on o.official_id = h.official_id
