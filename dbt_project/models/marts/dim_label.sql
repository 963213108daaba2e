-- Grain: domain, code.
select
    domain,
    code,
    label_vi,
    label_en,
    position
from {{ ref('core_label') }}
