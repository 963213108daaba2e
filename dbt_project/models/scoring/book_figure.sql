-- Grain: index_code, edition, criterion_code, figure_code. Every figure that a leaf is scored from: those it names, those
-- in its formula, and the parts of its checklist.
select
    index_code,
    edition,
    criterion_code,
    figure_code,
    bool_or(inherits) as inherits
from (
    select
        c.index_code,
        c.edition,
        c.criterion_code,
        f.figure_code,
        c.inherits
    from {{ ref('stg_books__criterion') }} as c
    cross join lateral (
        values (case when c.rule <> 'formula' then c.numerator end), (c.denominator)
    ) as f (figure_code)
    where c.is_leaf
    union all
    select
        f.index_code,
        f.edition,
        f.criterion_code,
        f.figure_code,
        c.inherits
    from {{ ref('stg_books__formula') }} as f
    inner join {{ ref('stg_books__criterion') }} as c
        on f.index_code = c.index_code and f.edition = c.edition and f.criterion_code = c.criterion_code
    union all
    select
        s.index_code,
        s.edition,
        s.criterion_code,
        s.state,
        c.inherits
    from {{ ref('stg_books__step') }} as s
    inner join {{ ref('stg_books__criterion') }} as c
        on
            s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
            and c.rule = 'checklist'
) as named
where figure_code is not null
group by index_code, edition, criterion_code, figure_code
