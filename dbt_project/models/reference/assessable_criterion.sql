-- Grain: index_code, edition, criterion_code. Leaves that somebody may give points, with their maximum and the stage that
-- publishes. The gate in asks.
select
    c.index_code,
    c.edition,
    b.levels as level,
    b.valid_from,
    b.valid_to,
    c.criterion_code,
    c.max_points,
    c.rule,
    c.stage
from {{ ref('stg_books__criterion') }} as c
inner join {{ ref('stg_books__book') }} as b on c.index_code = b.index_code and c.edition = b.edition
where c.is_leaf
