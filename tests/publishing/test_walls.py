"""The walls of the database around what is published: after every switch, and against those who would get round them."""

import psycopg
import pytest

from publishing import official, releases, retention
from tests.warehouse import rights
from warehouse import config
from warehouse.dbt import dbt

RANKS = "select md5(string_agg(to_jsonb(r)::text, ',' order by to_jsonb(r)::text)) from (select * from {}.fct_index_rank) as r"
AS_OF = "select count(*), count(distinct release_id), sum(rank) from marts.ranking_as_of('2100-01-01')"
SWAPPED = (  # equal is unequal and less is more, for whoever looks for operators in a schema of the transformer
    "create operator core.= (function = pg_catalog.textne, leftarg = text, rightarg = text)",
    "create operator core.= (function = pg_catalog.numeric_ne, leftarg = numeric, rightarg = numeric)",
    "create operator core.< (function = pg_catalog.numeric_gt, leftarg = numeric, rightarg = numeric)",
)


def attempt(role: str, *statements: str):
    """What the last statement returns, in a session of the role that is undone."""
    with psycopg.connect(config.dsn(role)) as conn:
        conn.read_only = False
        for statement in statements:
            cursor = conn.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
        conn.rollback()
        return rows


def told(what) -> list[str]:
    with psycopg.connect(config.dsn("admin")) as conn:
        return what(conn)


@pytest.fixture(scope="module")
def nights(night):
    """The night's release was switched to; a second one is built with swapped operators about, and switched to; then the
    first one again. What differs from the table of rights at each moment, and the ranks of both."""
    official.seal(official.propose()["rankings"], "Chủ tịch (mẫu)")  # the first release is sealed
    with psycopg.connect(config.dsn("transformer")) as conn:
        for statement in SWAPPED:
            conn.execute(statement)
    seen = {"after the night": told(rights.differences)}
    second = releases.open_candidate(force=True)
    dbt("run", "--select", "marts", variables=second)
    seen["with a candidate"] = told(rights.differences)
    seen["lines that fit nothing"] = told(rights.unused)
    releases.switch(**second)
    seen["after the second switch"] = told(rights.differences)
    releases.switch(1, "release_1")
    seen["after the switch back"] = told(rights.differences)
    releases.switch(**second)
    return seen


def test_the_rights_hold_after_every_switch(nights):
    trial = [line for line in nights.pop("lines that fit nothing") if not line.pattern.startswith("trial")]
    assert trial == []  # a trial of a book leaves its tables only where one was made
    assert nights == dict.fromkeys(nights, [])


REFUSED = {
    "transformer": (
        "update release_2.fct_index_rank set rank = 1",
        "delete from release_2.fct_figure",
        "insert into release_2.fct_figure select * from release_2.fct_figure limit 1",
        "truncate release_2.fct_figure",
        "drop table release_2.fct_figure",
        "alter table release_2.fct_figure add column a int",
        "create table release_2.fct_more (a int)",
        "select * from release_2.fct_index_rank",
        "drop schema release_2 cascade",
        "select * from marts.fct_index_rank",
        "select ops.drop_release(2)",
    ),
    "publisher": (
        "update release_2.fct_index_rank set rank = 1",
        "update marts.fct_index_rank set rank = 1",
        "delete from marts.fct_figure",
        "insert into release_2.fct_figure select * from release_2.fct_figure limit 1",
        "drop table release_1.fct_index_rank",
        "drop schema release_1 cascade",
        "alter schema release_1 owner to parix_publisher",
        "alter table release_1.fct_index_rank owner to parix_publisher",
        "set role parix_keeper",
        "update core.fct_figure set value = 0",
        "update raw_workbooks.figure set value = 0",
    ),
    "loader": (
        "create or replace view marts.fct_index_rank as select 1 as rank",
        "drop view marts.fct_index_rank",
        "update marts.fct_index_rank set rank = 1",
        "select * from release_2.fct_index_rank",
        "update core.fct_figure set value = 0",
    ),
    "auditor": (
        "update release_2.fct_index_rank set rank = 1",
        "update marts.fct_index_rank set rank = 1",
        "create temporary table publication (a int)",
    ),
    "bi_reader": (
        "update marts.fct_index_rank set rank = 1",
        "select * from release_2.fct_index_rank",
        "lock table marts.fct_index_rank in access exclusive mode",
        "create operator marts.= (function = pg_catalog.textne, leftarg = text, rightarg = text)",
    ),
}


