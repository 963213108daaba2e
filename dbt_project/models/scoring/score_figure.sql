-- Grain: unit_key, period_code, figure_code. The figures that scoring reads: those of the unit itself, and where a
-- criterion inherits and the unit has none, that of the nearest unit above it that has one (transparency on the national
-- portal is one number for all communes of a province).
with recursive above as (
    select
        u.unit_key,
        u.parent_unit_key as superior_key,
        1 as distance
    from {{ ref('core_unit') }} as u
    where u.parent_unit_key is not null
    union all
    select
        a.unit_key,
        u.parent_unit_key,
        a.distance + 1
    from above as a
    inner join {{ ref('core_unit') }} as u on a.superior_key = u.unit_key
    where u.parent_unit_key is not null and a.distance < 9
),

wanted as (
    select distinct
        t.unit_key,
        p.period_code,
        k.figure_code
    from {{ ref('score_target') }} as t
    inner join {{ ref('book_figure') }} as k on t.book_id = k.book_id and k.inherits
    inner join {{ ref('book_tree') }} as c on k.criterion_id = c.criterion_id
    inner join {{ ref('core_period') }} as p  -- earlier years too, where the rule looks back; and what lies in the year
        on
            p.kind = 'year' and p.first_day <= t.first_day
            and p.first_day > t.first_day
            - make_interval(years => greatest(c.window_years, case c.rule when 'growth' then 2 else 1 end))
            or p.kind in ('quarter', 'month') and date_trunc('year', p.first_day) = t.first_day
),

inherited as (
    select distinct on (w.unit_key, w.period_code, w.figure_code)
        w.unit_key,
        w.period_code,
        w.figure_code,
        f.value,
        f.missing_reason
    from wanted as w
    inner join above as a on w.unit_key = a.unit_key
    inner join {{ ref('core_figure') }} as f
        on a.superior_key = f.unit_key and w.period_code = f.period_code and w.figure_code = f.figure_code
    left join {{ ref('core_figure') }} as own
        on w.unit_key = own.unit_key and w.period_code = own.period_code and w.figure_code = own.figure_code
    where
        (f.value is not null or f.missing_reason = 'not_applicable')
        and own.value is null and own.missing_reason is distinct from 'not_applicable'
    order by w.unit_key asc, w.period_code asc, w.figure_code asc, a.distance asc
)

select
    f.unit_key,
    f.period_code,
    f.figure_code,
    coalesce(i.value, f.value) as value,
    case when i.unit_key is null then f.missing_reason else i.missing_reason end as missing_reason,
    i.unit_key is not null as is_inherited
from {{ ref('core_figure') }} as f
left join inherited as i
    on f.unit_key = i.unit_key and f.period_code = i.period_code and f.figure_code = i.figure_code
where f.figure_code in (select k.figure_code from {{ ref('book_figure') }} as k)
union all
select
    i.unit_key,
    i.period_code,
    i.figure_code,
    i.value,
    i.missing_reason,
    true
from inherited as i
where not exists (
    select from {{ ref('core_figure') }} as f
    where f.unit_key = i.unit_key and f.period_code = i.period_code and f.figure_code = i.figure_code
)
