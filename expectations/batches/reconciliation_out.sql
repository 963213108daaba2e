-- The portal's totals beside the province's own dossiers.
select
    unit_key,
    period_code,
    reconciliation_code,
    state,
    state = 'outside_tolerance' and coalesce(known_reasons_vi, '') = '' as is_unexplained
from {schema}.fct_reconciliation
