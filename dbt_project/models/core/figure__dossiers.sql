-- noqa: disable=LT02
-- Grain: unit_key, period_code, figure_code. Counts of dossiers for every period; for a unit with units below it
-- also their sum (_communes) and the sum with its own one-stop shop (_area). What moved in a period (flow) is said of periods
-- in which something did, since no row means "nothing known" and zeros would be scored; what stands (stock) always.
{% set flow = {
    'dossiers_received': 'received', 'dossiers_online': 'received_online', 'dossiers_direct': 'received_direct',
    'dossiers_post': 'received_post', 'dossiers_with_digitised_component': 'with_component_file',
    'dossiers_fully_digitised': 'fully_digitised', 'dossiers_resolved': 'resolved',
    'dossiers_resolved_early': 'resolved_early', 'dossiers_resolved_on_due_day': 'resolved_on_due_day',
    'dossiers_resolved_late': 'resolved_late', 'dossiers_on_time': 'resolved - resolved_late',
    'dossiers_with_digitised_result': 'with_result_file', 'dossiers_on_time_766': 'on_time_766',
    'dossiers_fee_due': 'fee_due', 'dossiers_paid_online': 'paid_online', 'dossiers_result_required': 'result_required',
    'dossiers_with_result_file': 'received_with_result_file', 'dossiers_digitised_766': 'digitised_766',
    'dossiers_reused': 'reused', 'dossiers_edoc_store': 'edoc_store', 'dossiers_population_data': 'population_data',
    'dossiers_synced': 'synced'} %}
{% set stock = {
    'dossiers_received_total': 'received_total', 'dossiers_carried_over': 'carried_over', 'dossiers_pending': 'pending',
    'dossiers_pending_in_time': 'pending_in_time', 'dossiers_pending_late': 'pending_late'} %}
{% set measures = dict(flow, **stock) %}
with own as (
    select
        '' as suffix,
        unit_key,
        period_code,
        has_moved,
        {% for column in measures.values() -%}
        {{ column }} as m{{ loop.index }},
        {% endfor -%}
        receipt_id
    from {{ ref('dossier_period') }}
),

{% set sums -%}
        bool_or(o.has_moved),
        {% for column in measures.values() -%}
        sum(o.m{{ loop.index }}),
        {% endfor -%}
        max(o.receipt_id)
{%- endset %}
scoped as (
    select * from own
    union all
    select
        '_communes',
        u.parent_unit_key,
        o.period_code,
        {{ sums }}
    from own as o
    inner join {{ ref('core_unit') }} as u on o.unit_key = u.unit_key
    where u.level = 'commune'
    group by u.parent_unit_key, o.period_code
),

with_area as (
    select * from scoped
    union all
    select
        '_area',
        o.unit_key,
        o.period_code,
        {{ sums }}
    from scoped as o
    where o.unit_key in (select c.unit_key from scoped as c where c.suffix = '_communes')
    group by o.unit_key, o.period_code
)

select
    w.unit_key,
    w.period_code,
    m.figure || w.suffix as figure_code,
    m.value::numeric as value,
    null::text as missing_reason,
    s.source_code,
    w.receipt_id,
    'core.dossier_day ' || w.unit_key || ' ' || w.period_code || w.suffix as source_ref
from with_area as w
cross join (
    select string_agg(source_code, '+' order by source_code) as source_code
    from {{ ref('dossier_sources') }} where role = 'primary'
) as s
cross join lateral (
    values
    {%- for figure in measures %}
    ('{{ figure }}', {{ 'true' if figure in stock else 'false' }}, w.m{{ loop.index }}){{ ',' if not loop.last }}
    {%- endfor %}
) as m (figure, is_stock, value)
where w.has_moved or m.is_stock
