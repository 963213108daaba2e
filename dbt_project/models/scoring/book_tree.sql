-- Grain: criterion_id (index_code, edition, criterion_code). The books as one graph: what is scored first has height 0, everything else
-- stands one above the highest thing that it needs: a node above its children, an imported index above that index's root.
-- depth counts from the root; book_id and criterion_id are short keys for the joins of scoring and mean nothing elsewhere. A circle cannot be loaded (books/check.py); the bounds only keep one from running for ever.
with recursive edges as (
    select
        c.index_code,
        c.edition,
        c.criterion_code,
        p.index_code as to_index,
        p.edition as to_edition,
        p.criterion_code as to_code
    from {{ ref('stg_books__criterion') }} as c
    inner join {{ ref('stg_books__criterion') }} as p
        on c.index_code = p.index_code and c.edition = p.edition and c.parent_code = p.criterion_code
    union all
    select
        r.index_code,
        r.edition,
        r.criterion_code,
        c.index_code as to_index,
        c.edition as to_edition,
        c.criterion_code as to_code
    from {{ ref('stg_books__criterion') }} as c
    inner join {{ ref('stg_books__criterion') }} as r on c.imported_index = r.index_code and r.parent_code is null
),

climbed as (
    select
        index_code,
        edition,
        criterion_code,
        0 as height
    from {{ ref('stg_books__criterion') }}
    where is_leaf
    union
    select
        e.to_index,
        e.to_edition,
        e.to_code,
        c.height + 1
    from climbed as c
    inner join edges as e
        on c.index_code = e.index_code and c.edition = e.edition and c.criterion_code = e.criterion_code
    where c.height < 40
),

descended as (
    select
        index_code,
        edition,
        criterion_code,
        0 as depth
    from {{ ref('stg_books__criterion') }}
    where parent_code is null
    union all
    select
        c.index_code,
        c.edition,
        c.criterion_code,
        d.depth + 1
    from descended as d
    inner join {{ ref('stg_books__criterion') }} as c
        on d.index_code = c.index_code and d.edition = c.edition and d.criterion_code = c.parent_code
    where d.depth < 40
),

numbered as (
    select
        dense_rank() over (order by c.index_code, c.edition)::integer as book_id,
        row_number() over (order by c.index_code, c.edition, c.position)::integer as criterion_id,
        c.*,
        d.depth,
        h.height
    from {{ ref('stg_books__criterion') }} as c
    inner join descended as d
        on c.index_code = d.index_code and c.edition = d.edition and c.criterion_code = d.criterion_code
    inner join (
        select
            index_code,
            edition,
            criterion_code,
            max(height) as height
        from climbed
        group by index_code, edition, criterion_code
    ) as h
        on c.index_code = h.index_code and c.edition = h.edition and c.criterion_code = h.criterion_code
)

select
    n.*,
    p.criterion_id as parent_id
from numbered as n
left join numbered as p
    on n.index_code = p.index_code and n.edition = p.edition and n.parent_code = p.criterion_code
