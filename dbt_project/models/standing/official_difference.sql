-- Grain: official_id, unit_key. Units of frozen rankings of which something published would be another today: score, rank,
-- class, a criterion's points or the numbers in its rule. Empty is the rule. Decision 0043.
with frozen as (
    select r.official_id, r.unit_key, r.score, r.rank, r.class_vi
    from {{ source('ops', 'official_rank') }} as r
    inner join {{ source('ops', 'official_ranking') }} as o on r.official_id = o.official_id
),

computed as (
    select o.official_id, r.unit_key, r.score, r.rank::integer as rank, r.class_vi
    from {{ ref('score_rank') }} as r
    inner join {{ source('ops', 'official_ranking') }} as o
        on r.index_code = o.index_code and r.edition = o.edition and r.period_code = o.period_code
),

frozen_criterion as (
    select s.official_id, s.unit_key, s.criterion_code, {{ criterion_shown('s') }}
    from {{ source('ops', 'official_criterion_score') }} as s
    inner join {{ source('ops', 'official_ranking') }} as o on s.official_id = o.official_id
),

computed_criterion as (
    select o.official_id, s.unit_key, s.criterion_code, {{ criterion_shown('s') }}
    from {{ ref('score_shown') }} as s
    inner join {{ source('ops', 'official_ranking') }} as o
        on s.index_code = o.index_code and s.edition = o.edition and s.period_code = o.period_code
),

changed as (
    select c.official_id, c.unit_key, array_agg(c.criterion_code order by b.position) filter (where b.is_leaf) as criteria
    from (
        select official_id, unit_key, criterion_code from ({{ either_way('frozen_criterion', 'computed_criterion') }}) as l
        group by official_id, unit_key, criterion_code
    ) as c
    inner join {{ source('ops', 'official_ranking') }} as o on c.official_id = o.official_id
    left join {{ ref('book_tree') }} as b
        on o.index_code = b.index_code and o.edition = b.edition and c.criterion_code = b.criterion_code
    group by c.official_id, c.unit_key
),

differing as (
    select official_id, unit_key from ({{ either_way('frozen', 'computed') }}) as r
    union
    select official_id, unit_key from changed
)

select
    d.official_id,
    d.unit_key,
    f.score as official_score,
    f.rank as official_rank,
    f.class_vi as official_class_vi,
    n.score,
    n.rank,
    n.class_vi,
    coalesce(c.criteria, '{}') as changed_criteria
from differing as d
left join frozen as f on d.official_id = f.official_id and d.unit_key = f.unit_key
left join computed as n on d.official_id = n.official_id and d.unit_key = n.unit_key
left join changed as c on d.official_id = c.official_id and d.unit_key = c.unit_key
