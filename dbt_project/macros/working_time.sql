{# The working-day clock (dossier interface, 4.1): 7:00 to 11:30 and 13:30 to 17:00, eight hours a day, on the days of
   core.working_day. What arrives after closing or on a day off begins on the next working day. #}

{# Number of the working day on which the clock begins for a moment (timestamp, Vietnamese wall clock). #}
{% macro clock_begins(moment) -%}
    (
        select working.working_no + (not working.is_working or {{ moment }}::time >= time '17:00')::integer
        from {{ ref('core_working_day') }} as working where working.day = {{ moment }}::date
    )
{%- endmacro %}

{# Minutes of that working day that are over at the moment: 0 to 480. #}
{% macro clock_minutes(moment) -%}
    (
        select
            case
                when not working.is_working or {{ moment }}::time >= time '17:00' then 0
                else greatest(0, least(270, extract(epoch from {{ moment }}::time - time '07:00') / 60))
                    + greatest(0, extract(epoch from {{ moment }}::time - time '13:30') / 60)
            end
        from {{ ref('core_working_day') }} as working where working.day = {{ moment }}::date
    )
{%- endmacro %}

{# The first working day on or after a day. #}
{% macro working_day_from(day) -%}
    (select min(working.day) from {{ ref('core_working_day') }} as working where working.is_working and working.day >= {{ day }})
{%- endmacro %}

{# The working day with a number. #}
{% macro working_day_number(number) -%}
    (select working.day from {{ ref('core_working_day') }} as working where working.is_working and working.working_no = {{ number }})
{%- endmacro %}

{# The due day of what began at a moment and may take an amount of time on a clock: working_day, working_hour (8 a day),
   calendar_day and month (moved forward to a working day). #}
{% macro due_day(moment, amount, clock) -%}
    case {{ clock }}
        when 'working_day' then {{ working_day_number(clock_begins(moment) ~ ' + ceil(' ~ amount ~ ')::integer') }}
        when 'working_hour' then {{ working_day_number(
            clock_begins(moment) ~ ' + greatest(0, ceil((' ~ clock_minutes(moment) ~ ' + ' ~ amount ~ ' * 60) / 480) - 1)::integer'
        ) }}
        when 'calendar_day' then {{ working_day_from('(' ~ moment ~ '::date + ceil(' ~ amount ~ ')::integer)') }}
        when 'month' then {{ working_day_from(
            '(' ~ moment ~ '::date + make_interval(months => ceil(' ~ amount ~ ')::integer))::date'
        ) }}
    end
{%- endmacro %}

{# A due day after pauses, in the order they happened: each moves it by the days it lasted, on to a working day (old due +
   (resumed - requested) - 1 day + 1 working day; dossier interface, 4.1). `pauses` is an array of days. #}
{% macro due_after_pauses(day, pauses) -%}
    (
        with recursive moved (pauses_done, due) as (
            select 0, {{ day }}
            union all
            select
                m.pauses_done + 1,
                (
                    select min(w.day) from {{ ref('core_working_day') }} as w
                    where w.is_working and w.day >= m.due + ({{ pauses }})[m.pauses_done + 1]
                )
            from moved as m
            where m.pauses_done < cardinality({{ pauses }})
        )

        select m.due from moved as m order by m.pauses_done desc limit 1
    )
{%- endmacro %}
