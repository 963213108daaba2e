-- Every book has one root, and every other criterion hangs below an inner node of the same book: what does not would be
-- left out of the score in silence.
{% set deepest = 6 %}
with recursive reached as (
    select
        index_code,
        edition,
        criterion_code,
        is_leaf,
        0 as depth
    from {{ ref('dim_criterion') }}
    where parent_code is null
    union all
    select
        c.index_code,
        c.edition,
        c.criterion_code,
        c.is_leaf,
        r.depth + 1
    from {{ ref('dim_criterion') }} as c
    inner join reached as r
        on c.index_code = r.index_code and c.edition = r.edition and c.parent_code = r.criterion_code
    where not r.is_leaf and r.depth < {{ deepest }}
)

select
    c.index_code,
    c.edition,
    c.criterion_code,
    'is not below the root' as fault
from {{ ref('dim_criterion') }} as c
left join reached as r
    on c.index_code = r.index_code and c.edition = r.edition and c.criterion_code = r.criterion_code
where r.criterion_code is null
union all
select
    index_code,
    edition,
    string_agg(criterion_code, ', ' order by criterion_code),
    'a book has one root'
from reached
where depth = 0
group by index_code, edition
having count(*) > 1
union all
select
    c.index_code,
    c.edition,
    c.criterion_code,
    'an inner node has an aggregation and children, a leaf neither'
from {{ ref('dim_criterion') }} as c
left join {{ ref('dim_criterion') }} as k
    on c.index_code = k.index_code and c.edition = k.edition and c.criterion_code = k.parent_code
group by c.index_code, c.edition, c.criterion_code, c.is_leaf, c.aggregation
having c.is_leaf = (c.aggregation is not null) or c.is_leaf = (count(k.criterion_code) > 0)
