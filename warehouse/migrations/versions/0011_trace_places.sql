-- Where one figure of one release stands. A row per place: a cell; the rows of a sheet that were counted; the dossiers of a
-- receipt; a line of the portal's answer.
create index correction_unit on raw_workbooks.correction (form_code, period_code, unit_key);

create type trace.place as (
    release_id bigint, unit_key text, period_code text, figure_code text, value numeric, missing_reason text,
    source_code text, kind text, role text, receipt_id bigint, sender text, received_at timestamptz, file_name text,
    sha256 text, is_illustrative boolean, sheet text, cell text, rows text, columns text, row_no integer, delivered text,
    counted numeric, looked_at bigint, keys text[], observed_on date, endpoint text, corrections jsonb, state text
);

create function trace.schema_of(of_release bigint) returns name language sql stable as $$
    -- the release's own tables and not the views of marts: a switch between two statements would mix two releases
    select r.schema_name::name
    from ops.release as r
    where r.release_id = of_release and to_regclass(format('%I.fct_figure', r.schema_name)) is not null
$$;
comment on function trace.schema_of is 'Where the marts of a release stand; null when its tables were dropped.';

create function trace.published() returns bigint language sql stable as $$
    select r.release_id from ops.release as r where r.state = 'published'
$$;

create function trace.corrections(
    of_table text, of_form text, of_unit text, of_period text, of_entry text, of_item text, of_receipt bigint, at_receipt bigint
) returns jsonb language sql stable as $$
    select jsonb_agg(to_jsonb(c) order by c.receipt_id, c.correction_no) from (
        select
            c.receipt_id, c.correction_no, c.kind, c.entry, c.item, c.old_receipt_id, c.old_sheet, c.old_cell, c.old_value,
            c.new_sheet, c.new_cell, c.new_value
        from raw_workbooks.correction as c
        where
            c.source_table = of_table and c.form_code = of_form and c.unit_key = of_unit and c.period_code = of_period
            and (of_entry is null or c.entry_key = of_entry) and (of_item is null or c.item = of_item)
            and c.receipt_id <= of_receipt and (at_receipt is null or c.receipt_id = at_receipt)
        order by c.receipt_id desc, c.correction_no
        limit 20
    ) as c
$$;
comment on function trace.corrections is 'What re-sent files changed of a figure or an entry, up to a receipt; the latest 20.';

create function trace.cells(f trace.place, place text) returns setof trace.place language sql stable as $$
    select
        f.release_id, f.unit_key, f.period_code, f.figure_code, f.value, f.missing_reason, f.source_code,
        'cell', 'value', d.receipt_id, d.sender, d.received_at, d.name, d.sha256, d.is_illustrative,
        w.sheet, w.cell, null, null, w.row_no, coalesce(w.raw_text, w.value::text), w.value, null::bigint, null::text[], null::date, null,
        trace.corrections('raw_workbooks.figure', w.form_code, w.unit_key, w.period_code, w.entry_key, w.figure_code, w.receipt_id, null),
        case when w.value is not distinct from f.value then 'agrees' else 'differs' end
    from raw_workbooks.figure as w
    inner join ops.delivery as d on w.receipt_id = d.receipt_id
    where
        w.receipt_id = f.receipt_id and w.form_code = substr(f.source_code, 10) and w.unit_key = f.unit_key
        and w.period_code = f.period_code and w.figure_code = f.figure_code
        and concat_ws(' ▸ ', d.name, w.sheet, w.cell) = place
$$;

