-- Lines of the portal that arrived and were not examined yet, and the open ones of quarantine once more. The totals of other
-- provinces (group nation) name units that are not ours.
with arrived as (
    select r.* from raw_evaluation.value as r
    where r.receipt_id = any(:receipts)
    union all
    select r.*
    from quarantine.row as q
    cross join lateral jsonb_populate_record(null::raw_evaluation.value, q.record) as r
    where q.state = 'open' and q.source_table = 'raw_evaluation.value'
)

select
    a.receipt_id,
    a.row_no,
    a.period_code,
    a.unit_code,
    a.metric_code,
    a.quality_status,
    case
        when u.unit_key is null and a.group_code <> 'nation'
            then format(
                'Cổng gửi số liệu của “%s” với mã %s; mã này chưa có trong danh mục mã đơn vị (unit_code_map.csv, nguồn'
                || ' portal).', a.unit_name, coalesce(a.unit_code, '(trống)')
            )
    end as unknown_unit,
    a.metric_code is not null or a.kind in ('total', 'group') as is_named,
    count(*) over (
        partition by a.receipt_id, a.group_code, a.kind, a.unit_id, a.metric_code
    ) as times,
    least(a.numerator, a.denominator, a.value, a.score, a.max_score) as lowest,
    (a.numerator is null) = (a.denominator is null) as has_both_sides,
    a.numerator > a.denominator as is_above_whole,
    a.score > a.max_score as is_above_maximum
from arrived as a
left join reference.unit_code_map as u
    on a.source_code = u.source_code and a.unit_code = u.source_unit_code
