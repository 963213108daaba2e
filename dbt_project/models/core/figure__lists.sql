-- Grain: unit_key, period_code, figure_code. Entries of list forms counted by the rules of list_figures.csv (docs/forms.md):
-- among the entries of the population those that meet the condition. A list that is there and has nobody in the population
-- says what when_none says; a list that did not come says nothing. A sum over blanks is missing, unless blanks are skipped.
with counted as (
    select
        figure_code,
        unit_key,
        period_code,
        min(source_code) as source_code,
        max(receipt_id) as receipt_id,
        count(*) filter (where is_in) as population,
        count(*) filter (where is_counted) as entries,
        count(value) filter (where is_counted) as filled,
        count(distinct value) filter (where is_counted) as kinds,
        count(*) filter (where is_counted and value !~ '^-?\d+(\.\d+)?$') as unread,
        sum(case when is_counted and value ~ '^-?\d+(\.\d+)?$' then value::numeric end) as total
    from {{ ref('list_taken') }}
    group by figure_code, unit_key, period_code
),

valued as (
    select
        c.*,
        r.when_none,
        case
            when c.population = 0 then case r.when_none when 'zero' then 0 end
            when r.aggregate = 'count_distinct' then c.kinds
            when r.aggregate = 'count' and r.field is null then c.entries
            when r.aggregate = 'count' then c.filled
            when r.aggregate = 'sum' and (r.blanks = 'skip' or c.entries = c.filled) and c.unread = 0
                then coalesce(c.total, 0)
        end as value
    from counted as c
    inner join {{ ref('list_rule') }} as r on c.figure_code = r.figure_code
)

select
    v.unit_key,
    v.period_code,
    v.figure_code,
    v.value,
    case
        when v.value is not null then null
        when v.population = 0 and v.when_none = 'not_applicable' then 'not_applicable'
        else 'blank'
    end as missing_reason,
    v.source_code,
    v.receipt_id,
    p.source_ref
from valued as v
inner join {{ ref('list_place') }} as p
    on v.figure_code = p.figure_code and v.unit_key = p.unit_key and v.period_code = p.period_code
where v.population > 0 or v.when_none <> 'none'
