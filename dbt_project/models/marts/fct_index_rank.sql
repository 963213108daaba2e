{{ config(indexes=[{'columns': ['index_code', 'edition', 'period_code', 'unit_key'], 'unique': true}]) }}
-- Grain: index_code, edition, period_code, unit_key. A frozen period is read as it was frozen; all others are
-- provisional. rank_change is positive when the unit rose; comparison says why there is none.
with overridden as (
    select
        index_code,
        edition,
        period_code,
        unit_key,
        count(*) as override_count
    from {{ ref('fct_criterion_score') }}
    where is_override
    group by index_code, edition, period_code, unit_key
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
    r.rank::integer as rank,
    r.ranked_units::integer as ranked_units,
    p.previous_rank::integer as previous_rank,
    (p.previous_rank - r.rank)::integer as rank_change,
    r.class_vi,
    r.status,
    b.status as book_status,
    {{ var('release_id') }}::bigint as release_id,
    p.comparison,
    r.is_ranked,
    coalesce(o.override_count, 0)::integer as override_count,
    u.name_en as unit_name_en,
    u.sort_key,
    u.level,
    l.label_vi as level_vi,
    coalesce(g.label_vi, 'nhóm ' || r.peer_group) as peer_group_vi,
    s.label_vi as status_vi,
    k.label_vi as book_status_vi,
    c.label_vi as comparison_vi,
    b.title_vi as index_title_vi,
    d.name_vi as period_name_vi,
    d.last_day as period_last_day,
    r.official_version
from {{ ref('rank_standing') }} as r
inner join {{ ref('rank_previous') }} as p
    on
        r.index_code = p.index_code and r.edition = p.edition and r.period_code = p.period_code
        and r.unit_key = p.unit_key
inner join {{ ref('core_unit') }} as u on r.unit_key = u.unit_key
inner join {{ ref('stg_books__book') }} as b on r.index_code = b.index_code and r.edition = b.edition
left join {{ ref('core_period') }} as d on r.period_code = d.period_code
{{ label_of('level', 'u.level', 'l') }}
{{ label_of('peer_group', 'r.peer_group', 'g') }}
{{ label_of('rank_status', 'r.status', 's') }}
{{ label_of('book_status', 'b.status', 'k') }}
{{ label_of('comparison', 'p.comparison', 'c') }}
left join overridden as o
    on
        r.index_code = o.index_code and r.edition = o.edition and r.period_code = o.period_code
        and r.unit_key = o.unit_key
