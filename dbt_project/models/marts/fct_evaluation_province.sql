-- Grain: province_code, period_code. The portal's table of all provinces in its last answer about each period.
with last_answer as (
    select
        period_code,
        max(receipt_id) as receipt_id
    from {{ ref('stg_portal__province') }}
    group by period_code
)

select
    v.province_code,
    v.province_name_vi,
    v.period_code,
    v.observed_on,
    max(v.score) filter (where v.kind = 'total') as published_points,
    max(v.score_delta) filter (where v.kind = 'total') as published_delta,
    rank() over (
        partition by v.period_code order by max(v.score) filter (where v.kind = 'total') desc nulls last
    ) as published_rank,
    {%- for group, code in [('transparency', 'CKMB'), ('progress', 'TDGQ'), ('online', 'CLGQ'), ('payment', 'TTTT'),
                            ('satisfaction', 'MDHL'), ('digitisation', 'MDSH')] %}
    max(v.score) filter (where v.portal_code = '{{ code }}') as {{ group }}_points,
    {%- endfor %}
    coalesce(v.observed_on <= p.last_day, true) as is_provisional,
    v.receipt_id
from {{ ref('stg_portal__province') }} as v
inner join last_answer as l on v.receipt_id = l.receipt_id
left join {{ ref('core_period') }} as p on v.period_code = p.period_code
group by v.province_code, v.province_name_vi, v.period_code, v.observed_on, p.last_day, v.receipt_id
