{{ config(indexes=[{'columns': ['index_code', 'edition', 'period_code', 'unit_key'], 'unique': true}]) }}
-- Grain: index_code, edition, period_code, unit_key, of running periods that nobody froze; a closed period has no row, since
-- nothing of it is open. Decided, winnable and lost points add up to the scale. The best rank is against all others as if
-- the period ended today.
with standing as (
    select
        r.*,
        p.as_of_date,
        p.last_day,
        b.tie_policy,
        f.ended_score,
        f.arrived_score,
        f.best_score,
        r.is_ranked and f.ended_score is not null as is_in_table
    from {{ ref('forecast_standing') }} as f
    inner join {{ ref('score_target') }} as t on f.target_id = t.target_id
    inner join {{ ref('fct_index_rank') }} as r
        on
            t.index_code = r.index_code and t.edition = r.edition and t.period_code = r.period_code
            and t.unit_key = r.unit_key
    inner join {{ ref('dim_period') }} as p on r.period_code = p.period_code
    inner join {{ ref('stg_books__book') }} as b on r.index_code = b.index_code and r.edition = b.edition
),

-- ascending, for width_bucket: how many scores are not above a value
peers as (
    select
        index_code,
        edition,
        period_code,
        peer_group,
        array_agg(ended_score order by ended_score) as scores,
        array_agg(distinct ended_score order by ended_score) as different,
        array_agg(-ended_score order by -ended_score) as falling
    from standing
    where is_in_table
    group by index_code, edition, period_code, peer_group
),

open as (
    select
        index_code,
        edition,
        period_code,
        unit_key,
        count(*) filter (where state = 'not_due')::integer as not_due_criteria,
        count(*) filter (where state = 'missing')::integer as missing_criteria
    from {{ ref('fct_score_loss') }}
    where is_leaf
    group by index_code, edition, period_code, unit_key
),

ranked as (
    select
        s.*,
        {%- for name, score in [('rank_if_ended', 's.ended_score'), ('best_possible_rank', 's.best_score')] %}
        case
            when not s.is_in_table then null
            when s.tie_policy = 'dense' then cardinality(p.different) - width_bucket({{ score }}, p.different) + 1
            when s.tie_policy = 'modified'
                then width_bucket(-{{ score }}, p.falling) + ({{ score }} > s.ended_score)::integer
            else cardinality(p.scores) - width_bucket({{ score }}, p.scores) + 1
        end as {{ name }},
        {%- endfor %}
        o.not_due_criteria,
        o.missing_criteria
    from standing as s
    inner join open as o
        on
            s.index_code = o.index_code and s.edition = o.edition and s.period_code = o.period_code
            and s.unit_key = o.unit_key
    left join peers as p
        on
            s.index_code = p.index_code and s.edition = p.edition and s.period_code = p.period_code
            and s.peer_group = p.peer_group
)

select
    index_code,
    edition,
    period_code,
    unit_key,
    peer_group,
    as_of_date,
    last_day,
    last_day - as_of_date as days_left,
    score as score_now,
    rank as rank_now,
    ranked_units,
    max_points,
    coalesce(ended_score, 0) as decided_points,
    best_score - coalesce(ended_score, 0) as winnable_points,
    coalesce(arrived_score, 0) - coalesce(ended_score, 0) as not_due_points,
    best_score - coalesce(arrived_score, 0) as improvable_points,
    max_points - best_score as lost_points,
    best_score as best_possible_score,
    rank_if_ended,
    best_possible_rank,
    not_due_criteria,
    missing_criteria,
    case
        when ended_score is null
            then 'Đến ngày ' || {{ day_vi('as_of_date') }} || ' chưa có số liệu nào của đơn vị; chưa thể nói về thứ hạng'
        else
            'Nếu kỳ kết thúc ngày ' || {{ day_vi('as_of_date') }} || ', đơn vị có ' || {{ number_vi('ended_score') }} || ' điểm'
            || case when not_due_criteria > 0 then ' (' || not_due_criteria || ' tiêu chí chưa đến kỳ chưa có điểm)' else '' end
            || coalesce(', xếp thứ ' || rank_if_ended || ' trên ' || ranked_units, '')
            || '; còn có thể giành tối đa ' || {{ number_vi('best_score - ended_score') }} || ' điểm'
    end as finding_vi
from ranked
