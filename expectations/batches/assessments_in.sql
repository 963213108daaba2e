-- Entries of score sheets that arrived and were not examined yet, and the open ones of quarantine once more. Which
-- criteria take points, and how many, is told by the index books (reference.assessable_criterion). Each column of a
-- fault holds the sentence about it, and nothing where there is none.
with arrived as (
    select r.* from raw_workbooks.list_row as r
    inner join ops.delivery as d on r.receipt_id = d.receipt_id
    where d.receipt_id = any(:receipts) and r.form_code like '%\_assessment'
    union all
    select r.*
    from quarantine.row as q
    cross join lateral jsonb_populate_record(null::raw_workbooks.list_row, q.record) as r
    where q.state = 'open' and q.source_table = 'raw_workbooks.list_row' and r.form_code like '%\_assessment'
),

read as (
    select
        a.receipt_id,
        a.row_no,
        a.sheet,
        a.cells,
        a.unit_key,
        a.period_code,
        a.fields ->> 'index_code' as index_code,
        a.fields ->> 'criterion_code' as criterion_code,
        a.fields ->> 'stage' as stage,
        nullif(a.fields ->> 'points', '')::numeric as points,
        nullif(a.fields ->> 'reason', '') as reason,
        nullif(a.fields ->> 'assessed_at', '')::date as assessed_at,
        (d.received_at at time zone 'Asia/Ho_Chi_Minh')::date as received_on
    from arrived as a
    inner join ops.delivery as d on a.receipt_id = d.receipt_id
),

placed as (
    select
        r.*,
        c.max_points,
        c.rule,
        c.stage as published_stage,
        format('Trang tính “%s”, ô %s: ', r.sheet, r.cells ->> 'criterion_code') as at_criterion,
        format('Trang tính “%s”, ô %s: ', r.sheet, r.cells ->> 'points') as at_points,
        format('Trang tính “%s”, ô %s: ', r.sheet, r.cells ->> 'reason') as at_reason,
        replace(trim_scale(r.points)::text, '.', ',') as said_points
    from read as r
    left join lateral (
        select k.max_points, k.rule, k.stage
        from reference.assessable_criterion as k
        inner join reference.units as u on u.level = any(k.level)
        where
            u.unit_key = r.unit_key and k.index_code = r.index_code and k.criterion_code = r.criterion_code
            and k.valid_from <= make_date(left(r.period_code, 4)::integer, 1, 1)
            and coalesce(k.valid_to, 'infinity') > make_date(left(r.period_code, 4)::integer, 12, 31)
        order by k.max_points desc
        limit 1
    ) as c on true
)

select
    receipt_id,
    row_no,
    unit_key,
    period_code,
    index_code,
    criterion_code,
    stage,
    points,
    case
        when max_points is null
            then at_criterion || format(
                'bộ chỉ số “%s” năm %s không có tiêu chí “%s” cho cấp này.', index_code, period_code, criterion_code
            )
    end as unknown_criterion,
    case when points is null and stage <> 'explanation' then at_points || 'chưa ghi điểm.' end as points_not_given,
    case when points < 0 then at_points || format('%s là số âm.', said_points) end as negative_points,
    case
        when points > max_points
            then at_points || format(
                '%s điểm, lớn hơn điểm tối đa %s của tiêu chí %s.',
                said_points, replace(trim_scale(max_points)::text, '.', ','), criterion_code
            )
    end as points_above_most,
    case
        when points is null or reason is not null then null
        when rule = 'jury' and stage in ('appraisal', 'final') then at_reason || 'điểm do hội đồng chấm phải kèm lý do.'
        when stage = 'final' and coalesce(published_stage, 'system') = 'system'
            then at_reason || 'điểm thay cho điểm hệ thống tính phải kèm lý do.'
    end as reason_not_given,
    case
        when assessed_at > received_on
            then format(
                'Trang tính “%s”, ô %s: ngày %s sau ngày nhận tệp.',
                sheet, cells ->> 'assessed_at', to_char(assessed_at, 'DD/MM/YYYY')
            )
    end as future_date
from placed
