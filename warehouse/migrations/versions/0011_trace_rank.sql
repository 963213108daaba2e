-- From a rank down: every criterion of the unit with its points and its rule, the figures that the rule read, as scoring reads
-- them (those of a formula and of a checklist, of the year before where growth is scored, of a unit above where inherited).
-- What is official is read from the release that was sealed.
create function trace.leaf_figures(s name, of_index text, of_edition text, of_period text, of_unit text)
returns table (
    criterion_code text, figure_code text, use text, unit_key text, period_code text, value numeric, missing_reason text,
    source_code text, receipt_id bigint, source_ref text, is_illustrative boolean, figure_name_vi text
) language plpgsql stable as $$
begin
    return query execute format(
        $q$
        with recursive above as (
            select u.unit_key, u.parent_unit_key, 0 as distance from %1$I.dim_unit as u where u.unit_key = $4
            union all
            select u.unit_key, u.parent_unit_key, a.distance + 1
            from above as a inner join %1$I.dim_unit as u on a.parent_unit_key = u.unit_key
            where a.distance < 9
        ),

        used as (
            select c.criterion_code, c.inherits, n.figure_code, n.years_back, p.year
            from %1$I.dim_criterion as c
            inner join %1$I.dim_period as p on p.period_code = $3
            cross join lateral (
                select unnest(c.figure_codes), 0
                union select c.numerator, 1 where c.rule = 'growth' and c.denominator is null
            ) as n (figure_code, years_back)
            where c.index_code = $1 and c.edition = $2 and c.is_leaf and n.figure_code not like 'index:%%'
        )

        select distinct on (u.criterion_code, u.years_back, u.figure_code)
            u.criterion_code, u.figure_code,
            case when a.distance > 0 and f.unit_key is not null then 'inherited' when u.years_back > 0 then 'year_before' else 'own' end,
            coalesce(f.unit_key, $4), case u.years_back when 0 then $3 else (u.year - 1)::text end,
            f.value, case when f.unit_key is null then 'absent' else f.missing_reason end,
            f.source_code, f.receipt_id, f.source_ref, f.is_illustrative, f.figure_name_vi
        from used as u
        inner join above as a on a.distance = 0 or u.inherits
        left join %1$I.fct_figure as f
            on a.unit_key = f.unit_key and u.figure_code = f.figure_code
            and f.period_code = case u.years_back when 0 then $3 else (u.year - 1)::text end
        order by
            u.criterion_code, u.years_back, u.figure_code, f.unit_key is null,
            f.value is null and f.missing_reason is distinct from 'not_applicable', a.distance
        $q$, s
    ) using of_index, of_edition, of_period, of_unit;
end
$$;

-- What a rule that compares looked at: the least and the most of the units of the group (or of all), over the years of the book.
create function trace.compared(s name, c jsonb, of_index text, of_edition text, of_period text, of_unit text)
returns jsonb language plpgsql stable as $$
declare
    found jsonb;
begin
    execute format(
        $q$
        with peers as (
            select r.unit_key, r.unit_name_vi
            from %1$I.fct_index_rank as r
            inner join %1$I.fct_index_rank as own
                on own.index_code = $1 and own.edition = $2 and own.period_code = $3 and own.unit_key = $4
            where r.index_code = $1 and r.edition = $2 and r.period_code = $3
                and ($6 = 'all' or r.peer_group = own.peer_group)
        ),

        measured as (
            select p.unit_name_vi, round(s.numerator_value, 30) / nullif(coalesce(s.denominator_value, 1), 0) as x
            from peers as p
            inner join %1$I.fct_criterion_score as s
                on s.index_code = $1 and s.edition = $2 and s.period_code = $3 and p.unit_key = s.unit_key and s.criterion_code = $5
            union all
            select p.unit_name_vi || ' ' || f.period_code, round(f.value, 30) / nullif(case when $8 is null then 1 else d.value end, 0)
            from peers as p
            inner join %1$I.fct_figure as f on p.unit_key = f.unit_key and f.figure_code = $7
            inner join %1$I.dim_period as y on f.period_code = y.period_code and y.kind = 'year'
            inner join %1$I.dim_period as t on t.period_code = $3 and y.year < t.year and y.year > t.year - $9
            left join %1$I.fct_figure as d on f.unit_key = d.unit_key and f.period_code = d.period_code and d.figure_code = $8
        )

        select jsonb_build_object(
            'lowest', min(x), 'highest', max(x),
            'lowest_unit', (array_agg(unit_name_vi order by x, unit_name_vi))[1],
            'highest_unit', (array_agg(unit_name_vi order by x desc, unit_name_vi))[1]
        ) from measured where x is not null
        $q$, s
    ) into found using of_index, of_edition, of_period, of_unit, c ->> 'criterion_code', c ->> 'compared_in', c ->> 'numerator',
        c ->> 'denominator', (c ->> 'window_years')::integer;
    return found;
