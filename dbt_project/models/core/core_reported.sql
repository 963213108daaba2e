{{ config(alias='reported_figure', materialized='view') }}
-- Grain: unit_key, period_code, figure_code. What the sources say, all in one shape; core_figure corrects it. A view, since
-- the figures below it are tables.
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
