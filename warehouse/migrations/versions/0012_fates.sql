-- ---------------------------------------------------------------- who mends it
alter table ops.gate_result add column owner text;
comment on column ops.gate_result.owner is 'Who mends what the check finds; null in gates before checks had owners.';

-- ---------------------------------------------------------------- what a gate looked at
-- A replay asks about rows that somebody named, an acceptance asks nothing: neither says anything of the night.
alter table ops.gate
add column kind text not null default 'whole' check (kind in ('whole', 'replay', 'acceptance'));
comment on column ops.gate.kind is
'whole: everything that arrived and everything open; replay: single rows of quarantine, examined again; acceptance: a person''s decision.';

-- ---------------------------------------------------------------- what becomes of a row
alter table quarantine.row drop constraint row_state_check;
alter table quarantine.row
add constraint row_state_check check (state in ('open', 'corrected', 'released', 'withdrawn', 'accepted')),
add column is_asked_again boolean not null default false,
add column is_kept_out boolean not null generated always as (state not in ('released', 'accepted')) stored;
comment on column quarantine.row.state is
'open; corrected: a later version passed, or was accepted; released: the row itself passes now; withdrawn: its sender took it back; accepted: it fails still, and a person let it through (quarantine.acceptance).';
comment on column quarantine.row.is_asked_again is
'A record that could not be read, of which nothing but its keys is kept: it is read anew when the source sends it once more.';
comment on column quarantine.row.is_kept_out is 'The row stands here and not in its raw table.';
create index row_receipt on quarantine.row (receipt_id) where is_kept_out;
create index row_open on quarantine.row (source_table, receipt_id, row_no) where state = 'open';

create table quarantine.acceptance (
    acceptance_id bigint generated always as identity primary key,
    quarantine_id bigint not null references quarantine.row,
    checks text[] not null,
    accepted_by text not null check (accepted_by <> ''),
    accepted_at timestamptz not null default now(),
    reason text not null check (reason <> ''),
    gate_id bigint not null references ops.gate,
    ended_by text check (ended_by <> ''),
    ended_at timestamptz,
    ended_reason text check (ended_reason <> ''),
    ended_gate_id bigint references ops.gate,
    check (num_nulls(ended_by, ended_at, ended_reason, ended_gate_id) in (0, 4))
);
create unique index acceptance_one_in_force on quarantine.acceptance (quarantine_id) where ended_at is null;
comment on table quarantine.acceptance is
'Rows that a person let through although they fail, for these checks and for this reason; it ends, and stays here, when it is taken back.';
grant select, insert, update (ended_by, ended_at, ended_reason, ended_gate_id) on quarantine.acceptance to parix_loader;
grant usage on all sequences in schema quarantine to parix_loader;
grant select on ops.release to parix_loader; -- rows move between builds only
grant select on quarantine.acceptance to parix_transformer, parix_publisher, parix_auditor;

-- ---------------------------------------------------------------- counts that add up
-- Counted where the rows are, by the keys of their tables, and held against the receipt. A new raw table joins ops.raw_row.
create view ops.raw_row as
select receipt_id from raw_dossiers.dossier
union all
select receipt_id from raw_dossiers.procedure
union all
select receipt_id from raw_evaluation.value
union all
select receipt_id from raw_workbooks.figure
union all
select receipt_id from raw_workbooks.list_row;
comment on view ops.raw_row is 'The receipt of every row of every raw table.';

create view ops.receipt_balance as
select
    d.receipt_id,
    d.source_code,
    d.name,
    d.rows_delivered as delivered,
    n.loaded,
    n.quarantined,
    d.rows_duplicate as duplicates,
    d.rows_delivered - n.loaded - n.quarantined - d.rows_duplicate as difference
from ops.delivery as d
cross join lateral (
    select
        (select count(*) from ops.raw_row as r where r.receipt_id = d.receipt_id) as loaded,
        (select count(*) from quarantine.row as k where k.receipt_id = d.receipt_id and k.is_kept_out) as quarantined
    offset 0 -- once for each receipt, not once for each column that speaks of it
) as n;
comment on view ops.receipt_balance is
'delivered = loaded + quarantined + duplicates, per receipt: loaded and quarantined are counted in raw and in quarantine, the others are what the receipt says. difference is what is lost, or there twice.';
grant select on ops.raw_row, ops.receipt_balance to parix_loader, parix_transformer, parix_publisher, parix_auditor;

-- ---------------------------------------------------------------- which field no check asks about
create table ops.field_coverage (
    suite text not null,
    field text not null,
    dimension text not null,
    checks text[] not null,
    primary key (suite, field, dimension)
);
comment on table ops.field_coverage is
'Which checks of a suite speak of a field in a dimension of ISO/IEC 25012; an empty list is a field that no check asks about in that dimension. Written by the gate from the suites.';
create table ops.field_coverage_of (border text primary key, fingerprint text not null);
comment on table ops.field_coverage_of is 'Hash of the suites and fields that ops.field_coverage was last written from.';
grant select, insert, update, delete on ops.field_coverage, ops.field_coverage_of to parix_loader, parix_publisher;
grant select on ops.field_coverage, ops.field_coverage_of to parix_transformer, parix_auditor;
