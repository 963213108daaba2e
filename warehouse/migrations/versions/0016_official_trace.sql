-- Traces of every official version: each is read from the release that it was sealed in.
create function pg_temp.amend(function regprocedure, was text, now text) returns void language plpgsql as $$
declare
    body constant text := pg_get_functiondef(function);
begin
    if strpos(body, was) = 0 then
        raise exception '% does not say %', function, was;
    end if;
    execute replace(body, was, now);
end
$$;
set local check_function_bodies = off;

select pg_temp.amend('trace.scored_codes()', 'ops.official_ranking', 'ops.official_version');
select pg_temp.amend(
    'trace.touched_scores(name, bigint, boolean, trace.key[])',
    'left join ops.official_ranking as o',
    $$left join (
                select distinct on (v.index_code, v.edition, v.period_code) v.*
                from ops.official_version as v
                where not $2 or format('release_%%s', v.release_id) = %1$L
                order by v.index_code, v.edition, v.period_code, v.version desc
            ) as o$$
);
select pg_temp.amend('trace.receipt(bigint)', 'from ops.official_ranking as o', 'from ops.official_version as o');
select pg_temp.amend(
    'trace.receipt(bigint)',
    $$t.rank, 'official', null::bigint$$,
    $$t.rank, case when exists (
                select from ops.official_ranking as n
                where n.release_id = sealed.release_id and n.index_code = t.index_code and n.edition = t.edition
                    and n.period_code = t.period_code
            ) then 'official' else 'superseded' end, null::bigint$$
);

drop function marts.trace_rank(text, text, text);
create function marts.trace_rank(of_index text, of_period text, of_unit text, of_version integer default null)
returns table (
    release_id bigint, index_code text, edition text, period_code text, unit_key text, unit_name_vi text, peer_group text,
    status text, rank integer, ranked_units integer, score numeric, "position" integer, depth integer, criterion_code text,
    parent_code text, name_vi text, is_leaf boolean, rule text, stage text, state text, points numeric, max_points numeric,
    applicable_max_points numeric, contribution numeric, system_points numeric, is_override boolean, override_reason text,
    rule_vi text, figures jsonb, stages jsonb
)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with standing as (
        select r.*, r.status as said, coalesce(o.release_id, r.release_id) as source_release
        from trace.ranks(trace.schema_of(trace.published()), of_index, of_period, of_unit) as r
        left join ops.official_ranking as o
            on r.status = 'official' and r.index_code = o.index_code and r.edition = o.edition and r.period_code = o.period_code
        where of_version is null
        union all
        select r.*, case when n.official_id is null then 'superseded' else 'official' end, v.release_id
        from ops.official_version as v
        left join ops.official_ranking as n on v.official_id = n.official_id
        inner join lateral trace.ranks(trace.schema_of(v.release_id), of_index, of_period, of_unit) as r on v.edition = r.edition
        where v.version = of_version and v.index_code = of_index and v.period_code = of_period
    )

    select
        s.source_release, s.index_code, s.edition, s.period_code, s.unit_key, s.unit_name_vi, s.peer_group, s.said, s.rank,
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
comment on function marts.trace_rank(text, text, text, integer) is
'Thứ hạng của một đơn vị (chỉ số, kỳ, đơn vị): từng tiêu chí, quy tắc với con số, số liệu và phiếu nhận; thêm số phiên bản để xem một bản chính thức đã công bố / A rank from its criteria down to the receipts; with a version number, an official ranking as it was published';
grant create on schema marts to parix_keeper;
alter function marts.trace_rank(text, text, text, integer) owner to parix_keeper;
revoke create on schema marts from parix_keeper;
revoke execute on function marts.trace_rank(text, text, text, integer) from public;
grant execute on function marts.trace_rank(text, text, text, integer) to bi_reader, parix_auditor, parix_publisher;
grant select on ops.official_version to parix_keeper;
set local check_function_bodies = on;
drop function pg_temp.amend(regprocedure, text, text);
