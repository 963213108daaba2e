{# The latest version of each dossier of the sources of a role that passed the gate: incremental by gate, merged by what
   arrived. An older version that comes late does not win; a dossier that an extract no longer shows stays as it was. #}
{% macro latest_versions(role, columns) %}
{%- set since = last_gate(this) %}
with arrived as (
    select * from {{ ref('stg_dossiers__version') }} where role = '{{ role }}' and delivery_gate_id > {{ since }}
    union all
    select * from {{ ref('stg_dossiers__version') }}
    where role = '{{ role }}' and released_gate_id > {{ since }} and delivery_gate_id <= {{ since }}
),

latest as (
    select distinct on (source_code, dossier_id) *
    from arrived
    order by source_code asc, dossier_id asc, updated_at desc, receipt_id desc, row_no desc
)

select
    {%- for column in columns %}
    l.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
from latest as l
{%- if is_incremental() %}
left join {{ this }} as old on l.source_code = old.source_code and l.dossier_id = old.dossier_id
where
    old.dossier_id is null
    or (l.updated_at, l.receipt_id, l.row_no) >= (old.updated_at, old.receipt_id, old.row_no)
{%- endif %}
{% endmacro %}
