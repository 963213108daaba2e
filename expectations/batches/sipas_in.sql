-- Questionnaires that arrived and were not examined yet, and the open ones of quarantine once more. Answers are the
-- fields whose name ends with the number of the question.
with arrived as (
    select r.* from raw_workbooks.list_row as r
    inner join ops.delivery as d on r.receipt_id = d.receipt_id
    where d.receipt_id = any(:receipts) and r.form_code = 'sipas_answers'
    union all
    select r.*
    from quarantine.row as q
    cross join lateral jsonb_populate_record(null::raw_workbooks.list_row, q.record) as r
    where q.state = 'open' and q.source_table = 'raw_workbooks.list_row' and r.form_code = 'sipas_answers'
)

select
    a.receipt_id,
    a.row_no,
    a.unit_key,
    a.period_code,
    a.fields ->> 'questionnaire_no' as questionnaire_no,
    count(*) filter (where f.value in ('1', '2', '3', '4', '5')) as answers,
    string_agg(
        format(
            'Trang tính “%s”, ô %s: “%s” không phải câu trả lời từ 1 đến 5 hoặc 9.',
            a.sheet, a.cells ->> f.key, f.value
        ),
        ' ' order by f.key
    ) filter (where f.value not in ('1', '2', '3', '4', '5', '9', '')) as unknown_answers
from arrived as a
left join lateral jsonb_each_text(a.fields) as f on f.key ~ '_[0-9]+$'
group by a.receipt_id, a.row_no, a.unit_key, a.period_code, a.fields, a.sheet, a.cells
