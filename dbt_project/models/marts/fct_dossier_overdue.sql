-- noqa: disable=LT02
-- Grain: source_code, dossier_id. Pending dossiers that are past due, or due within two working days, as of the data's day:
-- for the morning reminder. Who waits for the applicant is not reminded of. The unit is the one that has to act: the
-- resolving unit, where it is known. A dossier's code is no personal data.
-- depends_on: {{ ref('dossier_day') }}
with today as (
    select
        a.as_of_date,
        w.working_no,
        {{ working_day_number('w.working_no + 2') }} as soon_until
    from {{ ref('core_as_of') }} as a
    inner join {{ ref('core_working_day') }} as w on a.as_of_date = w.day
)

select
    d.source_code,
    d.dossier_id,
    d.dossier_code,
    coalesce(nullif(d.resolving_unit_key, ''), d.unit_key) as unit_key,
    d.unit_key as receiving_unit_key,
    d.procedure_code,
    coalesce(l.procedure_name, c.procedure_name) as procedure_name,
    d.one_stop_kind,
    d.channel,
    d.accepted_date,
    d.due_date,
    d.is_due_given,
    a.urgency,
    greatest(t.as_of_date - d.due_date, 0) as days_late,
    u.working_no - t.working_no as working_days_left,
    t.as_of_date,
    x.name_vi as unit_name_vi,
    v.name_vi as receiving_unit_name_vi,
    o.label_vi as one_stop_kind_vi,
    h.label_vi as channel_vi,
    g.label_vi as urgency_vi
from {{ dossier_counted() }} as d
cross join today as t
cross join lateral (select case when d.due_date < t.as_of_date then 'overdue' else 'due_soon' end as urgency) as a
inner join {{ ref('core_working_day') }} as u on d.due_date = u.day
inner join {{ ref('dossier_current') }} as c on d.source_code = c.source_code and d.dossier_id = c.dossier_id
left join {{ ref('dossier_procedure') }} as l on d.procedure_code = l.procedure_code
left join {{ ref('core_unit') }} as x on coalesce(nullif(d.resolving_unit_key, ''), d.unit_key) = x.unit_key
left join {{ ref('core_unit') }} as v on d.unit_key = v.unit_key
{{ label_of('one_stop_kind', 'd.one_stop_kind', 'o') }}
{{ label_of('channel', 'd.channel', 'h') }}
{{ label_of('urgency', 'a.urgency', 'g') }}
where d.is_counted and d.end_date is null and d.waiting_date is null and d.due_date <= t.soon_until