end
$$;

-- A formula with its figures filled in, and the parts of a checklist.
create function trace.filled_vi(c jsonb, figures jsonb) returns jsonb language plpgsql stable as $$
declare
    f jsonb;
    expression text := regexp_replace(c ->> 'numerator', '(?<![a-z0-9_])(\d+)\.(\d+)', '\1,\2', 'g');
begin
    if c ->> 'rule' = 'formula' then
        for f in select e from jsonb_array_elements(figures) as e loop
            expression := regexp_replace(expression, '\m' || (f ->> 'figure_code') || '\M', trace.number_vi((f ->> 'value')::numeric), 'g');
        end loop;
        return jsonb_build_object('expression', regexp_replace(regexp_replace(expression, '\s*\*\s*', ' × ', 'g'), '\s*/\s*', ' / ', 'g'));
    elsif c ->> 'rule' = 'checklist' then
        return jsonb_build_object('parts', (
            select string_agg(p.said, '; ' order by p.place) from (
                select
                    min(p.place) as place,
                    p.is_done || ': ' || string_agg(format('%s (%s)', p.name_vi, trace.points_vi(p.points)), ', ' order by p.place) as said
                from (
                    select
                        s.place, coalesce(f.e ->> 'name_vi', s.step ->> 'state') as name_vi, (s.step ->> 'points')::numeric as points,
                        case
                            when (f.e ->> 'value')::numeric = 1 then 'đã đạt' when (f.e ->> 'value')::numeric = 0 then 'chưa đạt'
                            when f.e ->> 'missing_reason' = 'not_applicable' then 'không áp dụng' else 'thiếu số liệu'
                        end as is_done
                    from jsonb_array_elements(c -> 'steps') with ordinality as s (step, place)
                    left join jsonb_array_elements(figures) as f (e) on f.e ->> 'figure_code' = s.step ->> 'state'
                ) as p
                group by p.is_done
            ) as p
        ));
    end if;
    return '{}';
end
$$;

create function trace.state_vi(state text, figures jsonb) returns text language sql stable as $$
    select case state
        when 'not_applicable' then 'không áp dụng với đơn vị này'
        when 'not_due' then 'kỳ chưa kết thúc, số liệu chưa đến hạn'
        else 'thiếu số liệu'
    end || coalesce((
        select ': ' || string_agg(coalesce(f ->> 'name_vi', f ->> 'figure_code') || case f ->> 'missing_reason'
            when 'absent' then ' (chưa nhận được)' when 'not_applicable' then ' (không áp dụng)' when 'blank' then ' (để trống)'
            when 'dash' then ' (dấu gạch)' when 'stated_none' then ' (“không phát sinh”)' else '' end, ', ')
        from jsonb_array_elements(figures) as f
        where f ->> 'value' is null
    ), '') || ' → không có điểm'
$$;

-- An inner node: what its children brought. Up to twelve are written out.
create function trace.node_vi(c jsonb, children jsonb, points numeric) returns text language sql stable as $$
    with child as (
        select
            coalesce(trace.number_vi(round((k ->> 'points')::numeric, 4), case when (k ->> 'points')::numeric % 0.01 = 0 then 2 end), '–') as said,
            (k ->> 'applicable')::numeric as applicable, k ->> 'weight' as weight, (k ->> 'position')::integer as place,
            trace.number_vi((k ->> 'max_points')::numeric) as max_vi
        from jsonb_array_elements(children) as k
    )

    select case c ->> 'aggregation'
        when 'weighted_mean' then format('trung bình có trọng số của %s tiêu chí', count(*)) || case when count(*) <= 12
            then ': (' || string_agg(format('%s / %s × %s', said, max_vi, trace.number_vi(weight::numeric)), ' + ' order by place)
            || format(') / %s × %s', trace.number_vi(sum(weight::numeric) filter (where applicable > 0)), trace.number_vi((c ->> 'max_points')::numeric)) else '' end
        when 'percent_of_applicable' then format('tỷ lệ trên điểm tối đa áp dụng của %s tiêu chí', count(*)) || case when count(*) <= 12
            then ': (' || string_agg(said, ' + ' order by place)
            || format(') / %s × %s', trace.number_vi(sum(applicable)), trace.number_vi((c ->> 'max_points')::numeric)) else '' end
        else format('tổng %s tiêu chí', count(*)) || case when count(*) <= 12 then ': ' || string_agg(said, ' + ' order by place) else '' end
    end || ' → ' || coalesce(trace.points_vi(points), 'không có điểm')
    from child
