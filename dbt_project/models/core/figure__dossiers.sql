-- Grain: unit_key, period_code, figure_code. Counts of dossiers for every period; for a unit with units below it
-- also their sum (_communes) and the sum with its own one-stop shop (_area).
{% set measures = {
    'dossiers_received': 'received', 'dossiers_online': 'received_online', 'dossiers_direct': 'received_direct',
    'dossiers_post': 'received_post', 'dossiers_with_digitised_component': 'with_component_file',
    'dossiers_fully_digitised': 'fully_digitised', 'dossiers_resolved': 'resolved',
    'dossiers_resolved_early': 'resolved_early', 'dossiers_resolved_late': 'resolved_late',
    'dossiers_on_time': 'resolved - resolved_late', 'dossiers_with_digitised_result': 'with_result_file'} %}
with own as (
    select
        d.unit_key,
        p.period_code,
        {% for column in measures.values() | unique -%}
        sum({{ column }}) as m{{ loop.index }},
        {% endfor -%}
        max(d.receipt_id) as receipt_id
    from {{ ref('dossier_day') }} as d
    inner join {{ ref('core_period') }} as p on d.day between p.first_day and p.last_day
    group by d.unit_key, p.period_code
),

scoped as (
    select '' as suffix, o.* from own as o
    union all
    select
        '_communes',
        u.parent_unit_key,
        o.period_code,
        {% for column in measures.values() | unique -%}
        sum(o.m{{ loop.index }}),
        {% endfor -%}
        max(o.receipt_id)
    from own as o
    inner join {{ ref('core_unit') }} as u on o.unit_key = u.unit_key
    where u.level = 'commune'
    group by u.parent_unit_key, o.period_code
),

with_area as (
    select * from scoped
    union all
    select
        '_area',
        s.unit_key,
        s.period_code,
        {% for column in measures.values() | unique -%}
        sum(s.m{{ loop.index }}),
        {% endfor -%}
        max(s.receipt_id)
    from scoped as s
    where s.unit_key in (select c.unit_key from scoped as c where c.suffix = '_communes')
    group by s.unit_key, s.period_code
)

select
    w.unit_key,
    w.period_code,
    m.figure || w.suffix as figure_code,
    m.value::numeric as value,
    null::text as missing_reason,
    'igate' as source_code,
    w.receipt_id,
    'core.dossier_day ' || w.unit_key || ' ' || w.period_code || w.suffix as source_ref
from with_area as w
cross join lateral (
    values
    {%- for figure in measures %}
    ('{{ figure }}', w.m{{ loop.index }}){{ ',' if not loop.last }}
    {%- endfor %}
) as m (figure, value)
