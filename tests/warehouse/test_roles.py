"""What each role may do, and what not: the rooms' walls inside the database."""

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
    ("transformer", "insert into raw_dossiers.dossier (receipt_id, row_no, source_code) values (1, 1, 'x')"),
    ("transformer", "create view marts.t as select 1 as a"),
    ("transformer", "update ops.official_rank set rank = 1"),
    ("publisher", "insert into raw_workbooks.figure (receipt_id) values (1)"),
    ("publisher", "update ops.official_rank set rank = 1"),
    ("publisher", "delete from ops.official_ranking"),
    ("publisher", "create table core.t (a int)"),
    ("auditor", "insert into ops.run (kind) values ('test')"),
    ("bi_reader", "select count(*) from raw_dossiers.dossier"),
    ("bi_reader", "select count(*) from quarantine.row"),
    ("bi_reader", "select count(*) from ops.delivery"),
    ("bi_reader", "create table marts.t (a int)"),
    ("bi_reader", "create table public.t (a int)"),
    ("bi_reader", "create schema mine"),
    ("bi_reader", "create temporary table t (a int)"),
]


def run(role: str, statement: str) -> None:
    with psycopg.connect(config.dsn(role)) as conn:
        conn.execute(statement)
        conn.rollback()


@pytest.mark.parametrize(("role", "statement"), ALLOWED)
def test_allowed(warehouse, role, statement):
    run(role, statement)


@pytest.mark.parametrize(("role", "statement"), REFUSED)
def test_refused(warehouse, role, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(role, statement)
