-- The spreadsheet airlock: a file that comes again brings only its difference, and each correction stays visible.
-- A row's identity over deliveries is (form_code, period_code, unit_key, entry_key), for a figure with its figure_code.
alter table raw_workbooks.figure
add column report_key text not null default '',
add column entry_key text not null default '';
alter table raw_workbooks.list_row
add column report_key text not null default '',
add column entry_key text not null default '';
create index figure_entry on raw_workbooks.figure (form_code, period_code, unit_key, entry_key, figure_code);
create index list_row_entry on raw_workbooks.list_row (form_code, period_code, unit_key, entry_key);
comment on column raw_workbooks.figure.report_key is
'The report that the row belongs to: what is sent again replaces the whole of it (unit:… or file:…).';
comment on column raw_workbooks.figure.entry_key is
'Which row of the form this is, by its contents and not by its place; empty where a unit has one row.';
comment on column raw_workbooks.list_row.report_key is
'The report that the entry belongs to: what is sent again replaces the whole of it (unit:… or file:…).';
comment on column raw_workbooks.list_row.entry_key is 'Which entry this is, by its contents and not by its place.';
update quarantine.row
set record = record || '{"report_key": "", "entry_key": ""}'
where source_table like 'raw\_workbooks.%' and not record ? 'entry_key';

-- The same workbook may come again after another version of it: the rows tell what is new, not the bytes.
alter table ops.delivery drop constraint delivery_source_code_sha256_key;
create index delivery_sha256 on ops.delivery (source_code, sha256);
create unique index delivery_once on ops.delivery (source_code, sha256) where source_code not like 'workbook:%';
alter table ops.delivery add column rows_withdrawn bigint not null default 0;
comment on column ops.delivery.rows_withdrawn is
'Rows of earlier deliveries that this one no longer holds; they are no part of rows_delivered.';
comment on table ops.delivery is
'A receipt per delivery (a file, or one window of an interface): where it came from, its hash, its rows.';

alter table quarantine.row drop constraint row_state_check;
alter table quarantine.row
add constraint row_state_check check (state in ('open', 'corrected', 'released', 'withdrawn'));
comment on column quarantine.row.state is
'open; corrected: a later version passed; released: the row itself passes now; withdrawn: its sender took it back.';

create table raw_workbooks.correction (
    receipt_id bigint not null,
    correction_no integer not null,
    source_table text not null check (source_table in ('raw_workbooks.figure', 'raw_workbooks.list_row')),
    kind text not null check (kind in ('changed', 'added', 'withdrawn')),
    form_code text not null,
    period_code text not null,
    unit_key text not null,
    entry_key text not null,
    item text not null,
    entry text,
    old_receipt_id bigint,
    old_row_no integer,
    old_sheet text,
    old_cell text,
    old_value text,
    new_row_no integer,
    new_sheet text,
    new_cell text,
    new_value text,
    primary key (receipt_id, correction_no)
);
create index correction_entry on raw_workbooks.correction (form_code, period_code, unit_key, entry_key)
where kind = 'withdrawn';
comment on table raw_workbooks.correction is
'What a delivery changed against the delivery before it, cell by cell: old value and receipt, new value and receipt (receipt_id).';
comment on column raw_workbooks.correction.item is 'figure_code, or the field of a list; empty for a whole entry of a list.';
comment on column raw_workbooks.correction.entry is 'The row as a reader of the form knows it: its label, or what tells the entry.';
grant select, insert on raw_workbooks.correction to parix_loader;
grant select on raw_workbooks.correction to parix_transformer, parix_auditor;

-- ---------------------------------------------------------------- what counts now
-- Of each row the latest version that passed the gate, unless a later delivery that passed took it back.
create view raw_workbooks.live_figure as
with gated as (
    select f.*
    from raw_workbooks.figure as f
    inner join ops.delivery as d on f.receipt_id = d.receipt_id
    where coalesce(f.released_gate_id, d.gate_id) is not null
),

withdrawn as (
    select c.*
    from raw_workbooks.correction as c
    inner join ops.delivery as d on c.receipt_id = d.receipt_id
    where c.kind = 'withdrawn' and c.source_table = 'raw_workbooks.figure' and d.gate_id is not null
)

select f.*
from gated as f
where
    not exists (
        select from gated as n
        where
            n.form_code = f.form_code and n.period_code = f.period_code and n.unit_key = f.unit_key
            and n.entry_key = f.entry_key and n.figure_code = f.figure_code and n.receipt_id > f.receipt_id
    )
    and not exists (
        select from withdrawn as w
        where
            w.form_code = f.form_code and w.period_code = f.period_code and w.unit_key = f.unit_key
            and w.entry_key = f.entry_key and w.item = f.figure_code and w.receipt_id > f.receipt_id
    );
comment on view raw_workbooks.live_figure is
'The figures that count now: the latest version of each that passed the gate, without those that were withdrawn.';

create view raw_workbooks.live_list_row as
with gated as (
    select l.*
    from raw_workbooks.list_row as l
    inner join ops.delivery as d on l.receipt_id = d.receipt_id
    where coalesce(l.released_gate_id, d.gate_id) is not null
),

withdrawn as (
    select c.*
    from raw_workbooks.correction as c
    inner join ops.delivery as d on c.receipt_id = d.receipt_id
    where c.kind = 'withdrawn' and c.source_table = 'raw_workbooks.list_row' and d.gate_id is not null
)

select l.*
from gated as l
where
    not exists (
        select from gated as n
        where
            n.form_code = l.form_code and n.period_code = l.period_code and n.unit_key = l.unit_key
            and n.entry_key = l.entry_key and n.receipt_id > l.receipt_id
    )
    and not exists (
        select from withdrawn as w
        where
            w.form_code = l.form_code and w.period_code = l.period_code and w.unit_key = l.unit_key
            and w.entry_key = l.entry_key and w.receipt_id > l.receipt_id
    );
comment on view raw_workbooks.live_list_row is
'The entries that count now: the latest version of each that passed the gate, without those that were withdrawn.';
grant select on raw_workbooks.live_figure, raw_workbooks.live_list_row
to parix_loader, parix_transformer, parix_auditor;
