{{ config(post_hook="create unique index on {{ this }} (index_code, edition, period_code, peer_group, statistic,
                    criterion_code, other_criterion_code, unit_key) nulls not distinct") }}
-- Grain: the columns of its unique index. Filled by publishing/answers/index_statistics.py.
select
    cast(null as text) as index_code,
    cast(null as text) as edition,
    cast(null as text) as period_code,
    cast(null as text) as peer_group,
    cast(null as text) as statistic,
    cast(null as text) as statistic_vi,
    cast(null as text) as criterion_code,
    cast(null as text) as criterion_name_vi,
    cast(null as text) as other_criterion_code,
    cast(null as text) as other_criterion_name_vi,
    cast(null as text) as unit_key,
    cast(null as text) as unit_name_vi,
    cast(null as numeric) as value,
    cast(null as integer) as units,
    cast(null as text) as finding_vi
where false
