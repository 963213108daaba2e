-- Grain: index_code, edition, position.
select
    index_code,
    edition,
    position,
    criterion_code,
    from_value,
    to_value,
    state,
    state_value,
    points
from {{ source('books', 'step') }}
