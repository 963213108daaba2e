-- Conditions on the entries of forms, written as data and read in one way by the gate and by the figures (docs/forms.md):
--     [status] = done; [completed_on] <= [deadline]
-- A field stands in square brackets, ";" joins what must hold together. A side may be a sum: [total] = [direct] + [online].
create schema forms;
grant usage on schema forms to parix_loader, parix_transformer, parix_auditor;

create function forms.side_sql(said text, entry text) returns text language plpgsql immutable as $$
declare
    a_term constant text := '(?:\[[a-z0-9_:]+\]|[0-9]+(?:\.[0-9]+)?)';
    terms text[];
    part text[];
    one text;
    added text := '';
    readable text := '';
    filled text := '';
begin
    if said ~ '^\[[a-z0-9_:]+\]$' then
        return format('nullif(%s ->> %L, %L)', entry, btrim(said, '[]'), '');
    elsif said !~ ('^' || a_term || '(?: [+-] ' || a_term || ')+$') then
        if said ~ '[][]' then
            raise exception 'neither a field nor a text nor a sum: %', said;
        end if;
        return quote_literal(said);
    end if;
    for part in select regexp_matches(said, '([+-]?) ?(' || a_term || ')', 'g') loop
        one := forms.side_sql(part[2], entry);
        added := added || format(' %s coalesce(%s::numeric, 0)', coalesce(nullif(part[1], ''), '+'), one);
        readable := readable || format(' and coalesce(%s ~ %L, true)', one, '^-?[0-9]+(\.[0-9]+)?$');
        if part[2] like '[%' then
            filled := filled || format(' or %s is not null', one);
        end if;
    end loop;
    return format('(case when (false%s)%s then (0%s)::text end)', filled, readable, added);
end
$$;
comment on function forms.side_sql is
'One side of a comparison as an SQL text: a field, a constant, or a sum of which empty terms count nothing.';

create function forms.compared(type text, form text, l text, operator text, r text) returns text
language sql immutable as $$
    -- a constant of another form would be cast as soon as the statement is planned
    select case
        when l like '''%' and btrim(l, '''') !~ form or r like '''%' and btrim(r, '''') !~ form then ''
        else format(' when %1$s ~ %4$L and %3$s ~ %4$L then %1$s::%5$s %2$s %3$s::%5$s', l, operator, r, form, type)
    end
$$;
comment on function forms.compared is 'The branch of a comparison in which both sides have the form of a type.';

create function forms.condition_sql(said text, entry text default 'fields') returns text
language plpgsql immutable as $$
declare
    a_number constant text := '^-?[0-9]+(\.[0-9]+)?$';
    a_day constant text := '^[0-9]{4}-[0-9]{2}-[0-9]{2}$';
    part text;
    found text[];
    l text;
    r text;
    conditions text := 'true';
begin
    foreach part in array regexp_split_to_array(btrim(coalesce(said, '')), '\s*;\s*') loop
        continue when part = '';
        found := coalesce(
            regexp_match(part, '^(\S.*?) (is empty|is filled)$'),
            regexp_match(part, '^(\S.*?) (<>|<=|>=|=|<|>|in|matches) (\S.*)$')
        );
        if found is null or found[1] !~ '[[]' then -- a field without its brackets would be a text that never fits
            raise exception 'a condition on a form cannot be read: "%" in "%"', part, said;
        end if;
        l := forms.side_sql(found[1], entry);
        r := case when found[2] not in ('is empty', 'is filled', 'in', 'matches') then forms.side_sql(found[3], entry) end;
        if r is null then
            conditions := conditions || ' and ' || l || case found[2]
                when 'is empty' then ' is null'
                when 'is filled' then ' is not null'
                when 'in' then format(' = any(%L::text[])', string_to_array(found[3], '|'))
                else format(' ~ %L', found[3])
            end;
        else
            conditions := conditions || ' and case' || forms.compared('numeric', a_number, l, found[2], r)
                || case
                    when found[2] in ('=', '<>') then format(' when true then %s %s %s end', l, found[2], r)
                    else forms.compared('date', a_day, l, found[2], r) || ' when false then null end'
                end;
        end if;
    end loop;
    return conditions;
end
$$;
comment on function forms.condition_sql is
'Conditions as an SQL expression on a jsonb of fields: numbers and days are compared as such, exactly; null where what is compared is empty, or no number or day. Raises an exception that shows what cannot be read.';

create function forms.fields_of(said text) returns text[] language sql immutable as $$
    select array(select distinct m[1] from regexp_matches(said, '\[([a-z0-9_:]+)\]', 'g') as m)
$$;
comment on function forms.fields_of is 'The fields that conditions name.';

create function forms.first_day(period_code text) returns date language sql immutable parallel safe as $$
    select case
        when period_code like '%/%' then split_part(period_code, '/', 1)::date
        when period_code ~ '^\d{4}-Q[1-4]$' then make_date(left(period_code, 4)::int, 3 * right(period_code, 1)::int - 2, 1)
        when period_code ~ '^\d{4}-A\d\d$'
            then (make_date(left(period_code, 4)::int, right(period_code, 2)::int, 15) - interval '1 month')::date
        when period_code ~ '^\d{4}-\d\d$' then (period_code || '-01')::date
        else make_date(left(period_code, 4)::int, 1, 1)
    end
$$;
create function forms.last_day(period_code text) returns date language sql immutable parallel safe as $$
    select case
        when period_code like '%/%' then split_part(period_code, '/', 2)::date
        when period_code ~ '^\d{4}-Q[1-4]$' then (forms.first_day(period_code) + interval '3 months - 1 day')::date
        when period_code ~ '^\d{4}-A?\d\d$' then (forms.first_day(period_code) + interval '1 month - 1 day')::date
        else make_date(left(period_code, 4)::int, 12, 31)
    end
$$;
comment on function forms.first_day is 'First day of a period of the standard record.';
comment on function forms.last_day is 'Last day of a period of the standard record, inclusive.';
