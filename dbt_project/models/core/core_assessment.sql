{{ config(alias='fct_assessment', indexes=[{'columns': ['unit_key', 'period_code', 'index_code', 'criterion_code', 'stage'],
                                            'unique': true}]) }}
-- Grain: unit_key, period_code, index_code, criterion_code, stage. What a person gave a criterion at a stage (self,
-- appraisal, explanation, final): the assessment of the latest day wins, of one day the latest delivery; all stay in raw.
select distinct on (unit_key, period_code, index_code, criterion_code, stage)
    unit_key,
    period_code,
    index_code,
    criterion_code,
    stage,
    value,
    points,
    evidence,
    reason,
    assessed_on,
    received_at,
    source_code,
    receipt_id,
    file_name || ' ▸ ' || sheet || ' ▸ ' || sheet_row as source_ref
from {{ ref('stg_workbooks__assessment') }}
order by
    unit_key asc, period_code asc, index_code asc, criterion_code asc, stage asc, assessed_on desc nulls last,
    receipt_id desc, row_no desc
