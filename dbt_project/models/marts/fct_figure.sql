{{ config(indexes=[{'columns': ['unit_key', 'period_code', 'figure_code'], 'unique': true},
                    {'columns': ['receipt_id']}]) }}
-- Grain: unit_key, period_code, figure_code. The standard record as of this release.
select
    f.unit_key,
    f.period_code,
    f.figure_code,
    f.value,
    f.missing_reason,
    f.source_code,
    f.receipt_id,
    f.source_ref,
    d.is_illustrative,
    n.name_vi as figure_name_vi,
    n.name_en as figure_name_en,
    n.measure_vi,
    n.measure_en,
    f.correction_code
from {{ ref('core_figure') }} as f
left join {{ source('ops', 'delivery') }} as d on f.receipt_id = d.receipt_id
left join {{ ref('figure_names') }} as n on f.figure_code = n.figure_code
