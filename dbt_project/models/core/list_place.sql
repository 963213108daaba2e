-- Grain: figure_code, unit_key, period_code. Where the entries of a figure stand: file ▸ sheet ▸ first and last row, of the
-- three latest files.
select
    figure_code,
    unit_key,
    period_code,
    string_agg(place, '; ' order by receipt_id desc, place asc) filter (where nth <= 3)
    || case when max(nth) > 3 then '; … (' || max(nth) || ' tệp)' else '' end as source_ref
from (
    select
        figure_code,
        unit_key,
        period_code,
        receipt_id,
        file_name || ' ▸ ' || sheet || ' ▸ ' || coalesce(
            min(sheet_row) filter (where is_in) || ':' || max(sheet_row) filter (where is_in),
            min(sheet_row) || ':' || max(sheet_row)
        ) as place,
        row_number() over (
            partition by figure_code, unit_key, period_code order by receipt_id desc, file_name asc, sheet asc
        ) as nth
    from {{ ref('list_taken') }}
    group by figure_code, unit_key, period_code, receipt_id, file_name, sheet
) as p
group by figure_code, unit_key, period_code
