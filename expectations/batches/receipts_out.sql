-- Every receipt: what it says, and what stands in raw and in quarantine.
select
    b.receipt_id,
    b.delivered,
    b.loaded,
    b.quarantined,
    b.duplicates,
    b.difference,
    d.rows_delivered = d.rows_loaded + d.rows_undecodable + d.rows_duplicate as agrees_with_itself,
    d.sha256 <> '' and d.archive_path <> '' as is_archived
from ops.receipt_balance as b
inner join ops.delivery as d on b.receipt_id = d.receipt_id
