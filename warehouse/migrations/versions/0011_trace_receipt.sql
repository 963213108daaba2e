-- From a receipt forward, to every figure of a release that it touched, and on to criteria and ranks. The same tables and
-- conditions as on the way back: what trace_figure finds behind a figure finds that figure here.
create function trace.touched_dossiers(s name, of_receipt bigint)
returns table (unit_key text, period_code text, suffix text, figure text, how text, rows_behind bigint) language plpgsql stable as $$
begin
    return query execute format(
        $q$
        with own as (
            select t.unit_key, t.accepted_date, t.end_date
            from core.dossier_traced as t
            where t.receipt_id = $1 and (t.source_code, t.dossier_id) in (
                select r.source_code, r.dossier_id from raw_dossiers.dossier as r where r.receipt_id = $1
            )
        ),

        periods as (
            select period_code, first_day, last_day from %1$I.dim_period where first_day <= as_of_date
        ),

        marks as (
            select unit_key, accepted_date as day, 0 as place, count(*) as came, 0 as gone, null as period_code, null as side
            from own group by unit_key, accepted_date
            union all
            select unit_key, end_date + 1, 0, 0, count(*), null, null from own where end_date is not null group by unit_key, end_date
            union all
            select u.unit_key, e.day, 1, 0, 0, p.period_code, e.side
            from (select distinct unit_key from own) as u
            cross join periods as p
            cross join lateral (values (p.first_day, 'first'), (p.last_day, 'last')) as e (day, side)
        ),

        summed as (
            select unit_key, period_code, side, sum(came) over known as came, sum(gone) over known as gone, place
            from marks
            window known as (partition by unit_key order by day, place rows between unbounded preceding and current row)
        ),

        met as ( -- dossiers that were pending, received or resolved in the period
            select unit_key, period_code, null as figure, 'value' as how,
                (max(came) filter (where side = 'last') - max(gone) filter (where side = 'first'))::bigint as dossiers
            from summed where place = 1 group by unit_key, period_code
            union all
            select a.unit_key, p.period_code, f.figure, a.role, sum(a.dossiers)::bigint
            from trace.dossier_aside(null, null, null, null, $1) as a
            cross join lateral (
                select unnest(case a.role
                    when 'nation' then array['dossiers_synced']
                    else array['dossiers_result_required', 'dossiers_with_result_file', 'dossiers_digitised_766', 'dossiers_on_time_766']
                end) as figure
            ) as f
            inner join periods as p on a.accepted_date between p.first_day and p.last_day
            group by a.unit_key, p.period_code, f.figure, a.role
        ),

        scoped as (
            select unit_key, period_code, '' as suffix, figure, how, dossiers from met where dossiers > 0
            union all
            select u.parent_unit_key, m.period_code, x.suffix, m.figure, m.how, m.dossiers
            from met as m
            inner join %1$I.dim_unit as u on m.unit_key = u.unit_key and u.level = 'commune'
            cross join lateral (values ('_communes'), ('_area')) as x (suffix)
            where m.dossiers > 0
            union all
            select unit_key, period_code, '_area', figure, how, dossiers from met where dossiers > 0
        )

        select unit_key, period_code, suffix, figure, how, sum(dossiers)::bigint
        from scoped group by unit_key, period_code, suffix, figure, how
        $q$, s
    ) using of_receipt;
end
$$;

create type trace.key as (unit_key text, period_code text, figure_code text);

