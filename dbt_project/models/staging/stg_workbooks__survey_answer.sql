-- Grain: one answered question of one questionnaire that passed the gate (receipt_id, row_no, question). Answers are 1 to
-- 5; what is no such number ("don't know", nothing) is an answer that was not given.
select
    l.receipt_id,
    l.row_no,
    'workbook:' || l.form_code as source_code,
    d.name as file_name,
    l.sheet,
    l.sheet_row,
    l.unit_key,
    l.period_code,
    split_part(l.form_code, '_', 1) as survey,
    coalesce(nullif(l.fields ->> 'questionnaire_no', ''), l.receipt_id || ' ' || l.row_no) as questionnaire,
    f.key as question,
    regexp_replace(f.key, '_\d+$', '') as factor,
    case when f.value in ('1', '2', '3', '4', '5') then f.value::integer end as answer
from {{ source('raw_workbooks', 'live_list_row') }} as l
inner join {{ source('ops', 'delivery') }} as d on l.receipt_id = d.receipt_id
cross join lateral jsonb_each_text(l.fields) as f
where
    l.form_code like '%\_answers' and f.key ~ '_\d+$'
