-- What a gate examines is laid out in tables now; the views of earlier gates go.
do $$
declare
    old_view regclass;
begin
    for old_view in
        select oid::regclass from pg_class
        where relkind = 'v' and relnamespace in ('quarantine'::regnamespace, 'gates'::regnamespace)
    loop
        execute format('drop view %s', old_view);
    end loop;
end
$$;

-- Dossiers in full: what both clients (iGate style, national adapter) can say of a dossier, and the procedure catalogue.
-- Codes are text: a source may send "11" or "done"; what they mean is mapping data (seeds/reference/dossier_*_map.csv).
alter table raw_dossiers.dossier
alter column status_id type text,
alter column channel_id type text,
add column rejected_at text,
add column deleted_at text,
add column supplements jsonb,
add column resolving_unit_code text,
add column resolving_unit_name text,
add column submitted_via text,
add column return_method text,
add column online_payment_code text,
add column fee_total numeric,
add column reused_component_count integer,
add column edoc_store_count integer,
add column is_digitised_stated boolean,
add column is_vneid_verified boolean,
add column national_databases text;
create index dossier_national on raw_dossiers.dossier (dossier_id) where source_code = 'national';
comment on table ops.watermark is
'How far a source is loaded, moved in the transaction of its delivery: its newest updatedDate, or (national) the last row of the one-stop system that it was asked about.';
comment on column raw_dossiers.dossier.agency_code is 'The unit that received the dossier; who resolves it stands in resolving_unit_code or _name.';
comment on column raw_dossiers.dossier.deleted_at is 'Soft delete, as the source says it; such a dossier leaves every count.';
comment on column raw_dossiers.dossier.supplements is
'[{"requested_at", "resumed_at"}], oldest first, moments as delivered, resumed_at null while the applicant is waited for. No texts.';
comment on column raw_dossiers.dossier.online_payment_code is
'DuocThanhToanTrucTuyen: 0 no fee, 1 paid online on the national portal, 2 paid online on the province''s gateway, 3 due and not paid online.';
comment on column raw_dossiers.dossier.fee_total is 'Sum of the fees in VND; 0 where all are 0, null where none is charged.';
comment on column raw_dossiers.dossier.national_databases is 'Codes of the national databases that were asked (MaCSDL), joined by a comma.';

create table raw_dossiers.procedure (
    receipt_id bigint not null,
    row_no integer not null,
    source_code text not null,
    procedure_code text,
    procedure_name text,
    status text,
    sector_code text,
    sector_name text,
    level text,
    is_interlinked boolean,
    has_no_paper_result boolean,
    has_no_due_date boolean,
    processing_time numeric,
    processing_time_unit text,
    channels text,
    highest_fee numeric,
    released_gate_id bigint,
    primary key (receipt_id, row_no)
);
comment on table raw_dossiers.procedure is
'One row per received version of a procedure (LayDanhSachTTHC, LayThuTuc), as delivered. processing_time is the time of the law.';
grant select, insert, delete on raw_dossiers.procedure to parix_loader;
grant select on raw_dossiers.procedure to parix_transformer, parix_auditor;
