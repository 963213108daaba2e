{{ config(alias='fct_figure', indexes=[{'columns': ['unit_key', 'period_code', 'figure_code'], 'unique': true},
                                       {'columns': ['figure_code', 'period_code']}]) }}
-- The standard record. Grain: unit_key, period_code, figure_code. Sources and indices meet only here, and here a decided
-- correction (corrections.csv) takes the place of what its source says; receipt and place stay those of the source.
select
    r.unit_key,
    r.period_code,
    r.figure_code,
    case when c.correction_code is null then r.value else c.new_number end as value,
    case when c.correction_code is null then r.missing_reason else c.new_missing_reason end as missing_reason,
    r.source_code,
    r.receipt_id,
    r.source_ref,
    c.correction_code
from {{ ref('core_reported') }} as r
left join {{ ref('core_correction') }} as c
    on
        r.unit_key = c.unit_key and r.period_code = c.period_code and r.figure_code = c.figure_code
        and c.state = 'applied'
