-- Grain: index_code, edition, criterion_code. Every criterion of a book with its depth below the root (0 to 6).
with recursive tree as (
    select
        index_code,
        edition,
        criterion_code,
        parent_code,
        max_points,
        weight,
        aggregation,
        rounds_to,
        is_leaf,
        0 as depth
    from {{ ref('stg_books__criterion') }}
    where parent_code is null
    union all
    select
        c.index_code,
        c.edition,
        c.criterion_code,
        c.parent_code,
        c.max_points,
        c.weight,
        c.aggregation,
        c.rounds_to,
        c.is_leaf,
        t.depth + 1
    from {{ ref('stg_books__criterion') }} as c
    inner join tree as t
        on c.index_code = t.index_code and c.edition = t.edition and c.parent_code = t.criterion_code
    where t.depth < 6
)

select * from tree
