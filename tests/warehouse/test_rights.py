"""The rights of an empty warehouse are those of the table in docs/security.md; each way to widen them in silence is told."""

import psycopg
import pytest

from tests.warehouse import rights
from warehouse import config, roles


@pytest.fixture
def admin(warehouse):
    with psycopg.connect(config.dsn("admin")) as conn:
        yield conn
        conn.rollback()


def test_every_right_is_that_of_the_table(admin):
    assert rights.differences(admin) == []


WIDENED = {  # what somebody might do -> the object that must be told of
    "grant update on ops.seal to parix_publisher": "table ops.seal, publisher",
    "grant update (sha256) on ops.delivery to parix_loader": "table ops.delivery, loader",
    "grant select on raw_dossiers.dossier to bi_reader": "table raw_dossiers.dossier, bi_reader",
    "grant truncate on ops.run to public": "table ops.run, public",
    "grant create on schema marts to bi_reader": "schema marts, bi_reader",
    "grant usage on sequence ops.gate_gate_id_seq to parix_loader": "sequence ops.gate_gate_id_seq, loader",
    "grant execute on function ops.drop_release(bigint) to public": "function ops.drop_release(bigint), public",
    "grant parix_transformer to bi_reader": "schema core, bi_reader",
    "alter table core.t owner to parix_auditor": "table core.t, auditor",
    "create table ops.something_new (a int)": "table ops.something_new has no line",
    "create view ops.something_new as select 1 as a": "view ops.something_new has no line",
    "create schema something_new": "schema something_new has no line",
    "grant usage on language plpgsql to parix_publisher": "language plpgsql, publisher",
}


@pytest.mark.parametrize("statement", WIDENED)
def test_whatever_is_new_or_wider_is_told(admin, statement):
    admin.execute("create table core.t (a int); alter table core.t owner to parix_transformer")
    admin.execute("grant select on core.t to parix_auditor")
    assert rights.differences(admin) == []
    admin.execute(statement)
    assert [told for told in rights.differences(admin) if told.startswith(WIDENED[statement])]


def test_no_role_is_more_than_its_rights(admin):
    attributes = """
        select rolname, rolcanlogin from pg_roles
        where rolname !~ '^pg_' and rolname <> current_user
            and not (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls or rolinherit)
    """
    assert dict(admin.execute(attributes)) == {rights.ROLES[r]: True for r in rights.ROLES if r != "public"} | {
        roles.KEEPER: False
    }
    members = "select member::regrole::text from pg_auth_members where roleid::regrole::text !~ '^pg_'"
    assert {m for (m,) in admin.execute(members)} <= {config.ROLES["admin"]}
    handed_on = """
        select c.oid::regclass, a.grantee::regrole from pg_class as c, aclexplode(c.relacl) as a
        where a.is_grantable and a.grantee <> c.relowner
    """
    assert admin.execute(handed_on).fetchall() == []


def test_a_function_that_runs_with_other_rights_looks_nowhere_but_where_it_must(admin):
    """Temporary objects last, so that no caller puts one of his own in the way; and no function of ours is without."""
    found = dict(
        admin.execute(
            "select oid::regprocedure::text, proconfig from pg_proc"
            " where prosecdef and pronamespace::regnamespace::text !~ '^(pg_|information_schema$)'"
        )
    )
    assert {"marts.ranking_as_of(date)", "ops.close_release(bigint)", "ops.drop_release(bigint)"} <= found.keys()
    assert {name: paths for name, paths in found.items() if paths != ["search_path=pg_catalog, pg_temp"]} == {}


SETTINGS = {
    "loader": ("pg_catalog, pg_temp", "off"),
    "transformer": ("pg_catalog, pg_temp", "off"),
    "publisher": ("pg_catalog, pg_temp", "off"),
    "auditor": ("pg_catalog, pg_temp", "on"),
    "bi_reader": ("marts, pg_temp", "on"),
}


@pytest.mark.parametrize("role", SETTINGS)
def test_sessions_begin_with_a_fixed_path_and_readers_read(warehouse, role):
    with psycopg.connect(config.dsn(role)) as conn:
        found = conn.execute("select current_setting('search_path'), current_setting('transaction_read_only')")
        assert found.fetchone() == SETTINGS[role]


def test_the_server_is_never_told_a_password(admin):
    """What stands in pg_authid is made here, so no log and no list of sessions can hold more than a verifier."""
    kept = admin.execute("select rolpassword from pg_authid where rolcanlogin and rolname <> current_user").fetchall()
    assert len(kept) == 6 and all(verifier.startswith("SCRAM-SHA-256$4096:") for (verifier,) in kept)
