{{ config(indexes=[{'columns': ['index_code', 'edition', 'period_code', 'unit_key', 'criterion_code'],
                    'unique': true}]) }}
-- Grain: index_code, edition, period_code, unit_key, criterion_code. A frozen period is read as it was frozen.
with computed as (
    select
        s.index_code,
        s.edition,
        s.period_code,
        s.unit_key,
        s.criterion_code,
        coalesce(c.stage, 'system') as stage,
        s.state,
        s.points,
        s.max_points,
        s.applicable_max_points,
        s.numerator_value,
        s.denominator_value
    from {{ ref('score_node') }} as s
    inner join {{ ref('stg_books__criterion') }} as c
        on s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
    where not exists (
        select from {{ source('ops', 'official_ranking') }} as o
        where o.index_code = s.index_code and o.edition = s.edition and o.period_code = s.period_code
    )
)

select * from computed
union all
select
    o.index_code,
    o.edition,
    o.period_code,
    s.unit_key,
    s.criterion_code,
    s.stage,
    s.state,
    s.points,
    s.max_points,
    s.applicable_max_points,
    s.numerator_value,
    s.denominator_value
from {{ source('ops', 'official_criterion_score') }} as s
inner join {{ source('ops', 'official_ranking') }} as o on s.official_id = o.official_id
