-- The whole of who may do what stands as a table in docs/security.md, and tests/warehouse/test_rights.py compares it.
revoke all on schema public from public;

-- Functions come from migrations alone: without a language nobody else can put one in the way of another role.
revoke usage on language sql, plpgsql from public;
alter default privileges revoke execute on functions from public;
alter default privileges for role parix_transformer, parix_publisher revoke execute on functions from public;
revoke execute on all functions in schema forms from public;
grant execute on all functions in schema forms to parix_loader, parix_transformer, parix_auditor;
do $$
declare
    one regprocedure;
begin
    -- large objects are a place to write, and an advisory lock can hold up a load: not for readers
    for one in
        select p.oid::regprocedure
        from pg_proc as p
        where p.pronamespace = 'pg_catalog'::regnamespace
        and p.proname ~ '^(lo_|loread$|lowrite$|pg_(try_)?advisory_)'
    loop
        execute format('revoke execute on function %s from public', one);
    end loop;
end
$$;
grant execute on function
    pg_catalog.pg_advisory_xact_lock(bigint),
    pg_catalog.pg_try_advisory_xact_lock(bigint),
    pg_catalog.pg_advisory_lock(bigint),
    pg_catalog.pg_try_advisory_lock(bigint),
    pg_catalog.pg_advisory_unlock(bigint)
to parix_loader, parix_transformer, parix_publisher;

-- ---------------------------------------------------------------- evidence is added to, not changed
revoke update on ops.delivery, ops.watermark, ops.rejection, ops.run, ops.gate, ops.gate_result, ops.release
from parix_loader, parix_publisher;
grant update (gate_id) on ops.delivery to parix_loader;
grant update (updated_to, moved_at) on ops.watermark to parix_loader;
grant update (sentence_vi, rejected_at) on ops.rejection to parix_loader;
grant update (finished_at, is_passed, known_by) on ops.gate to parix_loader;
grant update (finished_at, is_passed) on ops.gate to parix_publisher;
grant update (state, published_at, superseded_at, note) on ops.release to parix_publisher;
revoke update on quarantine.row from parix_loader;
grant update (record, check_name, reason_vi, checks, gate_id, state, closed_at, closed_by_gate_id, is_asked_again)
on quarantine.row
to parix_loader;
revoke all on all sequences in schema ops, quarantine from parix_loader, parix_publisher;
grant usage on sequence ops.delivery_receipt_id_seq to parix_loader;
grant usage on sequence ops.seal_seal_id_seq to parix_publisher;

-- Marts are for readers; who loads or transforms has no business there.
revoke usage on schema marts from parix_loader, parix_transformer;
alter default privileges for role parix_publisher in schema marts revoke select on tables from parix_transformer;
do $$
declare
    one regclass;
begin
    for one in select oid::regclass from pg_class where relnamespace = 'marts'::regnamespace and relkind = 'v' loop
        execute format('revoke all on %s from parix_transformer', one);
    end loop;
end
$$;
revoke execute on function marts.ranking_as_of(date) from parix_transformer;

-- ---------------------------------------------------------------- what was published changes no more
create function ops.close_release(the_release bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    its_schema text;
    one record;
begin
    select r.schema_name into strict its_schema from ops.release as r where r.release_id = the_release;
    for one in
        select c.relname, case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end as kind
        from pg_class as c
        where
            c.relnamespace = to_regnamespace(quote_ident(its_schema)) and c.relkind in ('r', 'p', 'v', 'm')
            and c.relowner <> 'parix_keeper'::regrole
    loop
        execute format('alter %s %I.%I owner to parix_keeper', one.kind, its_schema, one.relname);
        execute format('revoke all on %I.%I from parix_transformer', its_schema, one.relname);
        execute format('grant select on %I.%I to parix_publisher, parix_auditor', its_schema, one.relname);
    end loop;
    execute format('alter schema %I owner to parix_keeper', its_schema);
    execute format('revoke all on schema %I from parix_transformer', its_schema);
    execute format('grant usage on schema %I to parix_publisher, parix_auditor', its_schema);
end
$$;
comment on function ops.close_release is
'Hands the tables of a release to a role that nobody can log in as: what is published is changed by nobody. Part of the switch.';

create function ops.drop_release(the_release bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    its_schema text;
begin
    select r.schema_name into strict its_schema
    from ops.release as r
    where
        r.release_id = the_release and r.state in ('failed', 'superseded')
        and not exists (select from ops.official_ranking as o where o.release_id = r.release_id)
        and not exists (select from ops.seal as s where s.release_id = r.release_id);
    execute format('drop schema if exists %I cascade', its_schema);
exception
    when no_data_found then
        raise exception 'release % is published, official or sealed, or is none: its tables stay', the_release;
end
$$;
comment on function ops.drop_release is
'Drops the tables of a release that failed or was superseded; those of an official or sealed one are never dropped.';
revoke execute on function ops.close_release(bigint), ops.drop_release(bigint) from public;
grant execute on function ops.close_release(bigint), ops.drop_release(bigint) to parix_publisher;

-- Releases that were published before this version.
select ops.close_release(release_id)
from ops.release
where state in ('published', 'superseded') and to_regnamespace(schema_name) is not null;