create function trace.touched_figures(s name, of_receipt bigint, only_codes text[] default null)
returns table (unit_key text, period_code text, figure_code text, figure_name_vi text, value numeric, how text, rows_behind bigint)
language plpgsql stable as $$
begin
    return query execute format(
        $q$
        with met as materialized (
            select * from trace.touched_dossiers(%1$L, $1)
            where exists (select from ops.delivery as d where d.receipt_id = $1 and d.source_code not like 'workbook:%%' and d.source_code <> 'portal')
        )

        select f.unit_key, f.period_code, f.figure_code, f.figure_name_vi, f.value, 'value', 1::bigint
        from %1$I.fct_figure as f
        where f.receipt_id = $1 and f.source_ref not like 'core.dossier\_day %%' and ($2 is null or f.figure_code = any($2)) and not exists (
            select from core.list_taken as t
            where t.receipt_id = $1 and t.unit_key = f.unit_key and t.period_code = f.period_code and t.figure_code = f.figure_code
        )
        union all
        select f.unit_key, f.period_code, f.figure_code, f.figure_name_vi, f.value, 'value', t.entries
        from (
            select t.unit_key, t.period_code, t.figure_code, t.source_code, count(*) as entries
            from core.list_taken as t where t.receipt_id = $1 and ($2 is null or t.figure_code = any($2))
            group by t.unit_key, t.period_code, t.figure_code, t.source_code
        ) as t
        inner join %1$I.fct_figure as f
            on t.unit_key = f.unit_key and t.period_code = f.period_code and t.figure_code = f.figure_code and t.source_code = f.source_code
        union all
        select f.unit_key, f.period_code, f.figure_code, f.figure_name_vi, f.value, m.how, m.rows_behind
        from met as m
        inner join %1$I.fct_figure as f
            on m.unit_key = f.unit_key and m.period_code = f.period_code
            and f.source_ref = concat('core.dossier_day ', m.unit_key, ' ', m.period_code, m.suffix)
            and (m.figure is null or f.figure_code = m.figure || m.suffix) and ($2 is null or f.figure_code = any($2))
        $q$, s
    ) using of_receipt, only_codes;
end
$$;

