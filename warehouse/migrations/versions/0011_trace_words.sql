-- The way back and the way forward (docs/trace.md). What is asked stands in marts; what answers stands here. The functions of
-- marts run with the rights of parix_keeper, as whom nobody can log in; they name tables late, so that a switch or a build may
-- drop and make them at any time. None of them writes.
set local check_function_bodies = off; -- what they name is made by builds
create schema trace;
comment on schema trace is 'Parts of marts.trace_figure, trace_rank and trace_receipt; nobody but their owner uses them.';
grant usage on schema trace, marts, ops, quarantine, raw_dossiers, raw_evaluation, raw_workbooks, reference, staging, core
to parix_keeper;
grant select on all tables in schema raw_dossiers, raw_evaluation, raw_workbooks, reference, staging, core to parix_keeper;
grant select on ops.delivery, ops.gate, ops.release, ops.official_ranking, quarantine.row to parix_keeper;
alter default privileges for role parix_transformer in schema reference, staging, core grant select on tables to parix_keeper;

-- ---------------------------------------------------------------- numbers as Vietnamese readers write them
create function trace.number_vi(n numeric, places integer default null) returns text language sql immutable as $$
    select case when r < 0 then '-' else '' end
        || reverse(regexp_replace(reverse(trunc(abs(r))::text), '(\d{3})(?=\d)', '\1.', 'g'))
        || coalesce(',' || nullif(split_part(abs(r)::text, '.', 2), ''), '')
    from (select case when places is null then trim_scale(n) else round(n, places) end as r) as q
$$;
comment on function trace.number_vi is '1234.5 as 1.234,5: exactly, or rounded to places.';

create function trace.percent_vi(x numeric, variadic limits numeric[] default '{}') returns text language sql immutable as $$
    select trace.number_vi(round(100 * x, places), case when round(100 * x, places) % 1 = 0 then 0 else places end) || ' %'
    from generate_series(2, 20) as places
    where not exists (
        select from unnest(limits) as l
        where sign(round(100 * x, places) - 100 * l) <> sign(round(100 * x, 20) - 100 * l)
    ) or places = 20
    order by places
    limit 1
$$;
comment on function trace.percent_vi is
'0.99761 as 99,76 %: on so many decimals that it lies on the same side of every limit as the exact share.';

create function trace.points_vi(p numeric) returns text language sql immutable as $$
    select case
        when scale(trim_scale(p)) <= 2 then trace.number_vi(p, 2)
        when scale(trim_scale(p)) <= 6 then trace.number_vi(p)
        else '≈ ' || trace.number_vi(p, 4)
    end || ' điểm'
$$;
comment on function trace.points_vi is 'Points with at least two decimals; a fraction that does not end is marked.';

create function trace.rows_vi(rows integer[]) returns text language sql immutable as $$
    select string_agg(case when first_row = last_row then first_row::text else first_row || ':' || last_row end, ', ' order by first_row)
    from (
        select min(r) as first_row, max(r) as last_row
        from (select r, r - dense_rank() over (order by r) as run from (select distinct unnest(rows) as r) as d) as s
        group by run
    ) as runs
$$;
comment on function trace.rows_vi is '{5,6,7,9} as 5:7, 9.';

create function trace.step_vi(step jsonb, is_share boolean) returns text language sql immutable as $$
    select case
        when step ->> 'from' is null and step ->> 'to' is null then 'bậc “' || coalesce(step ->> 'state', 'mọi giá trị') || '”'
        when step ->> 'to' is null then 'bậc từ ' || low || ' trở lên'
        when step ->> 'from' is null then 'bậc dưới ' || high
        else 'bậc từ ' || low || ' đến dưới ' || high
    end
    from (
        select
            case when is_share then trace.percent_vi((step ->> 'from')::numeric) else trace.number_vi((step ->> 'from')::numeric) end as low,
            case when is_share then trace.percent_vi((step ->> 'to')::numeric) else trace.number_vi((step ->> 'to')::numeric) end as high
    ) as q
$$;
comment on function trace.step_vi is 'A step of a book in words.';
