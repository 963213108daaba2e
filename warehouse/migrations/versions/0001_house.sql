-- No search_path tricks: nobody but the admin creates in public.
revoke create on schema public from public;

create schema raw_dossiers;
create schema raw_evaluation;
create schema raw_workbooks;
create schema ops;
create schema quarantine;
create schema marts;
create schema gates authorization parix_publisher;
create schema reference authorization parix_transformer;
create schema books authorization parix_transformer;
create schema staging authorization parix_transformer;
create schema intermediate authorization parix_transformer;
create schema core authorization parix_transformer;
grant usage on schema reference to parix_loader;
grant usage on schema reference, books, staging, intermediate, core to parix_auditor;
alter default privileges for role parix_transformer in schema reference grant select on tables to parix_loader;
alter default privileges for role parix_transformer in schema reference, books, staging, intermediate, core
grant select on tables to parix_auditor;
grant usage on schema raw_dossiers, raw_evaluation, raw_workbooks, ops, quarantine
to parix_loader, parix_transformer, parix_auditor;

-- ---------------------------------------------------------------- ops: what happened, for ever
create table ops.gate (
    gate_id bigint generated always as identity primary key,
    border text not null check (border in ('in', 'out')),
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    is_passed boolean,
    release_id bigint,
    known_by text
);
comment on column ops.gate.known_by is
'Hash of the checks and the code lists that they ask; open rows of quarantine are examined again when it changes.';
comment on table ops.gate is 'One run of a gate: border in = what arrived, out = what would be published.';

create table ops.delivery (
    receipt_id bigint generated always as identity primary key,
    source_code text not null,
    sha256 text not null,
    name text not null,
    period_code text,
    window_from date,
    window_to date,
    sender text,
    received_at timestamptz not null default now(),
    rows_delivered bigint not null,
    rows_loaded bigint not null,
    rows_duplicate bigint not null default 0,
    rows_undecodable bigint not null default 0,
    is_illustrative boolean not null,
    archive_path text not null,
    run_id text,
    gate_id bigint references ops.gate,
    unique (source_code, sha256)
);
create index delivery_gate on ops.delivery (gate_id);
comment on table ops.delivery is
'A receipt per delivery (a file, or one window of an interface): where it came from, its hash, its rows. The same bytes twice are one delivery.';
comment on column ops.delivery.gate_id is 'The gate that examined it; null until then.';
comment on column ops.delivery.rows_undecodable is 'Rows that could not be read at all; they stand in quarantine.';

create table ops.rejection (
    rejection_id bigint generated always as identity primary key,
    source_code text not null,
    name text not null,
    sha256 text not null,
    sentence_vi text not null,
    rejected_at timestamptz not null default now(),
    unique (source_code, sha256)
);
comment on table ops.rejection is 'Files refused as a whole, with the sentence that was put beside them.';

create table ops.watermark (
    source_code text primary key,
    updated_to text not null,
    moved_at timestamptz not null default now()
);
comment on table ops.watermark is 'Up to which updatedDate a source is loaded; moved in the transaction of its delivery.';

create table ops.gate_result (
    gate_id bigint not null references ops.gate on delete cascade,
    suite text not null,
    check_name text not null,
    description_vi text not null,
    dimension text not null,
    severity text not null check (severity in ('stop', 'quarantine', 'warn')),
    is_passed boolean not null,
    rows_checked bigint,
    rows_failed bigint,
    observed text,
    error text,
    primary key (gate_id, suite, check_name)
);
comment on column ops.gate_result.dimension is 'Data-quality dimension of ISO/IEC 25012.';

create table ops.release (
    release_id bigint generated always as identity primary key,
    schema_name text generated always as ('release_' || release_id) stored,
    state text not null default 'candidate'
    check (state in ('candidate', 'published', 'superseded', 'failed', 'dropped')),
    fingerprint text not null,
    code_version text not null,
    built_at timestamptz not null default now(),
    published_at timestamptz,
    superseded_at timestamptz,
    note text
);
comment on table ops.release is 'Every build of the marts: candidate, then published or failed; one is published at a time.';
create unique index release_one_published on ops.release (state) where state = 'published';

create table ops.official_ranking (
    official_id bigint generated always as identity primary key,
    index_code text not null,
    edition text not null,
    period_code text not null,
    release_id bigint not null references ops.release,
    approved_by text not null,
    approved_at timestamptz not null default now(),
    sha256 text not null,
    unique (index_code, edition, period_code)
);
comment on table ops.official_ranking is
'A period frozen by approval: its ranking is read from ops.official_rank from then on and never recomputed.';

create table ops.official_rank (
    official_id bigint not null references ops.official_ranking,
    unit_key text not null,
    peer_group text not null,
    score numeric,
    max_points numeric,
    applicable_max_points numeric,
    percent numeric,
    rank integer,
    ranked_units integer,
    previous_rank integer,
    class_vi text,
    primary key (official_id, unit_key)
);

create table ops.official_criterion_score (
    official_id bigint not null references ops.official_ranking,
    unit_key text not null,
    criterion_code text not null,
    stage text not null,
    state text not null,
    points numeric,
    max_points numeric not null,
    applicable_max_points numeric not null,
    numerator_value numeric,
    denominator_value numeric,
    primary key (official_id, unit_key, criterion_code)
);

