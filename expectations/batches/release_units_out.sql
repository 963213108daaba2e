-- Every unit of every ranking: as it stands in the published release, as it would stand in this one, as it was frozen.
with before as (
    select * from {previous}.fct_index_rank where {previous_release}::bigint is not null
),

frozen as (
    select
        k.index_code,
        k.edition,
        k.period_code,
        f.unit_key
    from ops.official_rank as f
    inner join ops.official_ranking as k on f.official_id = k.official_id
),

held as (
    select
        index_code,
        edition,
        period_code,
        unit_key,
        b.release_id is not null as was_there,
        n.release_id is not null as is_there,
        b.score as score_before,
        n.score,
        coalesce(n.max_points, b.max_points) as max_points,
        n.status
    from before as b
    full outer join {schema}.fct_index_rank as n using (index_code, edition, period_code, unit_key)
),

books as (
    select
        index_code,
        edition,
        count(distinct sha256) = 1 and count(*) = 2 as is_same
    from ops.release_book
    where release_id in ({release}::bigint, {previous_release}::bigint)
    group by index_code, edition
)

select
    index_code,
    edition,
    period_code,
    unit_key,
    h.score_before,
    h.score,
    case
        when not coalesce(h.was_there, false) or h.is_there then null
        when not coalesce(k.is_same, false) then 'book'
        when not exists (
            select from {schema}.dim_unit as u
            inner join {schema}.dim_period as p
                on u.valid_from <= p.last_day and (u.valid_to is null or u.valid_to > p.first_day)
            inner join {previous}.dim_unit as o on u.unit_key = o.unit_key and u.level = o.level
            where u.unit_key = h.unit_key and p.period_code = h.period_code
        ) then 'unit'
        when not exists (
            select from {schema}.fct_figure as f
            where f.unit_key = h.unit_key and f.period_code = h.period_code
        ) then 'figures'
        else 'unexplained'
    end as loss,
    h.score_before is not null and h.score is null and coalesce(h.is_there, false) as is_score_gone,
    case when p.is_running then round(100 * abs(h.score - h.score_before) / h.max_points, 2) end as running_move_percent,
    case when not p.is_running then round(100 * abs(h.score - h.score_before) / h.max_points, 2) end
        as closed_move_percent,
    f.unit_key is null or coalesce(h.is_there and h.status = 'official', false) as is_frozen_kept
from held as h
full outer join frozen as f using (index_code, edition, period_code, unit_key)
left join books as k using (index_code, edition)
left join {schema}.dim_period as p using (period_code)
