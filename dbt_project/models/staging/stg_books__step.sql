-- Grain: index_code, edition, criterion_code, from_value, state.
select
    index_code,
    edition,
    criterion_code,
    from_value::numeric as from_value,
    to_value::numeric as to_value,
    state,
    points::numeric as points
from (
    {{ union_books('steps', ['criterion_code', 'from_value', 'to_value', 'state', 'points']) }}
) as steps
