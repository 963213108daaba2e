-- Index books: a folder of CSV files is proven (books/check.py) and only then written here, typed, in one transaction.
-- A book that fails its check leaves the rows of its last good version alone.
set local role parix_transformer;

create table books.book (
    index_code text not null,
    edition text not null,
    title_vi text,
    title_en text,
    decision_no text,
    decision_date date,
    level text[] not null,
    scale_points numeric not null,
    tie_policy text not null,
    rank_decimals integer not null,
    status text not null,
    valid_from date not null,
    valid_to date not null,
    sha256 text not null,
    loaded_at timestamptz not null default now(),
    primary key (index_code, edition)
);
comment on table books.book is 'Index books as last loaded; sha256 is that of its files.';

create table books.criterion (
    index_code text not null,
    edition text not null,
    position integer not null,
    criterion_code text not null,
    parent_code text,
    name_vi text,
    name_en text,
    max_points numeric not null,
    weight numeric,
    aggregation text,
    rule text,
    numerator text,
    denominator text,
    target numeric,
    floor numeric,
    direction text not null,
    zero_denominator text,
    not_applicable text not null,
    rounds_to integer,
    stage text,
    legal_clause text,
    evidence text,
    window_years integer not null,
    compared_in text not null,
    max_ratio numeric,
    inherits boolean not null,
    primary key (index_code, edition, criterion_code)
);
comment on table books.criterion is 'Criteria of the index books; position is the order in the file.';

create table books.step (
    index_code text not null,
    edition text not null,
    position integer not null,
    criterion_code text not null,
    from_value numeric,
    to_value numeric,
    state text,
    state_value numeric,
    points numeric,
    primary key (index_code, edition, position)
);
comment on column books.step.state_value is
'The number that stands for the state in a figure: its from_value, the state itself where it is a number, else its place in the list (1, 2, …).';

create table books.class (
    index_code text not null,
    edition text not null,
    peer_group text,
    class_vi text not null,
    class_en text,
    from_percent numeric not null
);

create table books.unit (
    index_code text not null,
    edition text not null,
    unit_code text not null,
    peer_group text,
    is_ranked boolean not null,
    note text,
    primary key (index_code, edition, unit_code)
);
comment on table books.unit is 'Units that a book puts into a peer group of its own, or assesses without ranking them.';

create table books.formula (
    index_code text not null,
    edition text not null,
    criterion_code text not null,
    node integer not null,
    op text not null,
    left_node integer,
    right_node integer,
    figure_code text,
    number numeric,
    height integer not null,
    primary key (index_code, edition, criterion_code, node)
);
comment on table books.formula is 'Formulas as trees: a node is a figure, a number, or an operation on two nodes; the last one is the result.';

reset role;

grant select on all tables in schema books to parix_auditor;
grant usage on schema books to parix_publisher;
grant select on books.book to parix_publisher;

-- A trial of a book (parix score, parix book diff): one at a time, in a schema of its own, with the transformer's rights.
create schema trial authorization parix_transformer;
comment on schema trial is 'Scratch: the last trial of an index book. Nothing here is published.';

alter table ops.official_rank add column comparison text;
alter table ops.official_rank add column is_ranked boolean;
alter table ops.official_criterion_score add column system_points numeric;
alter table ops.official_criterion_score add column is_override boolean not null default false;
alter table ops.official_criterion_score add column override_reason text;
alter table ops.official_criterion_score add column contribution numeric;
comment on column ops.official_rank.comparison is 'Whether previous_rank can be compared with: as fct_index_rank.comparison.';

create table ops.official_criterion_stage (
    official_id bigint not null references ops.official_ranking,
    unit_key text not null,
    criterion_code text not null,
    stage text not null,
    state text not null,
    value numeric,
    denominator_value numeric,
    points numeric,
    max_points numeric not null,
    is_published boolean not null,
    evidence text,
    reason text,
    assessed_on date,
    received_at timestamptz,
    receipt_id bigint,
    source_ref text,
    primary key (official_id, unit_key, criterion_code, stage)
);
comment on table ops.official_criterion_stage is 'What every stage gave a criterion when its ranking was frozen.';
grant select on ops.official_criterion_stage to parix_transformer, parix_auditor, parix_publisher;
grant insert on ops.official_criterion_stage to parix_publisher;
