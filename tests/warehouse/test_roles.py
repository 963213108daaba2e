"""What each role may do, and what not, tried: the rooms' walls inside the database. All rights: test_rights.py."""

import psycopg
import pytest

from warehouse import config

ALLOWED = [
    ("loader", "insert into ops.run (kind) values ('test')"),
    ("loader", "select count(*) from raw_dossiers.dossier"),
    ("transformer", "create table core.t (a int)"),
    ("transformer", "select count(*) from raw_workbooks.figure"),
    ("publisher", "create view marts.t as select 1 as a"),
    ("publisher", "select count(*) from quarantine.row"),
    ("auditor", "select count(*) from raw_dossiers.dossier"),
    ("auditor", "select count(*) from quarantine.row"),
]
REFUSED = [
    ("loader", "create view marts.t as select 1 as a"),
    ("loader", "update raw_dossiers.dossier set status_id = 1"),
    ("loader", "update ops.release set state = 'published'"),
    ("loader", "delete from ops.delivery"),
    ("loader", "update ops.delivery set sha256 = 'another'"),
    ("loader", "insert into ops.release (fingerprint, code_version) values ('x', 'x')"),
    ("loader", "insert into ops.publication (release_id) values (1)"),
    ("loader", "select ops.close_release(1)"),
    ("loader", "create schema release_9"),
    ("loader", "update quarantine.row set receipt_id = 1"),
    ("transformer", "insert into raw_dossiers.dossier (receipt_id, row_no, source_code) values (1, 1, 'x')"),
    ("transformer", "create view marts.t as select 1 as a"),
    ("transformer", "update ops.official_rank set rank = 1"),
    ("publisher", "insert into raw_workbooks.figure (receipt_id) values (1)"),
    ("publisher", "update ops.official_rank set rank = 1"),
    ("publisher", "delete from ops.official_ranking"),
    ("publisher", "create table core.t (a int)"),
    ("publisher", "update ops.seal set manifest = '{}'"),
    ("publisher", "delete from ops.seal"),
    ("publisher", "truncate ops.seal cascade"),
    ("publisher", "update ops.verification set is_sound = true"),
    ("publisher", "update ops.publication set published_at = now()"),
    ("publisher", "update ops.gate_result set is_passed = true"),
    ("publisher", "update ops.release set fingerprint = 'x'"),
    ("publisher", "delete from quarantine.row"),
    ("publisher", "select * from raw_dossiers.dossier"),
    ("publisher", "update books.book set sha256 = 'x'"),
    ("auditor", "insert into ops.run (kind) values ('test')"),
    ("bi_reader", "select count(*) from raw_dossiers.dossier"),
    ("bi_reader", "select count(*) from quarantine.row"),
    ("bi_reader", "select count(*) from ops.delivery"),
    ("bi_reader", "create table marts.t (a int)"),
    ("bi_reader", "create table public.t (a int)"),
    ("bi_reader", "create schema mine"),
    ("bi_reader", "create temporary table t (a int)"),
    ("bi_reader", "select lo_from_bytea(0, 'a place to write')"),
    ("bi_reader", "select pg_advisory_lock(hashtext('onestop'))"),  # would hold up the load of a source
    ("bi_reader", "select * from ops.release"),
    ("bi_reader", "select * from core.fct_figure"),
    ("bi_reader", "create function marts.f() returns int language sql return 1"),
    ("bi_reader", "do $$ begin perform 1; end $$"),
    ("bi_reader", "copy (select 1) to program 'id'"),
    ("bi_reader", "copy (select 1) to '/tmp/a_file'"),
    ("bi_reader", "select pg_read_file('/etc/passwd')"),
    ("bi_reader", "select * from pg_authid"),
    ("bi_reader", "alter role bi_reader createrole"),
    ("bi_reader", "set role parix_publisher"),
]


def run(role: str, statement: str) -> None:
    with psycopg.connect(config.dsn(role)) as conn:
        conn.read_only = False  # readers' sessions begin read-only, which whoever connects may change
        conn.execute(statement)
        conn.rollback()


@pytest.mark.parametrize(("role", "statement"), ALLOWED)
def test_allowed(warehouse, role, statement):
    run(role, statement)


@pytest.mark.parametrize(("role", "statement"), REFUSED)
def test_refused(warehouse, role, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(role, statement)


@pytest.mark.parametrize("role", ["loader", "transformer", "publisher", "auditor", "bi_reader", "airflow"])
@pytest.mark.parametrize("database", ["airflow", "postgres", "template1", "parix"])
def test_each_database_has_its_own_people(warehouse, role, database):
    if (role == "airflow") == (database == "airflow") and database in ("airflow", "parix"):
        psycopg.connect(config.dsn(role, database)).close()
    else:
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(config.dsn(role, database))
