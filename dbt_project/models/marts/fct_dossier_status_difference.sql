-- Grain: unit_key, own_status, nation_status. Dossiers of which the nation knows another status than we do, with the reason
-- where it is a known distortion of the push; the two are kept side by side and never put in each other's place.
-- depends_on: {{ ref('dossier_day') }}
select
    d.unit_key,
    d.national_status as own_status,
    d.nation_status,
    count(*) as dossiers,
    r.reason_vi,
    r.reason_en,
    u.name_vi as unit_name_vi,
    o.label_vi as own_status_vi,
    n.label_vi as nation_status_vi
from {{ dossier_counted() }} as d
left join {{ ref('dossier_sync_reasons') }} as r
    on d.national_status = r.own_status::integer and d.nation_status = r.nation_status::integer
left join {{ ref('core_unit') }} as u on d.unit_key = u.unit_key
{{ label_of('dossier_status', 'd.national_status::text', 'o') }}
{{ label_of('dossier_status', 'd.nation_status::text', 'n') }}
where d.is_counted and d.national_status <> d.nation_status
group by
    d.unit_key, d.national_status, d.nation_status, r.reason_vi, r.reason_en, u.name_vi, o.label_vi, n.label_vi
