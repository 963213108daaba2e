-- Grain: target_id, criterion_id. Checklists: every step is a part with a figure of its own (1 = done, 0 = not), and a part
-- that does not apply says so.
select
    t.target_id,
    c.criterion_id,
    coalesce(sum(s.points) filter (where f.value = 1), 0) as done_points,
    coalesce(sum(s.points) filter (where f.missing_reason = 'not_applicable'), 0) as not_applicable_points,
    bool_and(f.missing_reason is not distinct from 'not_applicable') as is_not_applicable,
    bool_or(
        f.missing_reason is distinct from 'not_applicable' and (f.value is null or f.value not in (0, 1))
    ) as is_incomplete
from {{ ref('score_target') }} as t
inner join {{ ref('book_tree') }} as c on t.book_id = c.book_id and c.rule = 'checklist'
inner join {{ ref('book_step') }} as s on c.criterion_id = s.criterion_id
left join {{ ref('score_figure') }} as f
    on t.unit_key = f.unit_key and t.period_code = f.period_code and s.state = f.figure_code
group by t.target_id, c.criterion_id
