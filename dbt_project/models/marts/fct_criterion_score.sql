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
        s.stage,
        s.state,
        s.points,
        s.max_points,
        s.applicable_max_points,
        s.numerator_value,
        s.denominator_value,
        s.system_points,
        s.is_override,
        s.override_reason,
        k.contribution
    from {{ ref('score_shown') }} as s
    inner join {{ ref('score_contribution') }} as k on s.target_id = k.target_id and s.criterion_id = k.criterion_id
    left join {{ ref('official_standing') }} as o
        on s.index_code = o.index_code and s.edition = o.edition and s.period_code = o.period_code
    where coalesce(o.is_reopened, true)
),

published as (
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
        s.denominator_value,
        s.system_points,
        s.is_override,
        s.override_reason,
        s.contribution
    from {{ source('ops', 'official_criterion_score') }} as s
    inner join {{ ref('official_standing') }} as o on s.official_id = o.official_id and not o.is_reopened
)

select
    p.index_code,
    p.edition,
    p.period_code,
    p.unit_key,
    p.criterion_code,
    p.stage,
    p.state,
    p.points,
    p.max_points,
    p.applicable_max_points,
    p.numerator_value,
    p.denominator_value,
    p.system_points,
    p.is_override,
    p.override_reason,
    p.contribution,
    c.name_vi as criterion_name_vi,
    c.name_en as criterion_name_en,
    s.label_vi as state_vi,
    g.label_vi as stage_vi
from published as p
left join {{ ref('book_tree') }} as c
    on p.index_code = c.index_code and p.edition = c.edition and p.criterion_code = c.criterion_code
{{ label_of('score_state', 'p.state', 's') }}
{{ label_of('stage', 'p.stage', 'g') }}
