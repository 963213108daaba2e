{# The day from which a dossier counts late under the rule of set 766 (evaluation of 766/QĐ-TTg, 2.1), of an alias with
   due_766_at, paused, ended_at, end_date, waiting_at, waiting_date, status_group, supplement_requests:
   - it ended: late when the end less the completed supplements is after the due moment; until it ended it was late from
     the day after the due day;
   - it waits for the applicant: the request is its end, and more than one supplement request counts late;
   - it is open: late from the day after the due day (moved by completed supplements): the end of a period is its end;
   - neither a due moment nor a time of the law: never late. `due_766_at` is then null.
   A due day without a time of day ends at midnight, so it is kept as the midnight after. #}
{% macro late_766_on(d) -%}
    case
        when {{ d }}.due_766_at is null then date '9999-12-31'
        when {{ d }}.ended_at is not null
            then case
                when {{ d }}.ended_at - {{ d }}.paused > {{ d }}.due_766_at
                    then least({{ d }}.end_date, {{ overdue_766_from(d) }})
                else date '9999-12-31'
            end
        when {{ d }}.status_group = 'supplement' and {{ d }}.supplement_requests > 1
            then least({{ d }}.waiting_date, {{ overdue_766_from(d) }})
        when {{ d }}.waiting_at is not null
            then case
                when {{ d }}.waiting_at - {{ d }}.paused > {{ d }}.due_766_at
                    then least({{ d }}.waiting_date, {{ overdue_766_from(d) }})
                else date '9999-12-31'
            end
        else {{ overdue_766_from(d) }}
    end
{%- endmacro %}

{# The day after the one on which the due moment, moved by completed supplements, falls. #}
{% macro overdue_766_from(d) -%}
    ({{ vietnamese_day('(' ~ d ~ ".due_766_at + " ~ d ~ ".paused - interval '1 microsecond')") }} + 1)
{%- endmacro %}
