{{ config(materialized='incremental', unique_key=['source_code', 'dossier_id'], incremental_strategy='merge',
          pre_hook="{{ few_rows_of_many() }}",
          indexes=[{'columns': ['source_code', 'dossier_id'], 'unique': true}, {'columns': ['gate_id']},
                   {'columns': ['updated_at']}, {'columns': ['dossier_code']}, {'columns': ['national_code']}]) }}
-- Grain: source_code, dossier_id. The latest version that passed the gate, of the sources whose dossiers are counted.
-- noqa: disable=all
{{ latest_versions('primary', [
    'source_code', 'dossier_id', 'dossier_code', 'national_code', 'unit_key', 'resolving_unit_key', 'procedure_code',
    'procedure_name', 'national_status', 'status_group', 'channel', 'updated_at', 'accepted_at', 'due_at', 'ended_at',
    'waiting_at', 'pause_days', 'paused_time', 'supplement_requests', 'processing_time', 'clock', 'has_component_file',
    'is_fully_digitised', 'has_result_file', 'is_reused', 'is_from_edoc_store', 'has_fee', 'is_paid_online',
    'has_population_data', 'receipt_id', 'row_no', 'gate_id']) }}