$$;

create function trace.rank(s name, of_release bigint, of_index text, of_edition text, of_period text, of_unit text)
returns table (
    criterion jsonb, score jsonb, rule_vi text, figures jsonb, stages jsonb
) language plpgsql stable as $$
declare
    node record;
    known jsonb;
begin
    for node in execute format(
        $q$
        select to_jsonb(c) as c, to_jsonb(p) as p,
            (
                select jsonb_agg(jsonb_build_object(
                    'points', k.points, 'weight', d.weight, 'position', d.position, 'max_points', d.max_points, 'applicable', k.applicable_max_points
                ))
                from %1$I.dim_criterion as d
                inner join %1$I.fct_criterion_score as k
                    on k.index_code = $1 and k.edition = $2 and k.period_code = $3 and k.unit_key = $4 and d.criterion_code = k.criterion_code
                where d.index_code = $1 and d.edition = $2 and d.parent_code = c.criterion_code
            ) as children,
            (
                select jsonb_agg(to_jsonb(g) order by array_position(array['system', 'self', 'appraisal', 'explanation', 'final'], g.stage))
                from %1$I.fct_criterion_stage as g
                where g.index_code = $1 and g.edition = $2 and g.period_code = $3 and g.unit_key = $4
                    and g.criterion_code = c.criterion_code and g.stage <> 'system'
            ) as stages,
            i.points as imported_points, i.applicable as imported_of, f.figures
        from %1$I.dim_criterion as c
        inner join %1$I.fct_criterion_score as p
            on p.index_code = $1 and p.edition = $2 and p.period_code = $3 and p.unit_key = $4 and c.criterion_code = p.criterion_code
        left join (
            select l.criterion_code, jsonb_agg(jsonb_build_object(
                'figure_code', l.figure_code, 'name_vi', l.figure_name_vi, 'use', l.use, 'unit_key', l.unit_key, 'period_code', l.period_code,
                'value', l.value, 'missing_reason', l.missing_reason, 'source_code', l.source_code, 'source_ref', l.source_ref,
                'receipt_id', l.receipt_id, 'sender', d.sender, 'received_at', d.received_at, 'file_name', d.name,
                'is_illustrative', l.is_illustrative
            ) order by l.figure_code, l.period_code desc) as figures
            from trace.leaf_figures($5, $1, $2, $3, $4) as l
            left join ops.delivery as d on l.receipt_id = d.receipt_id
            group by l.criterion_code
        ) as f on c.criterion_code = f.criterion_code
        left join lateral (
            select k.points, nullif(k.applicable_max_points, 0) as applicable
            from %1$I.fct_criterion_score as k
            inner join %1$I.dim_criterion as r
                on k.index_code = r.index_code and k.edition = r.edition and k.criterion_code = r.criterion_code and r.parent_code is null
            where k.index_code = substring(c.numerator from '^index:(.+)$') and k.period_code = $3 and k.unit_key = $4
            limit 1
        ) as i on c.rule = 'imported'
        where c.index_code = $1 and c.edition = $2
        order by c.position
        $q$, s
    ) using of_index, of_edition, of_period, of_unit, s loop
        criterion := node.c; score := node.p; stages := coalesce(node.stages, '[]'); figures := coalesce(node.figures, '[]');
        if not (node.c ->> 'is_leaf')::boolean then
            rule_vi := trace.node_vi(node.c, coalesce(node.children, '[]'), (node.p ->> 'points')::numeric);
        elsif node.p ->> 'system_points' is null and node.p ->> 'state' = 'scored' then
            rule_vi := case when figures = '[]' then 'không tính từ số liệu' else trace.state_vi('missing', figures) end;
        elsif node.p ->> 'system_points' is null then
            rule_vi := trace.state_vi(node.p ->> 'state', figures);
        elsif node.p ->> 'state' = 'not_applicable' then
            rule_vi := 'không áp dụng với đơn vị này, bộ chỉ số cho điểm tối đa → ' || trace.points_vi((node.p ->> 'system_points')::numeric);
        else
            known := trace.filled_vi(node.c, figures);
            if node.c ->> 'rule' in ('minmax', 'relative_to_best', 'target') then
                known := known || trace.compared(s, node.c, of_index, of_edition, of_period, of_unit);
            elsif node.imported_of is not null then
                known := known || jsonb_build_object('index', substring(node.c ->> 'numerator' from '^index:(.+)$'),
                    'fraction', round(node.imported_points, 30) / node.imported_of);
            end if;
            rule_vi := trace.rule_vi(node.c, (node.p ->> 'numerator_value')::numeric, (node.p ->> 'denominator_value')::numeric,
                (node.p ->> 'system_points')::numeric, known);
        end if;
        if node.p ->> 'stage' <> 'system' and (node.c ->> 'is_leaf')::boolean then
            rule_vi := format('%s; %s: %s%s', rule_vi,
                case node.p ->> 'stage' when 'self' then 'tự chấm' when 'appraisal' then 'thẩm định' when 'explanation' then 'giải trình' else 'kết quả cuối cùng' end,
                coalesce(trace.points_vi((node.p ->> 'points')::numeric), 'không có điểm'), coalesce(', lý do: ' || (node.p ->> 'override_reason'), ''));
        end if;
        return next;
    end loop;
