-- Grain: figure_code. The counting rules of list_figures.csv, their conditions as SQL; one that cannot be read stops the
-- build and is shown. needed: fields without which an entry (of another edition) says nothing about the figure.
select
    figure_code,
    form_code,
    aggregate,
    nullif(field, '') as field,
    '^' || nullif(regexp_replace(field, '\*$', ''), field) || '\d+$' as field_pattern,
    forms.condition_sql(population, 'entry') as population_sql,
    forms.condition_sql(condition, 'entry') as condition_sql,
    when_none,
    coalesce(nullif(blanks, ''), 'missing') as blanks,
    array_remove(forms.fields_of(concat_ws(
        ';', population, condition, '[' || case when field not like '%*' then nullif(field, '') end || ']'
    )), 'value') as needed
from {{ ref('list_figures') }}
