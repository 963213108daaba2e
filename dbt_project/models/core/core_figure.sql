{{ config(alias='fct_figure', indexes=[{'columns': ['unit_key', 'period_code', 'figure_code'], 'unique': true},
                                       {'columns': ['figure_code', 'period_code']}]) }}
-- The standard record. Grain: unit_key, period_code, figure_code. Sources and indices meet only here.
{% for source in ['figure__dossiers', 'figure__workbooks', 'figure__lists', 'figure__evaluation'] %}
select
    unit_key,
    period_code,
    figure_code,
    value,
    missing_reason,
    source_code,
    receipt_id,
    source_ref
from {{ ref(source) }}
{{ 'union all' if not loop.last }}
{%- endfor %}
