{{ config(indexes=[{'columns': ['index_code', 'edition', 'period_code', 'unit_key', 'criterion_code', 'stage'],
                    'unique': true}]) }}
-- Grain: index_code, edition, period_code, unit_key, criterion_code (leaves), stage. What every stage gave a criterion: the
-- system (the rule on the figures), the unit itself, the appraisal, the explanation, the council at last. A frozen period is
-- read as it was frozen.
with published as (
    select
        t.index_code,
        t.edition,
        t.period_code,
        t.unit_key,
        c.criterion_code,
        s.stage,
        s.state,
        {{ shown("case when s.stage = 'system' then s.numerator_value else a.value end") }} as value,
        {{ shown('s.denominator_value') }} as denominator_value,
        {{ shown('s.points') }} as points,
        s.max_points,
        p.stage = s.stage as is_published,
        a.evidence,
        a.reason,
        a.assessed_on,
        a.received_at,
        a.receipt_id,
        a.source_ref
    from {{ ref('score_stage') }} as s
    inner join {{ ref('score_leaf') }} as p on s.target_id = p.target_id and s.criterion_id = p.criterion_id
    inner join {{ ref('score_target') }} as t on s.target_id = t.target_id
    inner join {{ ref('book_tree') }} as c on s.criterion_id = c.criterion_id
    left join {{ ref('core_assessment') }} as a
        on
            t.index_code = a.index_code and t.period_code = a.period_code and t.unit_key = a.unit_key
            and c.criterion_code = a.criterion_code and s.stage = a.stage
    left join {{ ref('official_standing') }} as o
        on t.index_code = o.index_code and t.edition = o.edition and t.period_code = o.period_code
    where coalesce(o.is_reopened, true)
    union all
    select
        o.index_code,
        o.edition,
        o.period_code,
        s.unit_key,
        s.criterion_code,
        s.stage,
        s.state,
        s.value,
        s.denominator_value,
        s.points,
        s.max_points,
        s.is_published,
        s.evidence,
        s.reason,
        s.assessed_on,
        s.received_at,
        s.receipt_id,
        s.source_ref
    from {{ source('ops', 'official_criterion_stage') }} as s
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
    p.value,
    p.denominator_value,
    p.points,
    p.max_points,
    p.is_published,
    p.evidence,
    p.reason,
    p.assessed_on,
    p.received_at,
    p.receipt_id,
    p.source_ref,
    c.name_vi as criterion_name_vi,
    s.label_vi as state_vi,
    g.label_vi as stage_vi
from published as p
left join {{ ref('book_tree') }} as c
    on p.index_code = c.index_code and p.edition = c.edition and p.criterion_code = c.criterion_code
{{ label_of('score_state', 'p.state', 's') }}
{{ label_of('stage', 'p.stage', 'g') }}