-- Criteria (leaves) whose points rest on touched figures, and the ranks above them: directly, by the growth of the year after,
-- inherited by units below, compared with by units beside, or as an assessment that somebody sent.
create function trace.touched_scores(s name, of_receipt bigint, is_official boolean, keys trace.key[])
returns table (
    kind text, how text, unit_key text, unit_name_vi text, period_code text, index_code text, edition text, criterion_code text,
    name_vi text, value numeric, rank integer, status text
) language plpgsql stable as $$
begin
    return query execute format(
        $q$
        with recursive rankings as materialized (
            select r.*, u.parent_unit_key, p.year,
                case when $2 then format('release_%%s', o.release_id) = %1$L else o.official_id is null end as is_asked
            from %1$I.fct_index_rank as r
            inner join %1$I.dim_unit as u on r.unit_key = u.unit_key
            inner join %1$I.dim_period as p on r.period_code = p.period_code
            left join ops.official_ranking as o
                on r.index_code = o.index_code and r.edition = o.edition and r.period_code = o.period_code
        ),

        leaves as (
            select c.index_code, c.edition, c.criterion_code, c.rule, c.inherits, c.compared_in, n.figure_code, n.years_back
            from %1$I.dim_criterion as c
            cross join lateral (
                select unnest(c.figure_codes), 0
                union select c.numerator, 1 where c.rule = 'growth' and c.denominator is null
            ) as n (figure_code, years_back)
            where c.is_leaf and n.figure_code is not null
        ),

        touched as materialized ( -- what another receipt has replaced since still stands where it was sealed
            select f.unit_key, f.period_code, f.figure_code
            from %1$I.fct_figure as f
            where f.receipt_id = $1 and f.source_ref not like 'core.dossier\_day %%'
            union
            select f.unit_key, f.period_code, f.figure_code
            from unnest($3) as k
            inner join %1$I.fct_figure as f
                on k.unit_key = f.unit_key and k.period_code = f.period_code and k.figure_code = f.figure_code
        ),

        above as (
            select distinct unit_key, unit_key as owner_key, parent_unit_key, 0 as distance from rankings
            union all
            select a.unit_key, u.unit_key, u.parent_unit_key, a.distance + 1
            from above as a inner join %1$I.dim_unit as u on a.parent_unit_key = u.unit_key
            where a.distance < 9
        ),

        inherited as (
            select distinct on (r.index_code, r.edition, r.period_code, r.unit_key, l.criterion_code, l.figure_code)
                r.index_code, r.edition, r.period_code, r.unit_key, l.criterion_code, l.figure_code, a.owner_key, a.distance
            from rankings as r
            inner join leaves as l on r.index_code = l.index_code and r.edition = l.edition and l.inherits and l.years_back = 0
            inner join above as a on r.unit_key = a.unit_key
            cross join lateral ( -- offset 0: by its key; joined, the planner reads all figures of a code
                select f.value, f.missing_reason from %1$I.fct_figure as f
                where a.owner_key = f.unit_key and r.period_code = f.period_code and l.figure_code = f.figure_code
                offset 0
            ) as f
            order by
                r.index_code, r.edition, r.period_code, r.unit_key, l.criterion_code, l.figure_code,
                f.value is null and f.missing_reason is distinct from 'not_applicable', a.distance
        ),

        direct as (
            select r.index_code, r.edition, r.period_code, r.unit_key, r.peer_group, l.criterion_code, l.rule, l.compared_in,
                case l.years_back when 0 then 'value' else 'year_before' end as how
            from touched as t
            inner join leaves as l on t.figure_code = l.figure_code
            inner join rankings as r
                on l.index_code = r.index_code and l.edition = r.edition and t.unit_key = r.unit_key
                and t.period_code = case l.years_back when 0 then r.period_code else (r.year - 1)::text end
        ),

        scored as (
            select d.index_code, d.edition, d.period_code, d.unit_key, d.criterion_code, d.how, true as is_published from direct as d
            union
            select i.index_code, i.edition, i.period_code, i.unit_key, i.criterion_code, 'inherited', true
            from inherited as i
            inner join touched as t on i.owner_key = t.unit_key and i.period_code = t.period_code and i.figure_code = t.figure_code
            where i.distance > 0
            union
            select r.index_code, r.edition, r.period_code, r.unit_key, d.criterion_code, 'compared', true
            from direct as d
            inner join rankings as r
                on d.index_code = r.index_code and d.edition = r.edition and d.period_code = r.period_code
                and (d.compared_in = 'all' or d.peer_group = r.peer_group) and d.unit_key <> r.unit_key
            where d.rule in ('minmax', 'relative_to_best', 'target')
            union
            select g.index_code, g.edition, g.period_code, g.unit_key, g.criterion_code, 'assessment', bool_or(g.is_published)
            from %1$I.fct_criterion_stage as g
            inner join rankings as r
                on g.index_code = r.index_code and g.edition = r.edition and g.period_code = r.period_code and g.unit_key = r.unit_key
            where g.receipt_id = $1
            group by g.index_code, g.edition, g.period_code, g.unit_key, g.criterion_code
        ),

        carried as (
            select * from scored
            union
            select r.index_code, r.edition, r.period_code, r.unit_key, c.criterion_code, 'imported', true
            from scored as k
            inner join %1$I.dim_criterion as c on c.numerator = 'index:' || k.index_code
            inner join rankings as r
                on c.index_code = r.index_code and c.edition = r.edition and k.period_code = r.period_code and k.unit_key = r.unit_key
            where k.is_published
        )

        select 'criterion', k.how, k.unit_key, r.unit_name_vi, k.period_code, k.index_code, k.edition, k.criterion_code, c.name_vi,
            p.points, null::integer, r.status
        from carried as k
        inner join rankings as r
            on r.is_asked and k.index_code = r.index_code and k.edition = r.edition and k.period_code = r.period_code and k.unit_key = r.unit_key
        inner join %1$I.dim_criterion as c
            on k.index_code = c.index_code and k.edition = c.edition and k.criterion_code = c.criterion_code
        inner join %1$I.fct_criterion_score as p
            on k.index_code = p.index_code and k.edition = p.edition and k.period_code = p.period_code and k.unit_key = p.unit_key
            and k.criterion_code = p.criterion_code
        union all
        select 'rank', null, r.unit_key, r.unit_name_vi, r.period_code, r.index_code, r.edition, null, null, r.score, r.rank, r.status
        from rankings as r
        where r.is_asked and exists (
            select from carried as k
            where k.index_code = r.index_code and k.edition = r.edition and k.period_code = r.period_code and k.unit_key = r.unit_key
                and k.is_published
        )
        $q$, s
    ) using of_receipt, is_official, keys;