end
$$;

create function marts.trace_rank(of_index text, of_period text, of_unit text)
returns table (
    release_id bigint, index_code text, edition text, period_code text, unit_key text, unit_name_vi text, peer_group text,
    status text, rank integer, ranked_units integer, score numeric, "position" integer, depth integer, criterion_code text,
    parent_code text, name_vi text, is_leaf boolean, rule text, stage text, state text, points numeric, max_points numeric,
    applicable_max_points numeric, contribution numeric, system_points numeric, is_override boolean, override_reason text,
    rule_vi text, figures jsonb, stages jsonb
)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with standing as (
        select r.*, coalesce(o.release_id, r.release_id) as source_release
        from trace.ranks(trace.schema_of(trace.published()), of_index, of_period, of_unit) as r
        left join ops.official_ranking as o
            on r.status = 'official' and r.index_code = o.index_code and r.edition = o.edition and r.period_code = o.period_code
    )

    select
        s.source_release, s.index_code, s.edition, s.period_code, s.unit_key, s.unit_name_vi, s.peer_group, s.status, s.rank,
        s.ranked_units, s.score, (t.criterion ->> 'position')::integer, (t.criterion ->> 'depth')::integer,
        t.criterion ->> 'criterion_code', t.criterion ->> 'parent_code', t.criterion ->> 'name_vi',
        (t.criterion ->> 'is_leaf')::boolean, t.criterion ->> 'rule', t.score ->> 'stage', t.score ->> 'state',
        (t.score ->> 'points')::numeric, (t.score ->> 'max_points')::numeric, (t.score ->> 'applicable_max_points')::numeric,
        (t.score ->> 'contribution')::numeric, (t.score ->> 'system_points')::numeric, (t.score ->> 'is_override')::boolean,
        t.score ->> 'override_reason', t.rule_vi, t.figures, t.stages
    from standing as s
    cross join lateral trace.rank(
        coalesce(trace.schema_of(s.source_release), trace.schema_of(trace.published())), s.source_release, s.index_code, s.edition,
        s.period_code, s.unit_key
    ) as t
    order by s.index_code, s.edition, (t.criterion ->> 'position')::integer
$$;

create function trace.ranks(s name, of_index text, of_period text, of_unit text)
returns table (
    release_id bigint, index_code text, edition text, period_code text, unit_key text, unit_name_vi text, peer_group text,
    status text, rank integer, ranked_units integer, score numeric
) language plpgsql stable as $$
begin
    return query execute format(
        $q$
        select release_id, index_code, edition, period_code, unit_key, unit_name_vi, peer_group, status, rank, ranked_units, score
        from %I.fct_index_rank where index_code = $1 and period_code = $2 and unit_key = $3
        $q$, s
    ) using of_index, of_period, of_unit;
end
$$;
