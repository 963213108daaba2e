-- noqa: disable=LT02
-- Grain: correction_no. The lines of corrections.csv, and what came of each: applied; no_longer_applies, since the source
-- does not say the old value any more; refused, since the line itself is wrong. finding_vi says why, with column and cell.
with told as (
    select
        row_number() over (order by correction_code, unit_key, period_code, figure_code, new_value) as correction_no,
        nullif(trim(correction_code), '') as correction_code,
        nullif(trim(unit_key), '') as unit_key,
        nullif(trim(period_code), '') as period_code,
        nullif(trim(figure_code), '') as figure_code,
        coalesce(trim(old_value), '') as old_value,
        coalesce(trim(new_value), '') as new_value,
        nullif(trim(reason_vi), '') as reason_vi,
        nullif(trim(decided_by), '') as decided_by,
        nullif(trim(decided_on), '') as decided_on,
        count(*) over (partition by trim(correction_code)) as with_this_code,
        count(*) over (partition by trim(unit_key), trim(period_code), trim(figure_code)) as of_this_figure
    from {{ ref('corrections') }}
),

-- in the order in which a reader would look: the first fault is told
read as (
    select
        t.*,
        {%- set number = "'^-?[0-9]+([.][0-9]+)?$'" %}
        case
            when t.correction_code is null then 'cột correction_code: ô trống; hãy đặt một mã riêng, ví dụ DC-2026-001'
            when t.with_this_code > 1 then 'cột correction_code: mã này đứng ở hai dòng; mỗi dòng cần một mã riêng'
            when not exists (select from {{ ref('core_unit') }} as u where u.unit_key = t.unit_key) or t.unit_key is null
                then 'cột unit_key: không có đơn vị “' || coalesce(t.unit_key, '')
                    || '”; hãy lấy khóa trong bảng dim_unit, ví dụ commune-17662-2025'
            when not exists (
                select from {{ ref('core_period') }} as p where p.period_code = t.period_code
            ) or t.period_code is null
                then 'cột period_code: không có kỳ “' || coalesce(t.period_code, '')
                    || '”; hãy viết như 2026, 2026-Q1, 2026-05 hoặc 2026-A05'
            when not exists (
                select from {{ ref('core_reported') }} as f where f.figure_code = t.figure_code
            ) or t.figure_code is null
                then 'cột figure_code: kho không có số liệu nào mang mã “' || coalesce(t.figure_code, '')
                    || '”; hãy lấy mã trong bảng fct_figure'
            when t.of_this_figure > 1 then 'cột figure_code: số liệu này được sửa ở hai dòng; hãy giữ một dòng'
            {%- for column, name in [('old_value', 'giá trị cũ'), ('new_value', 'giá trị mới')] %}
            when t.{{ column }} !~ {{ number }} and t.{{ column }} not in ('', 'not_applicable')
                then 'cột {{ column }}: {{ name }} “' || t.{{ column }}
                    || '” không phải là số; hãy viết như 1234.5, để trống nếu không có số liệu, hoặc not_applicable'
            {%- endfor %}
            when t.old_value = t.new_value then 'cột new_value: giá trị mới giống giá trị cũ'
            when t.reason_vi is null then 'cột reason_vi: ô trống; hãy ghi lý do sửa'
            when t.decided_by is null then 'cột decided_by: ô trống; hãy ghi cơ quan hoặc chức danh đã quyết định'
            when not coalesce(pg_input_is_valid(t.decided_on, 'date') and t.decided_on ~ '^\d{4}-\d\d-\d\d$', false)
                then 'cột decided_on: “' || coalesce(t.decided_on, '') || '” không phải là ngày; hãy viết như 2026-05-31'
        end as fault_vi
    from told as t
),

valued as (
    select
        *,
        case when fault_vi is null and old_value ~ {{ number }} then old_value::numeric end as old_number,
        case when fault_vi is null and new_value ~ {{ number }} then new_value::numeric end as new_number
    from read
),

held as (
    select
        v.*,
        r.unit_key is not null as is_there,
        coalesce(r.value::text, r.missing_reason, 'trống') as now_value,
        case
            when r.unit_key is null or coalesce(r.value, 'NaN') <> coalesce(v.old_number, 'NaN') then false
            when v.old_value = 'not_applicable' then coalesce(r.missing_reason, '') = 'not_applicable'
            when v.old_value = '' then coalesce(r.missing_reason, '') <> 'not_applicable'
            else true
        end as is_still_so
    from valued as v
    left join {{ ref('core_reported') }} as r
        on v.unit_key = r.unit_key and v.period_code = r.period_code and v.figure_code = r.figure_code
)

select
    correction_no,
    correction_code,
    unit_key,
    period_code,
    figure_code,
    old_value,
    new_value,
    new_number,
    case new_value when '' then 'blank' when 'not_applicable' then 'not_applicable' end as new_missing_reason,
    reason_vi,
    decided_by,
    case when fault_vi is null then decided_on::date end as decided_on,
    case when fault_vi is not null then 'refused' when is_still_so then 'applied' else 'no_longer_applies' end as state,
    'corrections.csv, dòng ' || coalesce(correction_code, '(không mã)') || ', ' || case
        when fault_vi is not null then fault_vi
        when is_still_so then null
        when not is_there then 'cột old_value: kho không có số liệu này của đơn vị trong kỳ; không sửa. Hãy xóa dòng này'
        else 'cột old_value: nguồn nay báo ' || now_value || ', không còn là ' || coalesce(nullif(old_value, ''), 'trống')
            || '; không sửa. Hãy xóa dòng này, hoặc quyết định lại theo giá trị mới của nguồn'
    end as finding_vi
from held
