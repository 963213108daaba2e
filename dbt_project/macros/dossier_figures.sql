{# Figure code -> what it sums, of form 06a and set 766: of what moved in a period (measures of a day, macro
   dossier_measures), and of what stands at its ends. One place, for the figures and for their way back. #}
{% macro dossier_flow_figures() %}
    {{ return({
        'dossiers_received': 'received', 'dossiers_online': 'received_online', 'dossiers_direct': 'received_direct',
        'dossiers_post': 'received_post', 'dossiers_with_digitised_component': 'with_component_file',
        'dossiers_fully_digitised': 'fully_digitised', 'dossiers_resolved': 'resolved',
        'dossiers_resolved_early': 'resolved_early', 'dossiers_resolved_on_due_day': 'resolved_on_due_day',
        'dossiers_resolved_late': 'resolved_late', 'dossiers_on_time': 'resolved - resolved_late',
        'dossiers_with_digitised_result': 'with_result_file', 'dossiers_on_time_766': 'on_time_766',
        'dossiers_fee_due': 'fee_due', 'dossiers_paid_online': 'paid_online',
        'dossiers_result_required': 'result_required', 'dossiers_with_result_file': 'received_with_result_file',
        'dossiers_digitised_766': 'digitised_766', 'dossiers_reused': 'reused', 'dossiers_edoc_store': 'edoc_store',
        'dossiers_population_data': 'population_data', 'dossiers_synced': 'synced'}) }}
{% endmacro %}

{% macro dossier_stock_figures() %}
    {{ return({
        'dossiers_received_total': 'received_total', 'dossiers_carried_over': 'carried_over',
        'dossiers_pending': 'pending', 'dossiers_pending_in_time': 'pending_in_time',
        'dossiers_pending_late': 'pending_late'}) }}
{% endmacro %}

{# The way back (marts.trace_figure): a row per counted dossier, and for each figure of what moved the day on which the
   dossier counts in it. On-time by set 766 depends on the end of the period and is asked of late_766_on. #}
{% macro dossier_traced() %}
{%- set measures = dossier_measures() %}
create or replace view core.dossier_traced as
select
    m.source_code,
    m.dossier_id,
    m.dossier_code,
    m.unit_key,
    m.procedure_code,
    m.receipt_id,
    m.gate_id,
    m.accepted_date,
    m.end_date,
    m.overdue_from,
    m.overdue_to,
    m.late_766_on
    {%- for figure, sum in dossier_flow_figures().items() if sum != 'on_time_766' %},
    case
        when {{ sum }} <> 0 then {{ 'm.end_date' if 'resolved' in measures.get(sum, sum) else 'm.accepted_date' }}
    end as {{ figure }}
    {%- endfor %}
from (
    select
        d.*,
        {%- for name, measure in measures.items() if name not in ['received', 'resolved', 'overdue_change'] %}
        {{ measure }} as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (select k.*, 1 as received, 1 as resolved from {{ dossier_counted() }} as k where k.is_counted) as d
) as m;
comment on view core.dossier_traced is
'Counted dossiers, and the day on which each counts in each figure of what moved (null: in none); for marts.trace_figure.'
{%- endmacro %}
