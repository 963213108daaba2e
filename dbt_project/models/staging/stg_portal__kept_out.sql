-- Grain: receipt_id. Lines of an answer that a gate kept out, those of unknown units aside: the answer is not whole.
select
    receipt_id,
    count(*) as kept_out_lines
from {{ source('quarantine', 'row') }}
where source_table = 'raw_evaluation.value' and is_kept_out and not 'unit_known' = any(checks)
group by receipt_id