end
$$;

-- The figures of which the criteria of the published release and of the sealed ones are made.
create function trace.scored_codes() returns table (figure_code text) language plpgsql stable as $$
declare
    s name;
begin
    for s in
        select trace.schema_of(r.release_id) from (
            select o.release_id from ops.official_ranking as o union select trace.published()
        ) as r
    loop
        continue when s is null;
        return query execute format('select distinct unnest(c.figure_codes) from %I.dim_criterion as c', s);
    end loop;
end
$$;

-- Why a receipt touched nothing, in a sentence.
create function trace.nothing_vi(of_receipt bigint) returns text language sql stable as $$
    select case
        when d.gate_id is null then 'Chưa qua cổng kiểm tra; sẽ được xét ở lần dựng tới.'
        when d.rows_loaded + d.rows_undecodable = 0 and d.rows_withdrawn > 0 then format('Chỉ rút lại %s dòng đã gửi trước đó.', d.rows_withdrawn)
        when d.rows_delivered = d.rows_duplicate then 'Mọi dòng đều trùng với dữ liệu đã nhận trước đó.'
        when d.rows_delivered = d.rows_duplicate + q.kept_out then format('Mọi dòng mới (%s) đang ở vùng cách ly.', q.kept_out)
        when g.finished_at > (select r.built_at from ops.release as r where r.state = 'published')
            then 'Đã qua cổng kiểm tra nhưng bản phát hành hiện hành dựng trước đó; sẽ có ở bản sau.'
        when d.source_code = 'portal' then coalesce((
            select case
                when not o.is_whole then 'Câu trả lời của Cổng không đủ (thiếu nhóm, thiếu đơn vị hoặc có dòng bị giữ lại) nên không được dùng.'
                else format('Một câu trả lời mới hơn của Cổng về kỳ %s được dùng: phiếu nhận %s.', o.period_code, c.receipt_id)
            end
            from core.evaluation_observation as o
            left join core.evaluation_current as c on o.period_code = c.period_code
            where o.receipt_id = d.receipt_id
        ), 'Câu trả lời của Cổng không nói về đơn vị nào của tỉnh.')
        when d.source_code = 'national' then 'Chỉ dùng để đối chiếu với hồ sơ của tỉnh; không số liệu nào được tính từ đó.'
        when d.source_code like 'workbook:%' then coalesce((
            select format('Mọi dòng đã được thay hoặc rút bởi tệp gửi sau: phiếu nhận %s.', string_agg(distinct c.receipt_id::text, ', '))
            from raw_workbooks.correction as c where c.old_receipt_id = d.receipt_id
        ), 'Không chỉ tiêu nào được đếm từ các dòng này, hoặc tệp gửi sau về cùng số liệu được dùng.')
        else 'Mọi hồ sơ trong phiếu đã có phiên bản mới hơn ở phiếu nhận sau, hoặc không thuộc diện được đếm.'
    end
    from ops.delivery as d
    left join ops.gate as g on d.gate_id = g.gate_id
    cross join lateral (
        select count(*) as kept_out from quarantine.row as q where q.receipt_id = d.receipt_id and q.is_kept_out
    ) as q
    where d.receipt_id = of_receipt
$$;

create function trace.receipt(of_receipt bigint)
returns table (
    kind text, release_id bigint, how text, unit_key text, unit_name_vi text, period_code text, figure_code text, index_code text,
    edition text, criterion_code text, name_vi text, value numeric, rank integer, status text, rows_behind bigint
) language plpgsql stable as $$
declare
    now_published constant bigint := trace.published();
    s constant name := trace.schema_of(now_published);
    keys trace.key[];
    sealed record;
