-- Grain: unit_key, period_code, figure_code. Single answers of a survey, summed by factor: favourable answers (4 and 5 of
-- 5), answers given ("don't know" is none), and their sum for a mean. A survey is collected in several files; a
-- questionnaire that comes again, in a corrected file, counts as it came last.
with latest as (
    select a.*
    from {{ ref('stg_workbooks__survey_answer') }} as a
    inner join (
        select
            unit_key,
            period_code,
            survey,
            questionnaire,
            max(receipt_id) as receipt_id
        from {{ ref('stg_workbooks__survey_answer') }}
        group by unit_key, period_code, survey, questionnaire
    ) as l
        on
            a.unit_key = l.unit_key and a.period_code = l.period_code and a.survey = l.survey
            and a.questionnaire = l.questionnaire and a.receipt_id = l.receipt_id
),

counted as (
    select
        unit_key,
        period_code,
        survey,
        factor,
        source_code,
        count(answer) as answers,
        count(*) filter (where answer >= 4) as favourable,
        sum(answer) as total,
        max(receipt_id) as receipt_id,
        count(distinct questionnaire) as questionnaires
    from latest
    group by unit_key, period_code, survey, factor, source_code
)

select
    c.unit_key,
    c.period_code,
    c.survey || '_' || c.factor || '_' || m.figure as figure_code,
    m.value::numeric as value,
    case when m.value is null then 'blank' end as missing_reason,
    c.source_code,
    c.receipt_id,
    'raw_workbooks.list_row ' || c.unit_key || ' ' || c.period_code || ', ' || c.questionnaires || ' phiếu' as source_ref
from counted as c
cross join lateral (
    values
    ('favourable', c.favourable),
    ('answers', c.answers),
    ('sum', c.total)
) as m (figure, value)
