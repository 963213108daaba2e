{{ config(indexes=[{'columns': ['procedure_code'], 'unique': true}]) }}
-- Grain: procedure_code (the national part, for example 1.012790). What the catalogues say of a procedure: of each attribute
-- the latest that is said, since a catalogue that is silent takes nothing back. Where nothing is said it stays unknown.
select
    procedure_code,
    {%- for attribute in ['procedure_name', 'is_interlinked', 'has_no_paper_result', 'has_no_due_date'] %}
    (array_agg({{ attribute }} order by receipt_id desc, row_no desc) filter (where {{ attribute }} is not null))[1]
        as {{ attribute }},
    {%- endfor %}
    (array_agg(processing_time order by receipt_id desc, row_no desc) filter (where processing_time is not null))[1]
        as processing_time,
    (array_agg(clock order by receipt_id desc, row_no desc) filter (where processing_time is not null))[1] as clock
from {{ ref('stg_dossiers__procedure') }}
group by procedure_code