create function trace.entries(f trace.place) returns setof trace.place language sql stable as $$
    with rule as (
        select * from core.list_rule as r where r.figure_code = f.figure_code
    ),

    taken as (
        select t.*, case when t.value ~ '^-?\d+(\.\d+)?$' then t.value::numeric end as number
        from core.list_taken as t
        where t.unit_key = f.unit_key and t.period_code = f.period_code and t.figure_code = f.figure_code
    ),

    counted as (
        select
            t.receipt_id,
            t.sheet,
            grouping(t.receipt_id) = 1 as is_total,
            count(*) filter (where t.is_in) as looked_at,
            case
                when r.aggregate = 'sum' then coalesce(sum(t.number) filter (where t.is_counted), 0)
                when r.aggregate = 'count_distinct' then count(distinct t.value) filter (where t.is_counted)
                when r.field is null then count(*) filter (where t.is_counted)
                else count(t.value) filter (where t.is_counted)
            end as counted,
            coalesce(
                array_agg(t.sheet_row) filter (where t.is_counted), array_agg(t.sheet_row) filter (where t.is_in),
                array_agg(t.sheet_row)
            ) as sheet_rows,
            case when count(*) filter (where t.is_counted) = 1 then max(t.value) filter (where t.is_counted) end as delivered
        from taken as t
        cross join rule as r
        group by grouping sets ((t.receipt_id, t.sheet), ()), r.aggregate, r.field
    )

    select
        f.release_id, f.unit_key, f.period_code, f.figure_code, f.value, f.missing_reason, f.source_code,
        'entries', 'value', d.receipt_id, d.sender, d.received_at, d.name, d.sha256, d.is_illustrative,
        c.sheet, null, trace.rows_vi(c.sheet_rows), k.columns, null::integer, c.delivered, c.counted, c.looked_at, null::text[],
        null::date, null,
        trace.corrections('raw_workbooks.list_row', substr(f.source_code, 10), f.unit_key, f.period_code, null, null, f.receipt_id, c.receipt_id),
        case when o.looked_at = 0 or f.value is null or o.counted = f.value then 'agrees' else 'moved_on' end
    from counted as c
    inner join counted as o on o.is_total
    inner join ops.delivery as d on c.receipt_id = d.receipt_id
    left join lateral (
        select string_agg(k.letters, ', ' order by length(k.letters), k.letters) as columns
        from (
            select distinct regexp_replace(e.value, '\d', '', 'g') as letters
            from raw_workbooks.list_row as l
            cross join lateral jsonb_each_text(l.cells) as e
            cross join rule as r
            where
                l.receipt_id = c.receipt_id and l.sheet = c.sheet and l.sheet_row = c.sheet_rows[1]
                and (e.key = r.field or e.key ~ r.field_pattern)
        ) as k
    ) as k on true
    where not c.is_total
    order by d.receipt_id, c.sheet
$$;

create function trace.line(f trace.place, place text[]) returns setof trace.place language sql stable as $$
    select
        f.release_id, f.unit_key, f.period_code, f.figure_code, f.value, f.missing_reason, f.source_code,
        'line', 'value', d.receipt_id, d.sender, d.received_at, d.name, d.sha256, d.is_illustrative,
        null, null, null, concat_ws(' ▸ ', v.group_code, v.metric_code, q.field), v.row_no, q.number::text, q.number, null::bigint,
        null::text[], v.observed_on, coalesce(g.endpoint, 'service-results'), null::jsonb,
        case when q.number is not distinct from f.value then 'agrees' else 'differs' end
    from raw_evaluation.value as v
    inner join ops.delivery as d on v.receipt_id = d.receipt_id
    left join reference.evaluation_groups as g on v.group_code = g.group_code
    cross join lateral (
        select
            case k.field when 'numerator' then v.numerator when 'denominator' then v.denominator when 'value' then v.value else v.score end as number,
            k.field
        from (
            select case
                when f.figure_code like 'qd766_published_%' then 'score'
                when v.kind = 'field' then 'value'
                else substring(f.figure_code from '_(numerator|denominator)$')
            end as field
        ) as k
    ) as q
    where
        v.receipt_id = f.receipt_id and v.group_code = place[2] and coalesce(v.metric_code, 'ALL') = place[3]
        and v.unit_code = place[4]
        and (v.kind in ('group', 'total')) = (f.figure_code like 'qd766_published_%')
        and not (v.group_code = 'total' and v.kind = 'group') and q.field is not null
$$;
