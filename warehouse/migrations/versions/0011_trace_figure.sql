-- Figures counted from dossiers: of every receipt, how many of its dossiers were looked at (all that were pending, received or
-- resolved in the period) and how many count. What each figure counts stands in core.dossier_traced, made of the same macros
-- as the figure; what stands at the ends of a period is said here.
create function trace.dossiers(f trace.place, s name) returns setof trace.place language plpgsql stable as $$
declare
    suffix constant text := coalesce(substring(f.figure_code from '(_communes|_area)$'), '');
    figure constant text := left(f.figure_code, length(f.figure_code) - length(suffix));
    units text[];
    p record;
    counts constant text := case figure
        when 'dossiers_on_time_766' then '(t.accepted_date between $2 and $3 and t.late_766_on > least($3, $4))::int'
        when 'dossiers_carried_over' then '(t.accepted_date < $2)::int - coalesce((t.end_date < $2)::int, 0)'
        when 'dossiers_received_total' then '(t.accepted_date <= $3)::int - coalesce((t.end_date < $2)::int, 0)'
        when 'dossiers_pending' then '(t.accepted_date <= $3)::int - coalesce((t.end_date <= $3)::int, 0)'
        when 'dossiers_pending_late'
            then 'coalesce((t.overdue_from <= least($3, $4))::int, 0) - coalesce((t.overdue_to <= least($3, $4))::int, 0)'
        when 'dossiers_pending_in_time'
            then '(t.accepted_date <= $3)::int - coalesce((t.end_date <= $3)::int, 0)'
            || ' - coalesce((t.overdue_from <= least($3, $4))::int, 0) + coalesce((t.overdue_to <= least($3, $4))::int, 0)'
        else format('coalesce((t.%I between $2 and $3)::int, 0)', figure)
    end;
    aside text;
begin
    execute format('select first_day, last_day, as_of_date from %I.dim_period where period_code = $1', s)
    into p using f.period_code;
    units := trace.dossier_units(s, f.unit_key, suffix);
    return query execute format(
        $q$
        with told as (
            select
                t.receipt_id,
                count(*) as looked_at,
                sum(%1$s) as counted,
                (array_agg(
                    case when t.dossier_code ~ '^[A-Z0-9.]{3,30}-\d{6,8}-\d{4,7}$' then t.dossier_code else left(t.dossier_id, 40) end
                    order by t.accepted_date, t.dossier_id
                ) filter (where %1$s <> 0))[1:20] as keys
            from core.dossier_traced as t
            where t.unit_key = any($1) and t.accepted_date <= $3 and (t.end_date is null or t.end_date >= $2)
            group by t.receipt_id
        )

        select
            $5, $6, $7, $8, $9, $10, $11, 'dossiers', 'value', d.receipt_id, d.sender, d.received_at, d.name, d.sha256,
            d.is_illustrative, null, null, null, null, null::integer, null, t.counted::numeric, t.looked_at, t.keys, null::date, null,
            null::jsonb, case when sum(t.counted) over () = $9 then 'agrees' else 'moved_on' end
        from told as t
        inner join ops.delivery as d on t.receipt_id = d.receipt_id
        order by t.counted desc, d.receipt_id
        $q$, counts
    ) using units, p.first_day, p.last_day, p.as_of_date, f.release_id, f.unit_key, f.period_code, f.figure_code, f.value,
        f.missing_reason, f.source_code;
    return query
    select
        f.release_id, f.unit_key, f.period_code, f.figure_code, f.value, f.missing_reason, f.source_code, 'dossiers', a.role,
        d.receipt_id, d.sender, d.received_at, d.name, d.sha256, d.is_illustrative, null, null, null, null, null::integer, null,
        null::numeric, a.dossiers, null::text[], null::date, null, null::jsonb, 'agrees'
    from trace.dossier_aside(figure, units, p.first_day, p.last_day, null) as a
    inner join ops.delivery as d on a.receipt_id = d.receipt_id
    order by d.receipt_id;
end
$$;

create function trace.dossier_units(s name, of_unit text, suffix text) returns text[] language plpgsql stable as $$
declare
    units text[];
