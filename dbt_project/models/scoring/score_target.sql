-- Grain: index_code, edition, period_code, unit_key. Who is scored: the units of the book's level that existed in
-- the year, for the years inside the book's validity for which any of its figures has arrived. Units are ranked apart
-- where the book has classes for their peer group, together as one level where it has none.
with figures_of_book as (
    select distinct
        index_code,
        edition,
        figure_code
    from {{ ref('stg_books__criterion') }}
    cross join lateral (values (numerator), (denominator)) as f (figure_code)
    where figure_code is not null
)

select
    b.index_code,
    b.edition,
    b.level,
    b.scale_points,
    b.rank_decimals,
    b.status as book_status,
    p.period_code,
    p.first_day,
    p.is_running,
    u.unit_key,
    u.short_name_vi,
    u.name_vi as unit_name_vi,
    case
        when exists (
            select from {{ ref('stg_books__class') }} as k
            where k.index_code = b.index_code and k.edition = b.edition and k.peer_group = u.peer_group
        ) then u.peer_group
        else b.level
    end as peer_group
from {{ ref('stg_books__book') }} as b
inner join {{ ref('core_period') }} as p
    on p.kind = 'year' and b.valid_from <= p.first_day and p.last_day < b.valid_to
inner join {{ ref('core_unit') }} as u
    on b.level = u.level and u.valid_from <= p.last_day and (u.valid_to is null or u.valid_to > p.first_day)
where
    exists (
        select
        from figures_of_book as k
        inner join {{ ref('core_figure') }} as f on k.figure_code = f.figure_code
        where k.index_code = b.index_code and k.edition = b.edition and f.period_code = p.period_code
    )
