{# Exact accounting of dossiers (decision 0017). core.dossier_counted holds every dossier as it was counted last; what is
   new of it minus what was counted is added to core.dossier_day, and both move in one transaction: a run that is killed
   anywhere, or several merges before one count, end in the same data. The hook of dossier_day. #}

{% macro dossier_counted() -%}
    core.dossier_counted
{%- endmacro %}

{# Updates touch few rows of large tables: by index, whatever the planner believes of fresh temporary tables. #}
{% macro few_rows_of_many() -%}
    {%- if execute and is_incremental() -%}
        set local random_page_cost = 1.1; set local enable_seqscan = off; set local enable_mergejoin = off
    {%- else -%} set local enable_nestloop = off
    {%- endif -%}
{%- endmacro %}

{% macro count_dossiers() %}
{%- set counted, laws = dossier_counted(), 'core.dossier_procedure_counted' %}
{%- set fact, current, nation = ref('dossier_fact'), ref('dossier_current'), ref('dossier_national') %}
{%- set law = 'select procedure_code, is_interlinked, has_no_paper_result, processing_time, clock from ' %}
{%- if not execute -%} select 1
{%- elif not is_incremental() %}
drop table if exists {{ counted }} cascade;
create table {{ counted }} as select * from {{ fact }};
create unique index dossier_counted_key on {{ counted }} (source_code, dossier_id);
create index dossier_counted_received on {{ counted }} (unit_key, accepted_date);
create index dossier_counted_resolved on {{ counted }} (unit_key, end_date);
create index dossier_counted_gate on {{ counted }} (gate_id);
create index dossier_counted_nation_gate on {{ counted }} (nation_gate_id) where nation_gate_id is not null;
create index dossier_counted_pending on {{ counted }} (due_date) where is_counted and end_date is null;
create index dossier_counted_differing on {{ counted }} (unit_key, national_status, nation_status)
where is_counted and national_status <> nation_status;
analyze {{ counted }};
{{ dossier_traced() }};
drop table if exists {{ laws }};
create table {{ laws }} as {{ law }} {{ ref('dossier_procedure') }};
{%- else %}
{%- set gates = run_query('select coalesce(max(gate_id), 0), (select coalesce(max(nation_gate_id), 0) from ' ~ counted
    ~ ' where nation_gate_id is not null) from ' ~ counted).rows[0] %}
{%- set changed_laws = run_query('(' ~ law ~ laws ~ ' except ' ~ law ~ ref('dossier_procedure') ~ ') union all ('
    ~ law ~ ref('dossier_procedure') ~ ' except ' ~ law ~ laws ~ ')').rows | map(attribute=0) | unique | list %}
{{ few_rows_of_many() }};
create temporary table dossier_touched on commit drop as
select source_code, dossier_id from {{ current }} where gate_id > {{ gates[0] }}
union
select c.source_code, c.dossier_id from {{ nation }} as n inner join {{ current }} as c on n.dossier_id = c.dossier_code
where n.gate_id > {{ gates[1] }}
union
select c.source_code, c.dossier_id from {{ nation }} as n inner join {{ current }} as c on n.dossier_id = c.national_code
where n.gate_id > {{ gates[1] }}
{%- if changed_laws %}
union
select source_code, dossier_id from {{ current }}
where procedure_code in ({% for code in changed_laws %}{{ dbt.string_literal(code | replace("'", "''")) }}{{ ',' if not loop.last }}{% endfor %})
{%- endif %};
analyze dossier_touched;
-- offset 0: one dossier at a time by its key; pulled up, the view would be computed for all of them
create temporary table dossier_now on commit drop as
select f.* from dossier_touched as t cross join lateral (
    select * from {{ fact }} as f where f.source_code = t.source_code and f.dossier_id = t.dossier_id offset 0
) as f;
create temporary table dossier_before on commit drop as
select k.* from dossier_touched as t cross join lateral (
    select * from {{ counted }} as k where k.source_code = t.source_code and k.dossier_id = t.dossier_id offset 0
) as k;
analyze dossier_before;
delete from {{ counted }} as k using dossier_before as b
where k.source_code = b.source_code and k.dossier_id = b.dossier_id;
insert into {{ counted }} select * from dossier_now;
{%- if changed_laws %}
delete from {{ laws }};
insert into {{ laws }} {{ law }} {{ ref('dossier_procedure') }};
{%- endif %}
{%- endif %}
{% endmacro %}

{# What dossiers add to the days of their units: a row per dossier and event (accepted, ended, overdue, no longer overdue). #}
{% macro dossier_events(relation, sign) %}
    select
        d.unit_key,
        d.resolving_unit_key,
        d.one_stop_kind,
        e.day,
        e.late_766_on,
        {{ sign }} * e.received as received,
        {{ sign }} * e.resolved as resolved,
        {{ sign }} * e.overdue as overdue_change,
        d.receipt_id,
        {{ sign }} as sign,
        {%- for name in dossier_flags() %}
        d.{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }} as d
    cross join lateral (
        values
        (d.accepted_date, d.late_766_on, 1, 0, 0),
        (d.end_date, date '9999-12-31', 0, 1, 0),
        (d.overdue_from, date '9999-12-31', 0, 0, 1),
        (d.overdue_to, date '9999-12-31', 0, 0, -1)
    ) as e (day, late_766_on, received, resolved, overdue)
    where d.is_counted and e.day is not null
{% endmacro %}

{% macro dossier_flags() %}
    {{ return(['channel', 'resolution', 'has_component_file', 'is_fully_digitised', 'has_result_file', 'needs_result',
        'is_reused', 'is_from_edoc_store', 'has_fee', 'is_paid_online', 'has_population_data', 'is_synced']) }}
{% endmacro %}

{# Measures of a day: of dossiers accepted on it (received_…) and of dossiers that ended on it (resolved_…). #}
{% macro dossier_measures() %}
    {{ return({
        'received': 'received', 'received_online': "received * (channel = 'online')::int",
        'received_direct': "received * (channel = 'direct')::int", 'received_post': "received * (channel = 'post')::int",
        'with_component_file': 'received * has_component_file::int',
        'fully_digitised': 'received * is_fully_digitised::int',
        'result_required': 'received * needs_result::int',
        'received_with_result_file': 'received * (needs_result and has_result_file)::int',
        'digitised_766': 'received * (has_component_file and (has_result_file or not needs_result))::int',
        'reused': 'received * is_reused::int', 'edoc_store': 'received * is_from_edoc_store::int',
        'fee_due': 'received * has_fee::int', 'paid_online': 'received * is_paid_online::int',
        'population_data': 'received * has_population_data::int', 'synced': 'received * is_synced::int',
        'resolved': 'resolved', 'resolved_early': "resolved * (resolution = 'early')::int",
        'resolved_on_due_day': "resolved * (resolution = 'on_due_day')::int",
        'resolved_late': "resolved * (resolution = 'late')::int",
        'with_result_file': 'resolved * has_result_file::int',
        'overdue_change': 'overdue_change'}) }}
{% endmacro %}
