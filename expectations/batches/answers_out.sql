-- Losses and forecasts of a unit: how many rows break a rule. One line for a unit in a ranking.
with loss as (
    select
        index_code,
        edition,
        period_code,
        unit_key,
        sum(lost_points) filter (where is_leaf) as lost_points,
        count(*) filter (where rank_if_full < 1 or rank_if_full > rank or places_lost <> rank - rank_if_full) as out_of_place,
        count(rank_if_full) filter (where rank is null) as placed_without_rank,
        count(rank_if_full) filter (where state in ('not_applicable', 'not_due')) as answers_on_nothing,
        count(*) filter (where peers_at_full > peers) as more_full_than_peers
    from {schema}.fct_score_loss
    group by index_code, edition, period_code, unit_key
),

checked as (
    select
        index_code,
        edition,
        period_code,
        unit_key,
        count(*) filter (
            where points_at_stake < 0 or abs(difference) > points_at_stake
            or num_nonnulls(self_points, system_points, survey_points, appraisal_points) < 2
        ) as unsound
    from {schema}.fct_score_check
    group by index_code, edition, period_code, unit_key
)

select
    r.index_code,
    r.edition,
    r.period_code,
    r.unit_key,
    l.lost_points is distinct from r.max_points - r.score as is_off_scale,
    l.out_of_place,
    l.placed_without_rank,
    l.answers_on_nothing,
    l.more_full_than_peers,
    coalesce(k.unsound, 0) as unsound_checks,
    coalesce(f.decided_points + f.winnable_points + f.lost_points <> f.max_points, false)
    or coalesce(f.not_due_points + f.improvable_points <> f.winnable_points, false)
    or least(f.not_due_points, f.improvable_points) < 0 as is_forecast_off_scale,
    f.best_possible_rank < 1 or f.best_possible_rank > f.rank_if_ended or f.rank_if_ended > f.ranked_units
        as is_forecast_out_of_place,
    f.unit_key is not null and (not p.is_running or r.status = 'official') as is_forecast_of_closed
from {schema}.fct_index_rank as r
inner join {schema}.dim_period as p on r.period_code = p.period_code
left join loss as l
    on
        r.index_code = l.index_code and r.edition = l.edition and r.period_code = l.period_code
        and r.unit_key = l.unit_key
left join checked as k
    on
        r.index_code = k.index_code and r.edition = k.edition and r.period_code = k.period_code
        and r.unit_key = k.unit_key
left join {schema}.fct_score_forecast as f
    on
        r.index_code = f.index_code and r.edition = f.edition and r.period_code = f.period_code
        and r.unit_key = f.unit_key
