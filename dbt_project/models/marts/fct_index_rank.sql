{{ config(indexes=[{'columns': ['index_code', 'edition', 'period_code', 'unit_key'], 'unique': true}]) }}
-- Grain: index_code, edition, period_code, unit_key. A frozen period is read as it was frozen; all others are
-- provisional. The previous rank is the one that this mart shows a year before, the frozen one where it is frozen;
-- rank_change is positive when the unit rose.
with compared as (
    select
        r.*,
        case r.status when 'official' then r.frozen_previous_rank else b.rank end as previous_rank
    from {{ ref('rank_standing') }} as r
    inner join {{ ref('core_period') }} as p on r.period_code = p.period_code
    left join {{ ref('core_period') }} as y
        on p.kind = 'year' and y.kind = 'year' and p.first_day = y.first_day + interval '1 year'
    left join {{ ref('rank_standing') }} as b
        on
            r.index_code = b.index_code and r.unit_key = b.unit_key and r.peer_group = b.peer_group
            and y.period_code = b.period_code
)

select
    r.index_code,
    r.edition,
    r.period_code,
    r.unit_key,
    u.name_vi as unit_name_vi,
    r.peer_group,
    r.score,
    r.max_points,
    r.applicable_max_points,
    r.percent,
    r.rank,
    r.ranked_units::integer as ranked_units,
    r.previous_rank,
    r.previous_rank - r.rank as rank_change,
    r.class_vi,
    r.status,
    b.status as book_status,
    {{ var('release_id') }}::bigint as release_id
from compared as r
inner join {{ ref('core_unit') }} as u on r.unit_key = u.unit_key
inner join {{ ref('stg_books__book') }} as b on r.index_code = b.index_code and r.edition = b.edition
