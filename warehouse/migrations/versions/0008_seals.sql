-- An official release is sealed: a manifest with the hash of everything it rests on, chained to the seal before, signed.
set local role parix_transformer;
alter table books.book add column files jsonb;
comment on column books.book.files is 'The book as written: file name to text. A seal keeps it.';
grant select on books.book to parix_publisher;
grant usage on schema books to parix_publisher;
reset role;

create table ops.sealed_book (
    sha256 text primary key,
    index_code text not null,
    edition text not null,
    files jsonb not null
);
comment on table ops.sealed_book is 'Index books as written when a ranking that stands on them was sealed; sha256 is that of books.book.';

create table ops.seal (
    seal_id bigint generated always as identity primary key,
    release_id bigint not null references ops.release,
    sealed_at timestamptz not null default now(),
    manifest text not null,
    sha256 text not null unique,
    previous_sha256 text unique references ops.seal (sha256),
    public_key text not null,
    signature text not null
);
comment on table ops.seal is
'Manifest of an official release (canonical JSON), its hash, the hash of the seal before, and its Ed25519 signature (base64).';
create unique index seal_one_first on ops.seal ((1)) where previous_sha256 is null;

alter table ops.official_ranking add column seal_id bigint references ops.seal deferrable initially deferred;
grant select, insert on ops.seal, ops.sealed_book to parix_publisher;
grant select on ops.seal, ops.sealed_book to parix_auditor;
grant usage on all sequences in schema ops to parix_publisher;

create table ops.verification (
    verification_id bigint generated always as identity primary key,
    seal_id bigint not null references ops.seal,
    verified_at timestamptz not null default now(),
    is_sound boolean not null,
    findings text[] not null
);
comment on table ops.verification is 'What came of verifying a seal: by hand or by night.';
grant select, insert on ops.verification to parix_publisher;
grant select on ops.verification to parix_auditor;
grant usage on all sequences in schema ops to parix_publisher;
