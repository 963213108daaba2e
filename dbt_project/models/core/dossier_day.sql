{% set key = ['unit_key', 'resolving_unit_key', 'one_stop_kind', 'day', 'late_766_on'] %}
{{ config(materialized='incremental', unique_key=key, incremental_strategy='merge',
          indexes=[{'columns': key, 'unique': true}], pre_hook="{{ count_dossiers() }}",
          post_hook='delete from {{ this }} where received = 0 and resolved = 0 and overdue_change = 0') }}
-- noqa: disable=LT02
-- Grain: unit_key (which received), resolving_unit_key ('' = not known), one_stop_kind, day, late_766_on. Counts by day of
-- acceptance and by day of completion, from which every period is summed; overdue_change: pending dossiers that became
-- overdue on the day less those that ceased to be. late_766_on tells from which day the dossiers accepted on `day` count
-- late under set 766 (never: 9999-12-31). What changed is added, exactly: see the macro count_dossiers.
-- depends_on: {{ ref('dossier_fact') }} {{ ref('dossier_procedure') }}
-- depends_on: {{ ref('dossier_current') }} {{ ref('dossier_national') }}
with event as (
    {%- if is_incremental() %}
    {{ dossier_events('dossier_now', 1) }}
    union all
    {{ dossier_events('dossier_before', -1) }}
    {%- else %}
    {{ dossier_events(dossier_counted(), 1) }}
    {%- endif %}
),

change as (
    select
        {{ key | join(', ') }},
        {%- for name, measure in dossier_measures().items() %}
        coalesce(sum({{ measure }}), 0)::bigint as {{ name }},
        {%- endfor %}
        max(receipt_id) filter (where sign = 1 and overdue_change = 0) as receipt_id,
        max(receipt_id) filter (where sign = -1 and overdue_change = 0) as left_receipt_id
    from event
    group by {{ key | join(', ') }}
)

select
    {%- for name in key %}
    c.{{ name }},
    {%- endfor %}
    {%- if is_incremental() %}
    {%- for name in dossier_measures() %}
    coalesce(o.{{ name }}, 0) + c.{{ name }} as {{ name }},
    {%- endfor %}
    case
        -- the dossier with the latest receipt left the day: ask those that stayed
        when c.left_receipt_id >= o.receipt_id and coalesce(c.receipt_id, 0) < o.receipt_id
            then greatest(
                {%- for day, late in [('accepted_date', 'k.late_766_on'), ('end_date', "date '9999-12-31'")] %}
                (
                    select max(k.receipt_id) from {{ dossier_counted() }} as k
                    where
                        k.is_counted and k.unit_key = c.unit_key and k.{{ day }} = c.day
                        and k.resolving_unit_key = c.resolving_unit_key and k.one_stop_kind = c.one_stop_kind
                        and {{ late }} = c.late_766_on
                ){{ ',' if not loop.last }}
                {%- endfor %}
            )
        else greatest(o.receipt_id, c.receipt_id)
    end as receipt_id
from change as c
left join {{ this }} as o
    on {% for name in key %}c.{{ name }} = o.{{ name }}{{ ' and ' if not loop.last }}{% endfor %}
    {%- else %}
    {%- for name in dossier_measures() %}
    c.{{ name }},
    {%- endfor %}
    c.receipt_id
from change as c
    {%- endif %}