begin
    execute format(
        'select array_agg(unit_key) from %I.dim_unit where unit_key = $1 and $2 <> ''_communes'''
        ' or parent_unit_key = $1 and level = ''commune'' and $2 <> ''''', s
    ) into units using of_unit, suffix;
    return units;
end
$$;
comment on function trace.dossier_units is 'Whose dossiers a figure sums: the unit''s own (no suffix), those of its communes (_communes), both (_area).';

-- What else a figure rests on: the nation's answers that make a dossier synced, and the catalogue that says which procedures have a
-- paper result and which time the law gives.
create function trace.dossier_aside(of_figure text, units text[], first_day date, last_day date, of_receipt bigint)
returns table (role text, receipt_id bigint, unit_key text, accepted_date date, dossiers bigint) language sql stable as $$
    -- backward: by receipt alone (unit and day null); forward, of one receipt: by unit and day of acceptance
    with near as (
        select
            t.*,
            case when of_receipt is not null then t.unit_key end as of_unit,
            case when of_receipt is not null then t.accepted_date end as of_day
        from core.dossier_traced as t
        where (units is null or t.unit_key = any(units)) and (first_day is null or t.accepted_date between first_day and last_day)
    )

    select 'nation', n.receipt_id, t.of_unit, t.of_day, count(distinct (t.source_code, t.dossier_id))
    from near as t
    inner join core.dossier_current as c on t.source_code = c.source_code and t.dossier_id = c.dossier_id
    inner join core.dossier_national as n on n.dossier_id in (c.dossier_code, c.national_code) and n.status_group <> 'deleted'
    where (of_figure is null or of_figure = 'dossiers_synced') and (of_receipt is null or n.receipt_id = of_receipt)
    group by n.receipt_id, t.of_unit, t.of_day
    union all
    select 'catalogue', p.receipt_id, t.of_unit, t.of_day, count(*)
    from (
        select distinct p.receipt_id, p.procedure_code from staging.stg_dossiers__procedure as p
        where of_receipt is null or p.receipt_id = of_receipt
    ) as p
    inner join near as t on p.procedure_code = t.procedure_code
    where
        of_figure is null or of_figure in (
            'dossiers_result_required', 'dossiers_with_result_file', 'dossiers_digitised_766', 'dossiers_on_time_766'
        )
    group by p.receipt_id, t.of_unit, t.of_day
$$;

create function trace.source_places(s name, of_release bigint, of_unit text, of_period text, of_figure text)
returns setof trace.place language plpgsql stable as $$
declare
    f trace.place;
    source_ref text;
begin
    execute format('select receipt_id, value, missing_reason, source_code, source_ref from %I.fct_figure'
        ' where unit_key = $1 and period_code = $2 and figure_code = $3', s)
    into f.receipt_id, f.value, f.missing_reason, f.source_code, source_ref using of_unit, of_period, of_figure;
    if f.source_code is null then
        return;
    end if;
    f.release_id := of_release; f.unit_key := of_unit; f.period_code := of_period; f.figure_code := of_figure;
    if f.source_code like 'workbook:%' then
        return query select * from trace.cells(f, source_ref);
        if not found then
            return query select * from trace.entries(f);
        end if;
    elsif source_ref like 'core.dossier\_day %' then
        return query select * from trace.dossiers(f, s);
    else
        return query select * from trace.line(f, string_to_array(source_ref, ' ▸ '));
    end if;
    if not found then -- what was published is told, even where its place is not found any more
        return query
        select f.release_id, f.unit_key, f.period_code, f.figure_code, f.value, f.missing_reason, f.source_code, 'record', 'value',
            d.receipt_id, d.sender, d.received_at, d.name, d.sha256, d.is_illustrative, null, source_ref, null, null, null::integer, null,
            null::numeric, null::bigint, null::text[], null::date, null, null::jsonb, 'not_found'
        from (select 1) as one left join ops.delivery as d on d.receipt_id = f.receipt_id;
    end if;
end
$$;

-- What a source says, and where a decided correction (corrections.csv) stands in its place, that too.
create function trace.places(s name, of_release bigint, of_unit text, of_period text, of_figure text)
returns setof trace.place language plpgsql stable as $$
declare
    p trace.place;
    decided jsonb;
begin
    execute format('select to_jsonb(f) from %I.fct_figure as f where f.unit_key = $1 and f.period_code = $2 and f.figure_code = $3', s)
    into decided using of_unit, of_period, of_figure;
    if decided ->> 'correction_code' is not null then
        execute format('select to_jsonb(c) from %I.fct_figure_correction as c where c.kind = ''decided'' and c.correction_code = $1', s)
        into decided using decided ->> 'correction_code';
    else
        decided := null;
    end if;
    for p in select * from trace.source_places(s, of_release, of_unit, of_period, of_figure) loop
        if decided is not null and p.role = 'value' then
            p.state := 'differs';
        end if;
        return next p;
    end loop;
    if decided is not null then
        p.kind := 'decision'; p.role := 'correction'; p.cell := decided ->> 'correction_code'; p.delivered := decided ->> 'old_value';
        p.counted := p.value; p.corrections := jsonb_build_array(decided); p.state := 'agrees'; p.file_name := 'corrections.csv';
        p.receipt_id := null; p.sender := decided ->> 'decided_by'; p.received_at := null; p.sha256 := null; p.sheet := null;
        p.rows := null; p.columns := null; p.row_no := null; p.looked_at := null; p.keys := null; p.observed_on := null; p.endpoint := null;
        return next p;
    end if;
end
$$;

create function marts.trace_figure(of_unit text, of_period text, of_figure text, of_release bigint)
returns table (
    release_id bigint, unit_key text, period_code text, figure_code text, value numeric, missing_reason text, source_code text,
    kind text, role text, receipt_id bigint, sender text, received_at timestamptz, file_name text, sha256 text,
    is_illustrative boolean, sheet text, cell text, rows text, columns text, row_no integer, delivered text, counted numeric,
    looked_at bigint, keys text[], observed_on date, endpoint text, corrections jsonb, state text
)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    s constant name := trace.schema_of(of_release);
begin
    if s is null then
        raise exception 'there are no tables of release %', of_release
            using hint = 'Official releases keep theirs for ever, others only for a while; ops.release tells which.';
    end if;
    return query select * from trace.places(s, of_release, of_unit, of_period, of_figure);
end
$$;

create function marts.trace_figure(of_unit text, of_period text, of_figure text)
returns table (
    release_id bigint, unit_key text, period_code text, figure_code text, value numeric, missing_reason text, source_code text,
    kind text, role text, receipt_id bigint, sender text, received_at timestamptz, file_name text, sha256 text,
    is_illustrative boolean, sheet text, cell text, rows text, columns text, row_no integer, delivered text, counted numeric,
    looked_at bigint, keys text[], observed_on date, endpoint text, corrections jsonb, state text
)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select p.*
    from trace.published() as r (release_id)
    cross join lateral trace.places(trace.schema_of(r.release_id), r.release_id, of_unit, of_period, of_figure) as p
$$;
