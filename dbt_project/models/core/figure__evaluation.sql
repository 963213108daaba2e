-- Grain: unit_key, period_code, figure_code. Numerators, denominators and single numbers as the portal delivered them, and
-- its published points. Null over null where all points are given does not apply to the unit: on both sides.
with told as (
    select
        l.*,
        l.kind = 'metric' and l.numerator is null and l.denominator is null and l.score = l.max_score and l.score > 0
            as is_not_applicable
    from {{ ref('evaluation_line') }} as l
),

named as (
    select
        t.*,
        f.figure_code,
        f.figure
    from told as t
    cross join
        lateral (
            values
            ('qd766_' || lower(t.metric_code) || '_numerator', t.numerator, t.kind = 'metric'),
            ('qd766_' || lower(t.metric_code) || '_denominator', t.denominator, t.kind = 'metric'),
            ('qd766_' || lower(regexp_replace(t.metric_code, '([A-Z])', '_\1', 'g')), t.value, t.kind = 'field'),
            ('qd766_published_' || t.group_code, t.score, t.kind in ('group', 'total'))
        ) as f (figure_code, figure, is_there)
    where f.is_there
)

select
    unit_key,
    period_code,
    figure_code,
    figure as value,
    case
        when figure is not null then null
        when is_not_applicable then 'not_applicable'
        else 'blank'
    end as missing_reason,
    source_code,
    receipt_id,
    'Cổng DVCQG ▸ ' || group_code || ' ▸ ' || metric_code || ' ▸ ' || unit_code || ' ▸ '
    || to_char(observed_on, 'DD/MM/YYYY') as source_ref
from named
