-- Grain: target_id (index_code, edition, period_code, unit_key). Who is scored: the units of the book's levels that
-- existed in the year, for the years inside the book's validity of which any of its figures, or an assessment at a
-- stage that publishes, has arrived (a self-assessment of what others score opens no ranking). Units are ranked apart
-- by the group that the book gives them, else by their own where its classes name it, else by their level. The
-- country's other provinces are units too, but ranked only where a figure of the book came from them.
with heard as (
    select distinct
        k.book_id,
        f.period_code
    from (select distinct figure_code, period_code from {{ ref('core_figure') }}) as f
    inner join {{ ref('book_figure') }} as k on f.figure_code = k.figure_code
    union
    select
        t.book_id,
        a.period_code
    from (select distinct index_code, criterion_code, stage, period_code from {{ ref('core_assessment') }}) as a
    inner join {{ ref('book_tree') }} as t
        on
            a.index_code = t.index_code and a.criterion_code = t.criterion_code and t.is_leaf
            and {{ publishes('a.stage', 't.stage') }}
),

years as (
    select
        p.*,
        y.period_code as previous_period_code
    from {{ ref('core_period') }} as p
    left join {{ ref('core_period') }} as y on y.kind = 'year' and p.first_day = y.first_day + interval '1 year'
    where p.kind = 'year'
)

select
    row_number() over (order by b.index_code, b.edition, p.period_code, u.unit_key)::integer as target_id,
    r.book_id,
    r.criterion_id as root_id,
    b.index_code,
    b.edition,
    b.scale_points,
    b.rank_decimals,
    b.tie_policy,
    b.status as book_status,
    p.period_code,
    p.previous_period_code,
    p.first_day,
    p.is_running,
    u.unit_key,
    u.level,
    u.short_name_vi,
    u.name_vi as unit_name_vi,
    coalesce(k.is_ranked, true) as is_ranked,
    coalesce(k.peer_group, case when c.peer_group is not null then u.peer_group else u.level end) as peer_group
from {{ ref('stg_books__book') }} as b
inner join {{ ref('book_tree') }} as r on b.index_code = r.index_code and b.edition = r.edition and r.depth = 0
inner join years as p on b.valid_from <= p.first_day and p.last_day < b.valid_to
inner join heard as h on r.book_id = h.book_id and p.period_code = h.period_code
inner join {{ ref('core_unit') }} as u
    on u.level = any(b.levels) and u.valid_from <= p.last_day and (u.valid_to is null or u.valid_to > p.first_day)
left join {{ ref('stg_books__unit') }} as k
    on b.index_code = k.index_code and b.edition = k.edition and k.unit_code in (u.unit_key, u.egov_code)
left join (
    select distinct
        index_code,
        edition,
        peer_group
    from {{ ref('stg_books__class') }}
) as c
    on b.index_code = c.index_code and b.edition = c.edition and u.peer_group = c.peer_group
where u.level <> 'province' or u.is_own or exists (
    select from {{ ref('core_figure') }} as f
    inner join {{ ref('book_figure') }} as k2 on f.figure_code = k2.figure_code and k2.book_id = r.book_id
    where f.unit_key = u.unit_key and f.period_code = p.period_code
)
