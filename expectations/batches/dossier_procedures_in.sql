-- Procedures of the catalogue that arrived and were not examined yet, and the open ones of quarantine once more.
with arrived as (
    select r.* from raw_dossiers.procedure as r where r.receipt_id = any(:receipts)
    union all
    select r.*
    from quarantine.row as q
    cross join lateral jsonb_populate_record(null::raw_dossiers.procedure, q.record) as r
    where q.state = 'open' and q.source_table = 'raw_dossiers.procedure' and q.check_name <> 'decodable'
)

select
    a.receipt_id,
    a.row_no,
    a.procedure_code,
    a.procedure_name,
    a.processing_time,
    f.role,
    coalesce(a.procedure_code ~ '^\d\.\d{6}', false) as has_national_code,
    a.processing_time is not null and z.clock is null as is_time_unit_unknown,
    a.processing_time is null and not coalesce(a.has_no_due_date, false) as lacks_time
from arrived as a
left join reference.dossier_sources as f on a.source_code = f.source_code
left join reference.dossier_time_units as z
    on a.source_code = z.source_code and lower(trim(a.processing_time_unit)) = z.source_unit
