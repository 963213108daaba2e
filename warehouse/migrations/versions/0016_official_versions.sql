-- Every official version of a ranking stays for ever; ops.official_ranking is the one that stands (decision 0043).
alter table ops.official_ranking rename to official_version;
alter table ops.official_version
drop constraint official_ranking_index_code_edition_period_code_key,
add column version integer not null default 1,
add column supersedes bigint unique references ops.official_version,
add column reason_vi text,
add unique (index_code, edition, period_code, version),
add constraint a_later_version_supersedes_with_a_reason check (
    version = 1 and supersedes is null
    or version > 1 and supersedes is not null and coalesce(reason_vi, '') <> ''
);
comment on table ops.official_version is
'A ranking frozen by approval. A corrected one is a version of its own that supersedes the one before, whose rows stay.';
comment on column ops.official_version.release_id is 'The release that it was frozen and sealed from; its tables are kept.';
comment on column ops.official_version.supersedes is 'The version that stood until then.';
comment on column ops.official_version.reason_vi is 'Of a corrected version: the corrections that led to it.';

create view ops.official_ranking with (security_invoker) as
select
    v.official_id,
    v.index_code,
    v.edition,
    v.period_code,
    v.release_id,
    v.approved_by,
    v.approved_at,
    v.sha256,
    v.seal_id,
    v.version,
    v.supersedes,
    v.reason_vi
from ops.official_version as v
where not exists (select from ops.official_version as n where n.supersedes = v.official_id);
comment on view ops.official_ranking is
'A period frozen by approval, as it stands: its ranking is read from ops.official_rank and never recomputed.';
revoke all on ops.official_ranking from public;
grant select on ops.official_ranking to parix_transformer, parix_publisher, parix_auditor, parix_keeper;

-- What a person approved is published by the next release, if that one still computes it; then it becomes a version.
create table ops.official_correction (
    approval_id bigint generated always as identity primary key,
    official_id bigint not null references ops.official_version,
    release_id bigint not null references ops.release,
    sha256 text not null,
    reason_vi text not null,
    approved_by text not null,
    approved_at timestamptz not null default now(),
    unique (official_id, release_id, sha256)
);
comment on table ops.official_correction is 'Approvals to publish a frozen ranking anew, corrected.';
comment on column ops.official_correction.official_id is 'The version that is to be superseded.';
comment on column ops.official_correction.release_id is
'The release that the approver saw. The approval holds for the one that is published after it, and for no other.';
comment on column ops.official_correction.sha256 is 'Hash of the corrected ranking that the approver saw.';
grant select on ops.official_correction to parix_transformer, parix_auditor;
grant select, insert on ops.official_correction to parix_publisher;

-- A past day says which version stood then.
alter table ops.publication_ranking add column official_version integer;
update ops.publication_ranking set official_version = 1 where status = 'official';
comment on column ops.publication_ranking.official_version is 'Which official version; none while provisional.';

drop function marts.ranking_as_of(date);
create function marts.ranking_as_of(day date)
returns table (
    index_code text,
    edition text,
    period_code text,
    unit_key text,
    unit_name_vi text,
    peer_group text,
    score numeric,
    max_points numeric,
    applicable_max_points numeric,
    percent numeric,
    rank integer,
    ranked_units integer,
    previous_rank integer,
    rank_change integer,
    class_vi text,
    status text,
    book_status text,
    release_id bigint,
    comparison text,
    is_ranked boolean,
    override_count integer,
    official_version integer
)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select v.index_code, v.edition, v.period_code, r.unit_key, r.unit_name_vi, r.peer_group, r.score, r.max_points,
        r.applicable_max_points, r.percent, r.rank, r.ranked_units, r.previous_rank, r.rank_change, r.class_vi,
        g.status, r.book_status, p.release_id, r.comparison, r.is_ranked, r.override_count, g.official_version
    from (
        select publication_id, release_id
        from ops.publication
        where published_at < ((day + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh')
        order by published_at desc, publication_id desc
        limit 1
    ) as p
    inner join ops.publication_ranking as g on p.publication_id = g.publication_id
    inner join ops.ranking_version as v on g.version_id = v.version_id
    inner join ops.ranking_version_row as r on v.version_id = r.version_id
$$;
comment on function marts.ranking_as_of(date) is
'Mọi bảng xếp hạng đúng như đã công bố vào cuối ngày (giờ Việt Nam) / Every ranking exactly as it stood published at the end of that Vietnamese day';
alter function marts.ranking_as_of(date) owner to parix_publisher;
revoke execute on function marts.ranking_as_of(date) from public;
grant execute on function marts.ranking_as_of(date) to bi_reader, parix_auditor, parix_publisher;

-- The tables of a superseded version stay too.
create or replace function ops.drop_release(the_release bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    its_schema text;
begin
    select r.schema_name into strict its_schema
    from ops.release as r
    where
        r.release_id = the_release and r.state in ('failed', 'superseded')
        and not exists (select from ops.official_version as o where o.release_id = r.release_id)
        and not exists (select from ops.seal as s where s.release_id = r.release_id);
    execute format('drop schema if exists %I cascade', its_schema);
exception
    when no_data_found then
        raise exception 'release % is published, official or sealed, or is none: its tables stay', the_release;
end
$$;
