{{ config(materialized='incremental', unique_key=['source_code', 'dossier_id'], incremental_strategy='merge',
          pre_hook="{{ few_rows_of_many() }}",
          indexes=[{'columns': ['source_code', 'dossier_id'], 'unique': true}, {'columns': ['gate_id']},
                   {'columns': ['dossier_id']}]) }}
-- Grain: source_code, dossier_id (the national number, MaHoSo). What the nation knows of a dossier: compared with our own,
-- never counted, never put in its place.
-- noqa: disable=all
{{ latest_versions('comparison', [
    'source_code', 'dossier_id', 'unit_key', 'procedure_code', 'national_status', 'status_group', 'channel',
    'updated_at', 'accepted_at', 'due_at', 'ended_at', 'receipt_id', 'row_no', 'gate_id']) }}
