{{ config(materialized='incremental', unique_key=['receipt_id', 'unit_key', 'group_code'],
          incremental_strategy='merge',
          indexes=[{'columns': ['receipt_id', 'unit_key', 'group_code'], 'unique': true}]) }}
-- Grain: receipt_id, unit_key, group_code (the six and total). What the portal published of a unit on a day: the memory that
-- the portal has not.
{% set since = last_gate(this) %}
select
    receipt_id,
    gate_id,
    unit_key,
    group_code,
    period_code,
    observed_on,
    score,
    max_score
from {{ ref('stg_portal__value') }}
where metric_code = 'ALL' and delivery_gate_id > {{ since }}
union all
select
    receipt_id,
    gate_id,
    unit_key,
    group_code,
    period_code,
    observed_on,
    score,
    max_score
from {{ ref('stg_portal__value') }}
where metric_code = 'ALL' and released_gate_id > {{ since }} and delivery_gate_id <= {{ since }}
