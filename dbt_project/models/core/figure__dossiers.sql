-- noqa: disable=LT02
-- Grain: unit_key, period_code, figure_code. Counts of dossiers for every period; for a unit with units below it
-- also their sum (_communes) and the sum with its own one-stop shop (_area). What moved in a period (flow) is said of periods
-- in which something did, since no row means "nothing known" and zeros would be scored; what stands (stock) always.
{% set flow, stock = dossier_flow_figures(), dossier_stock_figures() %}
{% set measures = dict(flow, **stock) %}
with own as (
    select
        '' as suffix,
        unit_key,
        period_code,
        has_moved,
        {% for column in measures.values() -%}
        {{ column }} as m{{ loop.index }},
        {% endfor -%}
        receipt_id
    from {{ ref('dossier_period') }}
),

{% set sums -%}
        bool_or(o.has_moved),
        {% for column in measures.values() -%}
        sum(o.m{{ loop.index }}),
        {% endfor -%}
        max(o.receipt_id)
{%- endset %}
scoped as (
    select * from own
    union all
    select
        '_communes',
        u.parent_unit_key,
        o.period_code,
        {{ sums }}
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
        o.unit_key,
        o.period_code,
        {{ sums }}
    from scoped as o
    where o.unit_key in (select c.unit_key from scoped as c where c.suffix = '_communes')
    group by o.unit_key, o.period_code
)

select
    w.unit_key,
    w.period_code,
    m.figure || w.suffix as figure_code,
    m.value::numeric as value,
    null::text as missing_reason,
    s.source_code,
    w.receipt_id,
    'core.dossier_day ' || w.unit_key || ' ' || w.period_code || w.suffix as source_ref
from with_area as w
cross join (
    select string_agg(source_code, '+' order by source_code) as source_code
    from {{ ref('dossier_sources') }} where role = 'primary'
) as s
cross join lateral (
    values
    {%- for figure in measures %}
    ('{{ figure }}', {{ 'true' if figure in stock else 'false' }}, w.m{{ loop.index }}){{ ',' if not loop.last }}
    {%- endfor %}
) as m (figure, is_stock, value)
where w.has_moved or m.is_stock
