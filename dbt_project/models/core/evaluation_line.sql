{{ config(indexes=[{'columns': ['receipt_id', 'unit_key', 'group_code', 'metric_code'], 'unique': true}]) }}
-- Grain: receipt_id, unit_key, group_code, metric_code. The lines of the answers that stand for their periods.
select
    v.receipt_id,
    c.period_code,
    c.period_kind,
    c.observed_on,
    c.is_provisional,
    v.unit_key,
    v.unit_code,
    v.group_code,
    v.kind,
    v.metric_code,
    v.metric_name,
    v.source_code,
    v.numerator,
    v.denominator,
    v.value,
    v.ratio,
    v.score,
    v.max_score,
    v.score_delta,
    v.quality_status,
    v.quality_message
from {{ ref('evaluation_current') }} as c
inner join {{ ref('stg_portal__value') }} as v on c.receipt_id = v.receipt_id
