{{ config(materialized='ephemeral') }}
-- Grain: target_id, criterion_id. Points of every criterion as they are shown, computed today, frozen periods too.
select
    s.target_id,
    s.criterion_id,
    t.index_code,
    t.edition,
    t.period_code,
    t.unit_key,
    c.criterion_code,
    c.position,
    c.is_leaf,
    coalesce(s.stage, c.stage) as stage,
    s.state,
    {{ shown('s.points') }} as points,
    s.max_points,
    {{ shown('s.applicable_max_points') }} as applicable_max_points,
    {{ shown('s.numerator_value') }} as numerator_value,
    {{ shown('s.denominator_value') }} as denominator_value,
    {{ shown('s.system_points') }} as system_points,
    s.is_override,
    s.override_reason
from {{ ref('score_node') }} as s
inner join {{ ref('score_target') }} as t on s.target_id = t.target_id
inner join {{ ref('book_tree') }} as c on s.criterion_id = c.criterion_id