begin
    if s is null then
        return;
    end if;
    return query execute format(
        $q$
        select 'figure', $2, t.how, t.unit_key, u.name_vi, t.period_code, t.figure_code, null, null, null, t.figure_name_vi, t.value,
            null::integer, null, t.rows_behind
        from trace.touched_figures(%1$L, $1) as t left join %1$I.dim_unit as u on t.unit_key = u.unit_key
        $q$, s
    ) using of_receipt, now_published;
    select array_agg((t.unit_key, t.period_code, t.figure_code)::trace.key) into keys
    from trace.touched_figures(s, of_receipt, array(select distinct c.figure_code from trace.scored_codes() as c)) as t;
    return query
    select t.kind, now_published, t.how, t.unit_key, t.unit_name_vi, t.period_code, null, t.index_code, t.edition, t.criterion_code,
        t.name_vi, t.value, t.rank, t.status, null::bigint
    from trace.touched_scores(s, of_receipt, false, keys) as t;
    for sealed in  -- what had passed the gate before an official release was built
        select distinct r.release_id
        from ops.official_ranking as o
        inner join ops.release as r on o.release_id = r.release_id
        inner join ops.delivery as d on d.receipt_id = of_receipt
        inner join ops.gate as g on d.gate_id = g.gate_id and g.finished_at <= r.built_at
        where trace.schema_of(r.release_id) is not null
    loop
        return query
        select t.kind, sealed.release_id, t.how, t.unit_key, t.unit_name_vi, t.period_code, null, t.index_code, t.edition,
            t.criterion_code, t.name_vi, t.value, t.rank, 'official', null::bigint
        from trace.touched_scores(trace.schema_of(sealed.release_id), of_receipt, true, keys) as t;
    end loop;
end
$$;

create function marts.trace_receipt(of_receipt bigint)
returns table (
    kind text, release_id bigint, how text, unit_key text, unit_name_vi text, period_code text, figure_code text, index_code text,
    edition text, criterion_code text, name_vi text, value numeric, rank integer, status text, rows_behind bigint, note_vi text
)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with touched as materialized (
        select * from trace.receipt(of_receipt)
    )

    select t.*, null from touched as t
    union all
    select 'nothing', trace.published(), null, null, null, d.period_code, null, null, null, null, d.name, null::numeric, null::integer, null,
        d.rows_delivered, trace.nothing_vi(d.receipt_id)
    from ops.delivery as d
    where d.receipt_id = of_receipt and not exists (select from touched)
$$;

-- ---------------------------------------------------------------- who may
comment on function marts.trace_figure(text, text, text) is
'Một số liệu đã công bố (đơn vị, kỳ, mã) đến từ phiếu nhận nào, tệp, trang, ô nào (hoặc hồ sơ, dòng nào) / From where one published figure came: receipts and places';
comment on function marts.trace_figure(text, text, text, bigint) is
'Như trên, của một bản phát hành cũ còn giữ bảng / The same of an older release whose tables are kept';
comment on function marts.trace_rank(text, text, text) is
'Thứ hạng của một đơn vị (chỉ số, kỳ, đơn vị): từng tiêu chí, quy tắc với con số, số liệu và phiếu nhận / A rank from its criteria down to the receipts';
comment on function marts.trace_receipt(bigint) is
'Một phiếu nhận đã chạm đến những số liệu, tiêu chí, thứ hạng nào; nếu không, vì sao / What a receipt touched, or why nothing';
revoke execute on all functions in schema trace from public;
grant execute on all functions in schema trace to parix_keeper;
do $$
declare
    one text;
begin
    grant create on schema marts to parix_keeper;
    foreach one in array array[
        'marts.trace_figure(text, text, text)', 'marts.trace_figure(text, text, text, bigint)',
        'marts.trace_rank(text, text, text)', 'marts.trace_receipt(bigint)'
    ] loop
        execute format('alter function %s owner to parix_keeper', one);
        execute format('revoke execute on function %s from public', one);
        execute format('grant execute on function %s to bi_reader, parix_auditor, parix_publisher', one);
    end loop;
    revoke create on schema marts from parix_keeper;
end
$$;
set local check_function_bodies = on;
