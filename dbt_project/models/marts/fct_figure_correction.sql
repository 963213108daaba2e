{{ config(indexes=[{'columns': ['kind', 'correction_code'], 'unique': true}]) }}
-- Grain: kind, correction_code. Every figure that was corrected: decided (a line of corrections.csv) or resent (a cell that a
-- file sent again changed); and the lines that were not applied, with the reason.
with found as (
    select
        'decided' as kind,
        coalesce(c.correction_code || case when c.state = 'refused' then ' #' || c.correction_no else '' end, '#' || c.correction_no)
            as correction_code,
        c.state,
        c.unit_key,
        c.period_code,
        c.figure_code,
        f.source_code,
        null as entry,
        nullif(c.old_value, '') as old_value,
        nullif(c.new_value, '') as new_value,
        c.reason_vi,
        c.decided_by,
        c.decided_on,
        f.receipt_id,
        f.source_ref,
        c.finding_vi
    from {{ ref('core_correction') }} as c
    left join {{ ref('core_figure') }} as f
        on c.unit_key = f.unit_key and c.period_code = f.period_code and c.figure_code = f.figure_code
    union all
    select
        'resent',
        r.correction_code,
        'applied',
        r.unit_key,
        r.period_code,
        case when r.is_figure then r.item end,
        r.source_code,
        nullif(concat_ws(': ', r.entry, case when not r.is_figure then nullif(r.item, '') end), ''),
        r.old_value,
        r.new_value,
        case r.change
            when 'added' then 'Gửi lại tệp: thêm'
            when 'withdrawn' then 'Gửi lại tệp: bỏ'
            else 'Gửi lại tệp: sửa'
        end,
        r.sender,
        r.received_on,
        r.receipt_id,
        concat_ws(' ▸ ', r.file_name, r.place),
        null
    from {{ ref('stg_workbooks__correction') }} as r
)

select
    f.kind,
    f.correction_code,
    f.state,
    f.unit_key,
    f.period_code,
    f.figure_code,
    f.source_code,
    f.entry,
    f.old_value,
    f.new_value,
    f.reason_vi,
    f.decided_by,
    f.decided_on,
    f.receipt_id,
    f.source_ref,
    f.finding_vi,
    k.label_vi as kind_vi,
    s.label_vi as state_vi
from found as f
{{ label_of('correction_kind', 'f.kind', 'k') }}
{{ label_of('correction_state', 'f.state', 's') }}
