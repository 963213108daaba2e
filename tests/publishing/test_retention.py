"""How long a release keeps its tables, by the moments in the database: a calendar as a table of cases."""

import psycopg
import pytest

from publishing import releases, retention
from warehouse import config

# published (Vietnamese time), kept, why
CALENDAR = [
    ("2026-01-10 02:00", False, "old, another one followed in January"),
    ("2026-01-31 23:59", True, "the last of January"),
    ("2026-02-01 00:01", False, "February, though still January in UTC"),
    ("2026-02-27 02:00", True, "the last of February"),
    ("2026-03-01 02:00", True, "sealed: for ever"),
    ("2026-03-02 02:00", True, "a ranking was frozen from it: for ever"),
    ("2026-03-03 02:00", False, "old and provisional"),
    ("2026-03-26 02:00", False, "35 days old to the second"),
    ("2026-03-26 02:01", True, "a minute less"),
    ("2026-04-29 02:00", True, "yesterday"),
    ("2026-04-30 02:00", True, "published now"),
]


@pytest.fixture
def releases_of_a_spring(warehouse):
    with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
        conn.execute("truncate ops.release cascade")
        for number, (moment, _, _) in enumerate(CALENDAR, 1):
            state = "published" if number == len(CALENDAR) else "superseded"
            conn.execute(
                "insert into ops.release (release_id, state, fingerprint, code_version, published_at)"
                " overriding system value values (%s, %s, 'f', 'c', %s::timestamp at time zone 'Asia/Ho_Chi_Minh')",
                (number, state, moment),
            )
        conn.execute("insert into ops.release (release_id, state, fingerprint, code_version)"
                     " overriding system value values (90, 'failed', 'f', 'c'), (91, 'candidate', 'f', 'c')")  # fmt: skip
        conn.execute("insert into ops.official_ranking (index_code, edition, period_code, release_id, approved_by, sha256)"
                     " values ('par', 'x', '2025', 6, 'x', 'x')")  # fmt: skip
        conn.execute("insert into ops.seal (release_id, manifest, sha256, public_key, signature)"
                     " values (5, '', 's', '', '')")  # fmt: skip
        for (schema,) in conn.execute("select schema_name from ops.release").fetchall():
            conn.execute(f"create schema if not exists {schema} authorization parix_publisher")
        yield conn.execute


def test_what_is_kept(releases_of_a_spring):
    with releases.connect() as conn:
        retention.tidy(conn)
    stands = {name for (name,) in releases_of_a_spring("select nspname from pg_namespace where nspname ~ '^release_'")}
    gone = [why for number, (_, kept, why) in enumerate(CALENDAR, 1) if (f"release_{number}" in stands) != kept]
    assert gone == []
    assert {"release_90" in stands, "release_91" in stands} == {False, True}, (
        "a failed candidate goes, a candidate stays"
    )
    states = dict(releases_of_a_spring("select release_id, state from ops.release").fetchall())
    assert states[1] == states[90] == "dropped" and states[2] == "superseded" and states[11] == "published"


def test_tidying_twice_changes_nothing_more(releases_of_a_spring):
    with releases.connect() as conn:
        assert len(retention.tidy(conn)) == sum(not kept for _, kept, _ in CALENDAR) + 1
        assert retention.tidy(conn) == []