create table ops.run (
    run_id bigint generated always as identity primary key,
    kind text not null,
    source_code text,
    started_at timestamptz not null default now(),
    note text
);
comment on table ops.run is 'Visits to a source that brought nothing new, and other events that leave no receipt.';

-- ---------------------------------------------------------------- raw: as delivered, append-only
-- No foreign keys here: a check per copied row would cost a third of the load; the receipt is written in the
-- same transaction, and dbt tests the relationship.
create table raw_dossiers.dossier (
    receipt_id bigint not null,
    row_no integer not null,
    source_code text not null,
    dossier_id text,
    dossier_code text,
    national_code text,
    status_id integer,
    status_name text,
    channel_id integer,
    channel_name text,
    procedure_code text,
    procedure_name text,
    procedure_level_name text,
    sector_code text,
    sector_name text,
    agency_code text,
    agency_name text,
    agency_level_code text,
    parent_agency_id text,
    applied_at text,
    accepted_at text,
    appointment_at text,
    due_at text,
    completed_at text,
    returned_at text,
    updated_at text,
    processing_time numeric,
    processing_time_unit text,
    component_count integer,
    component_file_count integer,
    required_count integer,
    required_file_count integer,
    result_file_count integer,
    fee_count integer,
    receiving_kind_name text,
    payment_method_name text,
    released_gate_id bigint,
    primary key (receipt_id, row_no)
);
create index dossier_updated on raw_dossiers.dossier (updated_at);
create index dossier_accepted on raw_dossiers.dossier using brin (accepted_at);
create index dossier_released on raw_dossiers.dossier (released_gate_id) where released_gate_id is not null;
comment on table raw_dossiers.dossier is
'One row per received version of a dossier, allow-listed fields only, dates as delivered. No personal data ever enters.';

create table raw_workbooks.figure (
    receipt_id bigint not null,
    row_no integer not null,
    form_code text not null,
    edition text not null,
    sheet text not null,
    cell text not null,
    sheet_row integer not null,
    row_role text not null check (row_role in ('detail', 'total')),
    row_label text,
    unit_text text,
    unit_key text not null,
    period_code text not null,
    figure_code text not null,
    raw_text text,
    value numeric,
    missing_reason text,
    released_gate_id bigint,
    primary key (receipt_id, row_no)
);
comment on table raw_workbooks.figure is 'One row per number read from a workbook, with its sheet and cell.';

create table raw_workbooks.list_row (
    receipt_id bigint not null,
    row_no integer not null,
    form_code text not null,
    edition text not null,
    sheet text not null,
    sheet_row integer not null,
    unit_key text not null,
    period_code text not null,
    fields jsonb not null,
    cells jsonb not null,
    released_gate_id bigint,
    primary key (receipt_id, row_no)
);
comment on table raw_workbooks.list_row is 'One row per entry of a list form (procedures, tasks): its fields and the cell of each.';

-- ---------------------------------------------------------------- quarantine: whole rows, with the reason
create table quarantine.row (
    quarantine_id bigint generated always as identity primary key,
    source_table text not null,
    receipt_id bigint not null references ops.delivery deferrable initially deferred,
    row_no integer not null,
    record jsonb not null,
    check_name text not null,
    reason_vi text not null,
    checks text[] not null,
    gate_id bigint references ops.gate,
    state text not null default 'open' check (state in ('open', 'corrected', 'released')),
    opened_at timestamptz not null default now(),
    closed_at timestamptz,
    closed_by_gate_id bigint references ops.gate,
    unique (source_table, receipt_id, row_no)
);
comment on table quarantine.row is
'Every failing row whole, with the check it failed, the reason and its receipt. corrected: a later version passed; released: the row itself passes now.';

-- ---------------------------------------------------------------- roles
do $$
begin
    execute format('grant create on database %I to parix_publisher', current_database());
    execute format('revoke temporary on database %I from public', current_database());
    execute format(
        'grant temporary on database %I to parix_loader, parix_transformer, parix_publisher, parix_auditor',
        current_database()
    );
end
$$;
grant select, insert, delete on all tables in schema raw_dossiers, raw_workbooks to parix_loader;
grant select, insert, update on ops.delivery, ops.watermark, ops.gate, ops.gate_result, ops.rejection, ops.run
to parix_loader;
grant select, insert, update on quarantine.row to parix_loader;
grant create on schema quarantine to parix_loader;
grant usage on all sequences in schema ops, quarantine to parix_loader, parix_publisher;

grant select on all tables in schema raw_dossiers, raw_workbooks, ops, quarantine
to parix_transformer, parix_auditor;

grant usage on schema ops, quarantine to parix_publisher;
grant select on all tables in schema ops, quarantine to parix_publisher;
grant insert on ops.run to parix_publisher;
grant insert, update on ops.release, ops.gate, ops.gate_result to parix_publisher;
grant insert on ops.official_ranking, ops.official_rank, ops.official_criterion_score to parix_publisher;
grant usage, create on schema marts to parix_publisher;

grant usage on schema marts to bi_reader, parix_auditor, parix_transformer, parix_loader;
alter default privileges for role parix_publisher in schema marts
grant select on tables to bi_reader, parix_auditor, parix_transformer;
