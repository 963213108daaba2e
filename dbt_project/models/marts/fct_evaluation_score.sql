{{ config(indexes=[{'columns': ['unit_key', 'period_code', 'group_code', 'metric_code'], 'unique': true}]) }}
-- Grain: unit_key, period_code, group_code, metric_code (ALL: the group, or with group total all groups). The points that the
-- portal published are the authority; what the book of set 766 computes from the portal's own figures stands beside them.
with criteria as (
    select
        c.index_code,
        c.edition,
        c.criterion_code,
        coalesce(g.group_code, own.group_code, 'total') as group_code,
        case
            when own.group_code is null and g.group_code is not null
                then upper(substring(c.numerator from '^qd766_(.*)_numerator$'))
            else 'ALL'
        end as metric_code
    from {{ ref('dim_criterion') }} as c
    left join {{ ref('evaluation_groups') }} as own on c.criterion_code = own.criterion_code
    left join {{ ref('evaluation_groups') }} as g on coalesce(own.criterion_code, c.parent_code) = g.criterion_code
    where c.index_code = 'qd766'
),

points as (
    select
        unit_key,
        period_code,
        index_code,
        edition,
        criterion_code,
        points
    from {{ ref('fct_criterion_score') }}
    union all
    select
        unit_key,
        period_code,
        index_code,
        edition,
        criterion_code,
        points
    from {{ ref('evaluation_check') }}
),

computed as (
    select
        s.unit_key,
        s.period_code,
        c.group_code,
        c.metric_code,
        s.points
    from criteria as c
    inner join points as s
        on c.index_code = s.index_code and c.edition = s.edition and c.criterion_code = s.criterion_code
    where c.metric_code is not null and c.group_code <> 'total' and s.points is not null
),

paired as (
    select
        l.*,
        c.points,
        bool_or(l.kind = 'metric' and l.score is not null and c.points is null)
            over (partition by l.receipt_id, l.unit_key, l.group_code) as is_incomplete_group
    from {{ ref('evaluation_line') }} as l
    left join computed as c
        on
            l.unit_key = c.unit_key and l.period_code = c.period_code and l.group_code = c.group_code
            and l.metric_code = c.metric_code
    where l.kind <> 'field'
),

recomputed as (
    select
        p.*,
        case
            when p.kind = 'group' then case when not p.is_incomplete_group then p.points end
            when p.kind = 'metric' then p.points
            when count(p.points) filter (where p.kind = 'group' and not p.is_incomplete_group) over one_unit = 6
                then sum(p.points) filter (where p.kind = 'group') over one_unit
        end as recomputed_points
    from paired as p
    window one_unit as (partition by p.receipt_id, p.unit_key)
)

select
    r.unit_key,
    r.period_code,
    r.group_code,
    r.metric_code,
    r.metric_name as metric_name_vi,
    r.score as published_points,
    r.max_score as max_points,
    {{ shown('r.recomputed_points') }} as recomputed_points,
    {{ shown('r.recomputed_points - r.score') }} as difference,
    k.check_state,
    case
        when r.kind = 'total' and r.score is not null
            then rank() over (partition by r.receipt_id, r.kind, u.level order by r.score desc nulls last)
    end as published_rank,
    r.numerator,
    r.denominator,
    r.ratio as published_ratio_percent,
    r.score_delta as published_delta,
    b.score as previous_points,
    case when c.comparison = 'compared' then r.score - b.score end as points_change,
    c.comparison,
    c.previous_period_code,
    r.quality_status,
    r.quality_message,
    r.observed_on,
    r.is_provisional,
    r.receipt_id,
    u.name_vi as unit_name_vi,
    g.label_vi as group_vi,
    s.label_vi as check_state_vi,
    v.label_vi as comparison_vi,
    q.label_vi as quality_status_vi
from recomputed as r
cross join
    lateral (
        select
            case
                when r.score is null then 'not_published'
                when r.recomputed_points is null then 'not_recomputed'
                when abs(r.recomputed_points - r.score) > 0.015 then 'differs'
                else 'agrees'
            end as check_state
    ) as k
inner join {{ ref('core_unit') }} as u on r.unit_key = u.unit_key
inner join {{ ref('evaluation_current') }} as c on r.receipt_id = c.receipt_id
left join {{ ref('evaluation_line') }} as b
    on
        c.previous_receipt_id = b.receipt_id and r.unit_key = b.unit_key and r.group_code = b.group_code
        and r.metric_code = b.metric_code
{{ label_of('evaluation_group', 'r.group_code', 'g') }}
{{ label_of('check_state', 'k.check_state', 's') }}
{{ label_of('evaluation_comparison', 'c.comparison', 'v') }}
{{ label_of('quality_status', 'r.quality_status', 'q') }}