@pytest.mark.parametrize(("role", "statement"), [(r, s) for r, statements in REFUSED.items() for s in statements])
def test_refused(nights, role, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt(role, statement)


@pytest.mark.parametrize("release", [1, 2], ids=["sealed", "published"])
def test_what_is_sealed_or_published_is_dropped_by_nobody(nights, release):
    with pytest.raises(psycopg.errors.RaiseException, match="its tables stay"):
        attempt("publisher", f"select ops.drop_release({release})")


def test_swapped_operators_change_neither_what_is_built_nor_what_is_read(nights, query):
    ours, theirs = (RANKS.replace("select * from {}", f"select * from release_{n}").format() for n in (1, 2))
    alike = [s.replace("to_jsonb(r)", "(to_jsonb(r) - 'release_id' - 'status')") for s in (ours, theirs)]
    assert query(alike[0]) == query(alike[1]) != query(ours)
    assert attempt("bi_reader", AS_OF) == query(AS_OF)
    assert attempt("publisher", "select 1.0 < 2.0, 'a' = 'a'::text") == [(True, True)]
    with psycopg.connect(config.dsn("transformer", "parix")) as conn:  # they are there, and do what they are made for
        assert conn.execute("select 1.0 operator(core.<) 2.0").fetchone() == (False,)


FORGED = {  # temporary objects that the publisher, who may make some, puts in the way of functions with other rights
    "tables": (
        "create temporary table publication as select 9 as publication_id, 9 as release_id, now() as published_at",
        "create temporary table ranking_version (version_id bigint)",
        "create temporary table release as select 1 as release_id, 'core'::text as schema_name, 'failed' as state",
        "create temporary table official_ranking (release_id bigint)",
        "create temporary table seal (release_id bigint)",
        "create temporary table pg_class (relname text, relkind text, relnamespace oid, relowner oid)",
    ),
    "types": ("create domain pg_temp.regrole as text", "create domain pg_temp.date as text", "create domain pg_temp.record as int"),
    "a path of one's own": (
        "create schema release",
        "create table release.release as select 1 as release_id, 'core'::text as schema_name, 'failed' as state",
        "create table release.seal (release_id bigint)",
        "set search_path = pg_temp, release, pg_catalog",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_forged_objects_do_not_reach_functions_with_other_rights(nights, query, what):
    assert attempt("publisher", *FORGED[what], AS_OF) == query(AS_OF)
    with pytest.raises(psycopg.errors.RaiseException, match="its tables stay"):
        attempt("publisher", *FORGED[what], "select ops.drop_release(1)")
    assert attempt("publisher", *FORGED[what], "select ops.close_release(2)::text") == [("",)]


@pytest.mark.parametrize("role", ["loader", "transformer", "publisher", "auditor", "bi_reader"])
@pytest.mark.parametrize("place", ["pg_temp", "public", "core", "quarantine", "gates", "marts"])
def test_nobody_makes_functions(nights, role, place):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt(
            role, f"create function {place}.now() returns timestamptz language sql return '1970-01-01'::timestamptz"
        )


def test_a_view_in_a_release_borrows_no_rights(nights, query):
    """The transformer writes a view on what it may not see into a candidate; published, it shows it to nobody."""
    release = releases.open_candidate(force=True)
    with psycopg.connect(config.dsn("transformer")) as conn:
        conn.execute(
            f"create table {release['release_schema']}.fct_index_rank as select * from intermediate.rank_standing"
        )
        conn.execute(
            f"create view {release['release_schema']}.fct_trojan as select rolpassword from pg_catalog.pg_authid"
        )
    with psycopg.connect(config.dsn("publisher")) as conn:
        conn.execute("select ops.close_release(%s)", (release["release_id"],))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute(f"select * from {release['release_schema']}.fct_trojan")
    query("update ops.release set state = 'failed' where release_id = %s", release["release_id"])
    with releases.connect() as conn:
        assert release["release_schema"] in retention.tidy(conn)
