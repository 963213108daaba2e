{{ config(indexes=[{'columns': ['index_code', 'edition', 'period_code', 'unit_key', 'source'], 'unique': true}]) }}
-- Grain: index_code, edition, period_code, unit_key, source. Filled by publishing/answers/rank_interval.py.
select
    cast(null as text) as index_code,
    cast(null as text) as edition,
    cast(null as text) as period_code,
    cast(null as text) as peer_group,
    cast(null as text) as unit_key,
    cast(null as text) as unit_name_vi,
    cast(null as text) as source,
    cast(null as text) as source_vi,
    cast(null as numeric) as score,
    cast(null as integer) as rank,
    cast(null as integer) as rank_low,
    cast(null as integer) as rank_high,
    cast(null as integer) as rank_median,
    cast(null as integer) as tied_group,
    cast(null as integer) as tied_units,
    cast(null as text) as next_unit_key,
    cast(null as numeric) as ahead_of_next_percent,
    cast(null as integer) as draws,
    cast(null as bigint) as seed,
    cast(null as text) as finding_vi
where false
