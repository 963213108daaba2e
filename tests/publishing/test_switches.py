"""Fifty switches under readers of every mart: no error, no mix of two releases, and grants and comments as before."""

import random
import threading
from collections import Counter

import psycopg
import pytest

from publishing import releases
from tests.publishing.test_releases import candidate
from warehouse import config

SWITCHES = 50
SLICE = {  # computed when it is asked: all of it takes most of a second
    "fct_figure_boundary": " where figure_code = 'dossiers_received' and period_code = '2024-01-01/2024-05-03'"
}  # fmt: skip
DESCRIBED = """
    select c.relname, a.attname, col_description(c.oid, a.attnum) from pg_class as c
    inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0
    where c.relnamespace = 'marts'::regnamespace
    union all
    select relname, '', obj_description(oid, 'pg_class') from pg_class where relnamespace = 'marts'::regnamespace
    order by 1, 2
"""
GRANTED = """
    select c.relname, r.rolname, p.privilege from pg_class as c
    cross join pg_roles as r
    cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as p (privilege)
    where c.relnamespace = 'marts'::regnamespace and c.relkind = 'v' and r.rolname ~ '^(parix_|bi_reader)' and not r.rolsuper
        and has_table_privilege(r.rolname, c.oid, p.privilege)
    order by 1, 2, 3
"""


@pytest.fixture(scope="module")
def pair(night):
    """Two releases whose every mart tells, in every row, of which release it is: a column that only this test adds."""
    made = [candidate(), candidate_again()]
    with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
        for release in made:
            schema, number = release["release_schema"], release["release_id"]
            conn.execute("update ops.release set state = 'superseded' where release_id = %s", (number,))
            views = conn.execute(
                "select viewname, definition from pg_views where schemaname = %s", (schema,)
            ).fetchall()
            for (table,) in conn.execute("select tablename from pg_tables where schemaname = %s", (schema,)).fetchall():
                conn.execute(f"alter table {schema}.{table} add column of_release bigint default {number}")
                conn.execute(f"comment on column {schema}.{table}.of_release is 'Của phép thử — Of this test'")
            for view, definition in views:
                conn.execute(f"create or replace view {schema}.{view} as select v.*, {number}::bigint as of_release"
                             f" from ({definition.rstrip(';')}) as v")  # fmt: skip
                conn.execute(f"comment on column {schema}.{view}.of_release is 'Của phép thử — Of this test'")
    return made


def candidate_again() -> dict:
    """A second candidate beside the first, which would otherwise be taken for one that was left behind."""
    with releases.connect() as conn:
        conn.execute("update ops.release set state = 'superseded', published_at = now() where state = 'candidate'")
    return candidate()


def marts(conn) -> list[str]:
    names = conn.execute("select viewname from pg_views where schemaname = 'marts'").fetchall()
    return [name for (name,) in names]


def poll(conn, names: list[str], in_one: bool) -> dict[str, int | None]:
    """Mart -> release of its rows, all in one statement, or each in a statement of one transaction."""
    asks = [
        f"select '{n}' as mart, (select of_release from marts.{n}{SLICE.get(n, '')} limit 1) as of_release"
        for n in names
    ]
    if in_one:
        return dict(conn.execute(" union all ".join(asks)).fetchall())
    with conn.transaction():
        return dict(conn.execute(ask).fetchone() for ask in asks)


READERS = {  # all in one statement, in any order of the marts, seconds between two reads
    "statement by name": (True, False, 0), "transaction by name": (False, False, 0),
    "statement in any order": (True, True, 0.1), "transaction in any order": (False, True, 0.1),
}  # fmt: skip


def test_fifty_switches_under_readers(pair):
    releases.switch(**pair[0])
    polls, errors, over = [], [], threading.Event()

    def read(reader: str):
        in_one, is_shuffled, pause = READERS[reader]
        order = random.Random(reader)
        with psycopg.connect(config.dsn("bi_reader"), autocommit=True) as conn:
            names = sorted(marts(conn))
            while not over.wait(pause):
                if is_shuffled:
                    order.shuffle(names)
                try:
                    polls.append((reader, poll(conn, names, in_one)))
                except psycopg.Error as e:
                    errors.append(f"{reader}: {type(e).__name__}: {e}")

    readers = [threading.Thread(target=read, args=(reader,)) for reader in READERS]
    for r in readers:
        r.start()
    try:
        for i in range(SWITCHES):
            releases.switch(**pair[(i + 1) % 2])
    finally:
        over.set()
        for r in readers:
            r.join()
    assert errors == []
    counts = Counter(reader for reader, _ in polls)
    assert counts.keys() == READERS.keys() and counts.total() >= SWITCHES
    assert all(len(seen) > 20 for _, seen in polls)
    mixed = [(reader, seen) for reader, seen in polls if len(set(seen.values()) - {None}) != 1]
    assert mixed == [], f"{len(mixed)} of {len(polls)} reads mixed two releases"
    assert {n for _, seen in polls for n in seen.values() if n} == {r["release_id"] for r in pair}


def test_grants_and_comments_hold_after_every_switch(pair, query):
    releases.switch(**pair[0])
    described, granted = query(DESCRIBED), query(GRANTED)
    assert len({view for view, *_ in described}) > 20 and all(text for *_, text in described)
    readers = {(view, role) for view, role, privilege in granted if privilege == "SELECT"}
    for role in ("bi_reader", "parix_auditor"):
        assert {view for view, *_ in described} == {view for view, who in readers if who == role}
    assert {role for _, role, privilege in granted if privilege != "SELECT"} <= {"parix_publisher"}
    for i in range(1, 5):
        releases.switch(**pair[i % 2])
        assert (query(DESCRIBED), query(GRANTED)) == (described, granted), f"after switch {i}"
