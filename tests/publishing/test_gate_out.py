"""The gate out against the last release: what may not get lost stops, what moved much is told."""

import psycopg
import pytest

from expectations import gate
from publishing import answers, official
from tests.publishing import test_releases
from warehouse import config

LAST = """
    delete from {schema}.fct_index_rank where (index_code, edition, period_code, unit_key) = (
        select index_code, edition, period_code, unit_key from {schema}.fct_index_rank
        where index_code = 'par' and edition = '{edition}' order by rank desc limit 1
    ) returning unit_key, period_code
"""
COUNT_AGAIN = """
    update {schema}.fct_index_rank as r set ranked_units = c.units from (
        select index_code, edition, period_code, peer_group, count(score) filter (where is_ranked) as units
        from {schema}.fct_index_rank group by 1, 2, 3, 4
    ) as c
    where (r.index_code, r.edition, r.period_code, r.peer_group) = (c.index_code, c.edition, c.period_code, c.peer_group)
"""
LOSE_AGAIN = """
    update {schema}.fct_score_loss as l set rank_if_full = null, places_lost = null, lost_points = case when r.score is not null and l.criterion_code = r.first_leaf
        then l.lost_points + r.off when r.score is not null then l.lost_points end
    from (
        select r.*, r.max_points - r.score - sum(l.lost_points) over unit as off, min(l.criterion_code) over unit as first_leaf
        from {schema}.fct_index_rank as r
        inner join {schema}.fct_score_loss as l using (index_code, edition, period_code, unit_key) where l.is_leaf
        window unit as (partition by r.index_code, r.edition, r.period_code, r.unit_key)
    ) as r
    where (l.index_code, l.edition, l.period_code, l.unit_key) = (r.index_code, r.edition, r.period_code, r.unit_key)
"""
WORST = "(select unit_key from {schema}.fct_index_rank where index_code = '{index}' and edition = '{edition}' order by rank desc limit 1)"


def candidate() -> dict:
    """A candidate as the gate out is given it: with its answers."""
    release = test_releases.candidate()
    answers.build(**release)
    return release


@pytest.fixture
def admin(night):
    with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
        yield conn.execute


@pytest.fixture(scope="module")
def pristine(night):
    return candidate()


def results(query, gate_id: int) -> dict[str, tuple]:
    rows = query(
        "select check_name, is_passed, rows_failed, rows_checked from ops.gate_result where gate_id = %s"
        " and suite in ('release_units_out', 'release_tables_out', 'corrections_out')", gate_id)  # fmt: skip
    return {name: rest for name, *rest in rows}


def test_a_release_like_the_last_one_passes_and_was_compared(pristine, query):
    found = results(query, gate.gate_out(**pristine)["gate_id"])
    assert len(found) == 11 and all(passed for passed, *_ in found.values())
    assert found["no_unit_lost"][2] > 400 and found["rows_fell_little"][2] > 15


def test_the_first_release_has_nothing_to_be_compared_with(pristine, admin, query):
    admin("update ops.release set state = 'superseded' where state = 'published'")
    try:
        found = results(query, gate.gate_out(**pristine)["gate_id"])
    finally:
        admin("update ops.release set state = 'published' where state = 'superseded' and published_at is not null")
    assert all(passed for passed, *_ in found.values())
    assert found["rows_fell_little"][2] == 0


def test_what_is_explained_or_large_is_told_and_what_got_lost_stops(night, admin, query):
    release = test_releases.candidate()

    def change(statement, **names):
        return admin(statement.format(schema=release["release_schema"], **names))

    ((merged, _),) = change(LAST, edition="2022").fetchall()
    change("update {schema}.dim_unit set valid_to = '2021-06-01' where unit_key = '{unit}'", unit=merged)
    ((silent, period),) = change(LAST, edition="2023").fetchall()
    change("delete from {schema}.fct_figure where unit_key = '{u}' and period_code = '{p}'", u=silent, p=period)
    change("update {schema}.fct_index_rank set score = null, rank = null where edition = '2023_department'"
           " and unit_key = " + WORST, index="par", edition="2023_department")  # fmt: skip
    change("update {schema}.fct_index_rank set score = score - 1.01 where unit_key = " + WORST
           + " and edition = '2023'", index="par", edition="2023")  # fmt: skip
    change("update {schema}.fct_index_rank set score = score - 10.01 where unit_key = " + WORST
           + " and index_code = 'sipas'", index="sipas", edition="2026")  # fmt: skip
    change(COUNT_AGAIN)
    change(LOSE_AGAIN)
    answers.build(**release)
    change("drop table {schema}.fct_evaluation_day")
    change("delete from {schema}.fct_dossier_month where period_code < '2026'")
    report = gate.gate_out(**release)
    found = results(query, report["gate_id"])
    expected = {"units_that_left": 2, "score_still_there": 1, "closed_period_moved_little": 1,
                "running_period_moved_little": 1, "no_mart_gone": 1}  # fmt: skip
    assert {name: found[name][1] for name in expected} == expected
    assert {name for name, (passed, *_) in found.items() if not passed} == {*expected, "rows_fell_little"}
    assert set(expected) <= set(report["failed"])

    change(LAST, edition="2023_department")
    change(COUNT_AGAIN)
    change("truncate {schema}.fct_criterion_score")
    with pytest.raises(gate.GateStopped) as stopped:
        gate.gate_out(**release)
    told = str(stopped.value)
    assert "release_units_out.no_unit_lost: Không đơn vị nào" in told
    assert "release_tables_out.standing_marts_filled" in told and "official_kept" not in told


def test_an_official_ranking_never_leaves_the_marts_in_silence(night, admin):
    """Its book, or a unit of it, is gone from the database: nothing is published until they are back."""
    rankings = official.propose()["rankings"]
    assert official.seal([r for r in rankings if r["edition"] == "2022"], "Chủ tịch (mẫu)")
    admin("create table ops.kept as select * from books.book where edition = '2022' and index_code = 'par'")
    admin("delete from books.book where edition = '2022' and index_code = 'par'")
    try:
        with pytest.raises(gate.GateStopped, match="official_kept: Bảng xếp hạng đã công bố chính thức phải còn đủ"):
            gate.gate_out(**candidate())
    finally:
        admin("insert into books.book select * from ops.kept")
        admin("drop table ops.kept")
