"""A ranking can be read exactly as it stood published on any day, whatever was published since."""

from datetime import date

import psycopg
import pytest

from publishing import rank_tables, releases
from tests.publishing.test_releases import candidate
from warehouse import config

DO_LUONG = "district-427-2020"


@pytest.fixture(scope="module")
def history(night):
    """1 March: what the night published. 2 March: Đô Lương gets another score in the morning, a third in the evening.
    Since 4 March: the first one again."""
    with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
        (first,) = conn.execute("select release_id, schema_name from ops.release where state = 'published'")
        for score, rank in ((10, 21), (99, 1)):
            release = candidate()
            conn.execute(
                f"update {release['release_schema']}.fct_index_rank set score = %s, rank = %s"
                " where unit_key = %s and period_code = '2023'",
                (score, rank, DO_LUONG),
            )
            releases.switch(**release)
        releases.switch(first[0], first[1])
        moments = ("2026-03-01 10:00+07", "2026-03-02 08:00+07", "2026-03-02 23:59:59+07", "2026-03-04 00:00+07")
        for number, moment in enumerate(moments):
            conn.execute(
                "update ops.publication set published_at = %s where publication_id = ("
                "select publication_id from ops.publication order by publication_id offset %s limit 1)",
                (moment, number),
            )
    return night


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-02-28", []),
        ("2026-03-01", [("7", "85.94")]),
        ("2026-03-02", [("1", "99")]),
        ("2026-03-03", [("1", "99")]),
        ("2026-03-04", [("7", "85.94")]),
        ("2100-01-01", [("7", "85.94")]),
    ],
)
def test_as_of(history, day, expected):
    with psycopg.connect(config.dsn("bi_reader")) as conn:
        rows = conn.execute(
            "select rank::text, score::text from marts.ranking_as_of(%s) where unit_key = %s and period_code = '2023'"
            " and index_code = 'par'",
            (day, DO_LUONG),
        ).fetchall()
    assert rows == expected


NAMED = {  # how today's marts call what a row's keys and codes stand for: not kept per day, looked up
    "unit_name_en", "sort_key", "level", "level_vi", "peer_group_vi", "status_vi", "book_status_vi", "comparison_vi",
    "index_title_vi", "period_name_vi", "period_last_day",
}  # fmt: skip


def test_as_of_now_is_what_stands_published(history, query):
    columns = query("select column_name from information_schema.columns where table_schema = 'marts'"
                    " and table_name = 'fct_index_rank' order by ordinal_position")  # fmt: skip
    assert {name for (name,) in columns} >= NAMED
    names = ", ".join(name for (name,) in columns if name not in NAMED)
    told = f"select {names} from marts.ranking_as_of('2100-01-01')"
    stands = f"select {names} from marts.fct_index_rank"
    assert query(f"({told} except {stands}) union all ({stands} except {told})") == []
    assert query(f"select count(*) from ({told}) as t") == query(f"select count(*) from ({stands}) as s")


def test_a_ranking_that_did_not_change_is_kept_once(history, query):
    counts = dict(
        query("select index_code || ' ' || period_code || ' ' || edition, count(*) from ops.ranking_version group by 1")
    )
    assert counts["par 2023 2023"] == 3
    assert {n for name, n in counts.items() if name != "par 2023 2023"} == {1}


def test_the_terminal_shows_another_day(history):
    rows = rank_tables.ranking("par", "2023", date(2026, 3, 2))
    assert next(r["score"] for r in rows if r["unit_key"] == DO_LUONG) == 99
    assert rank_tables.ranking("par", "2023", date(2026, 2, 1)) == []


@pytest.mark.parametrize(
    "statement", ["update ops.publication set release_id = 1", "delete from ops.ranking_version_row"]
)
def test_nobody_but_the_admin_rewrites_history(history, statement):
    for role in ("publisher", "transformer", "loader", "auditor", "bi_reader"):
        with psycopg.connect(config.dsn(role)) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.read_only = False
            conn.execute(statement)
