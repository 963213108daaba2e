-- Every published line of the portal that is shown, with what it was taken from and whether it can be computed again.
select
    s.unit_key,
    s.period_code,
    s.group_code,
    s.metric_code,
    s.check_state,
    o.is_whole,
    o.observed_on = max(o.last_observed_on) over (partition by s.period_code) as is_latest
from {schema}.fct_evaluation_score as s
inner join (
    select
        *,
        max(observed_on) over (partition by period_code) as last_observed_on
    from {schema}.fct_evaluation_observation
) as o on s.receipt_id = o.receipt_id
