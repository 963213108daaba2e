{{ config(materialized='incremental', unique_key='dossier_id', incremental_strategy='merge',
          indexes=[{'columns': ['dossier_id'], 'unique': true}, {'columns': ['gate_id']},
                   {'columns': ['unit_key', 'accepted_date']}, {'columns': ['unit_key', 'finished_date']}]) }}
-- noqa: disable=LT02
-- Grain: dossier_id. The latest version that passed the gate; the prev_ columns keep where the dossier was counted
-- before, so that the days it leaves are counted again too.
{% set since = last_gate(this) %}
with arrived as (
    select * from {{ ref('stg_igate__dossier') }} where delivery_gate_id > {{ since }}
    union all
    select * from {{ ref('stg_igate__dossier') }}
    where released_gate_id > {{ since }} and delivery_gate_id <= {{ since }}
),

latest as (
    select distinct on (dossier_id) *
    from arrived
    order by dossier_id asc, updated_at desc, receipt_id desc, row_no desc
)

select
    l.dossier_id,
    l.dossier_code,
    l.source_code,
    l.unit_key,
    l.procedure_code,
    l.national_status,
    l.status_group,
    l.channel,
    l.updated_at,
    l.accepted_date,
    l.due_date,
    l.finished_date,
    l.has_component_file,
    l.is_fully_digitised,
    l.has_result_file,
    l.receipt_id,
    l.row_no,
    l.gate_id,
    {%- if is_incremental() %}
    old.unit_key as prev_unit_key,
    old.accepted_date as prev_accepted_date,
    old.finished_date as prev_finished_date
from latest as l
left join {{ this }} as old on l.dossier_id = old.dossier_id
where old.dossier_id is null or l.updated_at >= old.updated_at
    {%- else %}
    null::text as prev_unit_key,
    null::date as prev_accepted_date,
    null::date as prev_finished_date
from latest as l
    {%- endif %}
