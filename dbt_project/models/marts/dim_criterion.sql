-- Grain: index_code, edition, criterion_code.
select
    c.index_code,
    c.edition,
    c.criterion_code,
    c.parent_code,
    c.name_vi,
    c.name_en,
    c.max_points,
    c.weight,
    c.aggregation,
    c.rule,
    c.numerator,
    c.denominator,
    c.target,
    c.floor,
    c.direction,
    c.zero_denominator,
    c.not_applicable,
    c.rounds_to,
    c.stage,
    c.legal_clause,
    c.evidence,
    c.is_leaf,
    b.title_vi,
    b.title_en,
    b.decision_no,
    b.level,
    b.status as book_status,
    c.position,
    c.depth,
    c.part,
    c.window_years,
    c.compared_in,
    c.max_ratio,
    c.inherits,
    b.tie_policy,
    coalesce(f.figure_codes, '{}') as figure_codes,
    s.steps,
    w.label_vi as rule_vi,
    a.label_vi as aggregation_vi,
    t.label_vi as part_vi,
    k.label_vi as book_status_vi
from {{ ref('book_tree') }} as c
inner join {{ ref('stg_books__book') }} as b on c.index_code = b.index_code and c.edition = b.edition
left join (
    select
        criterion_id,
        array_agg(figure_code order by figure_code) as figure_codes
    from {{ ref('book_figure') }}
    group by criterion_id
) as f on c.criterion_id = f.criterion_id
left join (
    select
        criterion_id,
        jsonb_agg(
            jsonb_build_object(
                'from', from_value, 'to', to_value, 'state', state, 'value', state_value, 'points', points
            ) order by position
        ) as steps
    from {{ ref('book_step') }}
    group by criterion_id
) as s on c.criterion_id = s.criterion_id
{{ label_of('rule', 'c.rule', 'w') }}
{{ label_of('aggregation', 'c.aggregation', 'a') }}
{{ label_of('tree_part', 'c.part', 't') }}
{{ label_of('book_status', 'b.status', 'k') }}
