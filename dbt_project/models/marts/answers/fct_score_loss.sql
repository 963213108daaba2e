{{ config(indexes=[{'columns': ['index_code', 'edition', 'period_code', 'unit_key', 'criterion_code'],
                    'unique': true}]) }}
-- Grain: index_code, edition, period_code, unit_key, criterion_code. What every criterion cost, in points and in places.
-- The rank with a criterion's points given back is looked up in the group's own order of scores; everybody else, and the
-- unit's other criteria, stand still. What does not apply or is not due yet is nobody's fault: it moves no rank.
with lost as (
    select
        r.index_code,
        r.edition,
        r.period_code,
        r.unit_key,
        r.peer_group,
        r.score,
        r.rank,
        s.criterion_code,
        c.name_vi,
        c.is_leaf,
        s.state,
        s.state_vi,
        s.points,
        s.max_points,
        s.contribution,
        l.lost_points,
        r.max_points - r.score as all_lost,
        r.is_ranked and r.score is not null as is_ranked,
        c.position,
        b.tie_policy,
        s.state = 'scored' and s.points >= case
            when c.rule = 'penalty' then 0
            when c.part = 'extra' then s.max_points
            when c.part = 'counted' then s.applicable_max_points
        end as is_full,
        case
            when l.lost_points > 0 and s.state in ('scored', 'missing')
                then round(r.score + l.lost_points, b.rank_decimals)
        end as score_if_full
    from {{ ref('fct_criterion_score') }} as s
    inner join {{ ref('fct_index_rank') }} as r
        on
            s.index_code = r.index_code and s.edition = r.edition and s.period_code = r.period_code
            and s.unit_key = r.unit_key
    inner join {{ ref('loss_standing') }} as l
        on
            s.index_code = l.index_code and s.edition = l.edition and s.period_code = l.period_code
            and s.unit_key = l.unit_key and s.criterion_code = l.criterion_code
    inner join {{ ref('dim_criterion') }} as c
        on s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
    inner join {{ ref('stg_books__book') }} as b on r.index_code = b.index_code and r.edition = b.edition
),

ordered as (
    select
        index_code,
        edition,
        period_code,
        peer_group,
        null as unit_key,
        null as criterion_code,
        score,
        true as is_unit,
        row_number() over (partition by index_code, edition, period_code, peer_group, score) = 1 as is_first
    from {{ ref('fct_index_rank') }}
    where is_ranked and score is not null
    union all
    select
        index_code,
        edition,
        period_code,
        peer_group,
        unit_key,
        criterion_code,
        score_if_full,
        false,
        false
    from lost
    where is_ranked and score_if_full is not null
),

placed as (
    select
        *,
        count(*) filter (where is_unit) over above as better,
        count(*) filter (where is_first) over above as better_scores,
        count(*) filter (where is_unit) over same_table as as_good
    from ordered
    window
        same_table as (partition by index_code, edition, period_code, peer_group order by score desc),
        above as (
            partition by index_code, edition, period_code, peer_group
            order by score desc groups between unbounded preceding and 1 preceding
        )
),

ranked as (
    select
        l.*,
        case
            when not l.is_ranked or l.state in ('not_applicable', 'not_due') then null
            when p.criterion_code is null then l.rank
            when l.tie_policy = 'dense' then p.better_scores + 1
            when l.tie_policy = 'modified' then p.as_good + (p.score > l.score)::integer
            else p.better + 1
        end as rank_if_full,
        count(*) filter (where l.is_full and l.is_ranked) over same_criterion
        - coalesce(l.is_full and l.is_ranked, false)::integer as peers_at_full,
        count(*) filter (where l.is_ranked) over same_criterion - l.is_ranked::integer as peers
    from lost as l
    left join placed as p
        on
            l.index_code = p.index_code and l.edition = p.edition and l.period_code = p.period_code
            and l.unit_key = p.unit_key and l.criterion_code = p.criterion_code and not p.is_unit
    window same_criterion as (partition by l.index_code, l.edition, l.period_code, l.peer_group, l.criterion_code)
)

select
    index_code,
    edition,
    period_code,
    unit_key,
    criterion_code,
    name_vi,
    is_leaf,
    state,
    state_vi,
    points,
    max_points,
    contribution,
    lost_points,
    round({{ quotient('100 * lost_points', 'nullif(all_lost, 0)') }}, 2) as lost_percent,
    rank,
    rank_if_full::integer as rank_if_full,
    (rank - rank_if_full)::integer as places_lost,
    peers_at_full::integer as peers_at_full,
    peers::integer as peers,
    case
        when is_leaf and lost_points is not null
            then (row_number() over (
                partition by index_code, edition, period_code, unit_key
                order by
                    not is_leaf asc, state in ('not_applicable', 'not_due') asc, lost_points desc nulls last,
                    position asc
            ))::integer
    end as loss_order
from ranked
