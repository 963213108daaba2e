-- Days and codes that would be published, and those that the facts name and that are not among them. One line for a day or code.
with asked_days as (
    select last_day as day from {schema}.dim_period
    union
    select first_day from {schema}.dim_period
    union
    select due_date from {schema}.fct_dossier_overdue
    union
    select accepted_date from {schema}.fct_dossier_overdue
),

asked_codes as (
    select 'level' as domain, level as code from {schema}.dim_unit
    union
    select 'period_kind', kind from {schema}.dim_period
    union
    select 'rule', rule from {schema}.dim_criterion
    union
    select 'rank_status', status from {schema}.fct_index_rank
    union
    select 'book_status', book_status from {schema}.fct_index_rank
    union
    select 'comparison', comparison from {schema}.fct_index_rank
    union
    select distinct 'score_state', state from {schema}.fct_criterion_score
    union
    select distinct 'stage', stage from {schema}.fct_criterion_score
    union
    select 'one_stop_kind', one_stop_kind from {schema}.fct_dossier_overdue
    union
    select 'channel', channel from {schema}.fct_dossier_overdue
    union
    select 'reconciliation_state', state from {schema}.fct_reconciliation
    union
    select distinct 'source', source_code from {schema}.fct_form_arrival
)

select
    'day' as kind,
    d.day::text as code,
    d.day - lag(d.day) over (order by d.day) as days_since_previous,
    d.day between d.month_first_day and d.month_last_day and d.day between d.quarter_first_day and d.quarter_last_day
    and d.day between d.year_first_day and d.year_last_day
    and d.day between d.administrative_month_first_day and d.administrative_month_last_day
    and extract(day from d.administrative_month_first_day) = 15
    and extract(day from d.administrative_month_last_day) = 14 as is_in_its_periods,
    -- days off are not known before the first year of days_off.csv, and nobody asks
    d.has_data and d.is_working_day is null and d.day > (select min(w.day) from {schema}.dim_date as w where w.is_working_day)
        as is_working_day_unknown,
    null::boolean as is_said_twice,
    null::boolean as is_missing_day,
    null::boolean as is_unnamed_code
from {schema}.dim_date as d
union all
select
    l.domain,
    l.code,
    null,
    null,
    null,
    btrim(l.label_vi) <> '' and btrim(l.label_en) <> '',
    null,
    null
from {schema}.dim_label as l
union all
select
    'day',
    a.day::text,
    null,
    null,
    null,
    null,
    d.day is null,
    null
from asked_days as a left join {schema}.dim_date as d on a.day = d.day
where a.day is not null
union all
select
    a.domain,
    a.code,
    null,
    null,
    null,
    null,
    null,
    l.code is null
from asked_codes as a left join {schema}.dim_label as l on a.domain = l.domain and a.code = l.code
where a.code is not null
