-- Grain: index_code, edition.
select
    index_code,
    edition,
    title_vi,
    title_en,
    decision_no,
    decision_date::date as decision_date,
    level,
    scale_points::numeric as scale_points,
    coalesce(tie_policy, 'competition') as tie_policy,
    coalesce(rank_decimals, '2')::integer as rank_decimals,
    coalesce(status, 'draft') as status,
    valid_from::date as valid_from,
    valid_to::date as valid_to
from (
    {{ union_books('book', ['title_vi', 'title_en', 'decision_no', 'decision_date', 'level', 'scale_points',
                            'tie_policy', 'rank_decimals', 'status', 'valid_from', 'valid_to']) }}
) as books
