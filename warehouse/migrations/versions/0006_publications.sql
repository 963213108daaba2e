-- Tables of old releases are dropped; what they ranked stays for ever. A ranking that did not change is kept once.
create table ops.ranking_version (
    version_id bigint generated always as identity primary key,
    index_code text not null,
    edition text not null,
    period_code text not null,
    sha256 text not null,
    unique (index_code, edition, period_code, sha256)
);
comment on table ops.ranking_version is 'A ranking as it was once published; sha256 over its rows in the order of unit_key.';

create table ops.ranking_version_row (
    version_id bigint not null references ops.ranking_version,
    unit_key text not null,
    unit_name_vi text not null,
    peer_group text not null,
    score numeric,
    max_points numeric,
    applicable_max_points numeric,
    percent numeric,
    rank integer,
    ranked_units integer,
    previous_rank integer,
    rank_change integer,
    class_vi text,
    book_status text,
    comparison text,
    is_ranked boolean not null,
    override_count integer not null,
    primary key (version_id, unit_key)
);

create table ops.publication (
    publication_id bigint generated always as identity primary key,
    release_id bigint not null references ops.release,
    published_at timestamptz not null default now()
);
create index publication_published_at on ops.publication (published_at);
comment on table ops.publication is 'Every switch of marts, for ever; a release that is published again stands here twice.';

create table ops.publication_ranking (
    publication_id bigint not null references ops.publication,
    version_id bigint not null references ops.ranking_version,
    status text not null check (status in ('provisional', 'official')),
    primary key (publication_id, version_id)
);

grant select, insert on ops.ranking_version, ops.ranking_version_row, ops.publication, ops.publication_ranking
to parix_publisher;
grant usage on all sequences in schema ops to parix_publisher;
grant select on ops.ranking_version, ops.ranking_version_row, ops.publication, ops.publication_ranking to parix_auditor;

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
    override_count integer
)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select v.index_code, v.edition, v.period_code, r.unit_key, r.unit_name_vi, r.peer_group, r.score, r.max_points,
        r.applicable_max_points, r.percent, r.rank, r.ranked_units, r.previous_rank, r.rank_change, r.class_vi,
        g.status, r.book_status, p.release_id, r.comparison, r.is_ranked, r.override_count
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
grant execute on function marts.ranking_as_of(date) to bi_reader, parix_auditor, parix_transformer, parix_publisher;
