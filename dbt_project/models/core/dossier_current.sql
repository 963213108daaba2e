{{ config(materialized='incremental', unique_key='dossier_id', incremental_strategy='merge',
          indexes=[{'columns': ['dossier_id'], 'unique': true}, {'columns': ['gate_id']}, {'columns': ['updated_at']},
                   {'columns': ['unit_key', 'accepted_date']}, {'columns': ['unit_key', 'finished_date']}]) }}
-- noqa: disable=LT02
-- Grain: dossier_id. The latest version that passed the gate. left_days are the "unit day" at which earlier versions were
-- counted: all of them, so that a run that was killed before it counted anew loses none of the days a dossier left.
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
    array(
        select day from unnest(old.left_days) as d (day)
        union
        select old.unit_key || ' ' || day from unnest(array[old.accepted_date, old.finished_date]) as d (day)
        where day is not null
    ) as left_days
from latest as l
left join {{ this }} as old on l.dossier_id = old.dossier_id
where
    old.dossier_id is null
    or (l.updated_at, l.receipt_id, l.row_no) >= (old.updated_at, old.receipt_id, old.row_no)
    {%- else %}
    '{}'::text[] as left_days
from latest as l
    {%- endif %}
