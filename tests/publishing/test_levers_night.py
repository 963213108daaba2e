"""Levers of the sample night, held against the real models: the figure changed, everything scored anew."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import psycopg
import pytest
from psycopg.rows import dict_row

from dags.recompute import rescore
from publishing import inputs
from publishing.bridge_parts import Field, Place
from warehouse import config

EACH = 1


@pytest.fixture(scope="module")
def release(night):
    with psycopg.connect(config.dsn("admin"), row_factory=dict_row) as conn:
        number = conn.execute("select release_id from ops.release where state = 'published'").fetchone()["release_id"]
        yield conn, number


def ask(conn, query: str, *values) -> list[dict]:
    return conn.execute(query, values or None).fetchall()


def sampled(conn) -> list[dict]:
    """Some levers of every rule that has any, and of every ranking."""
    rnd, by_kind = Random(37), {}
    for row in ask(
        conn, "select * from marts.fct_rank_lever where step_vi is not null order by 1, 2, 3, 4, criterion_code"
    ):
        by_kind.setdefault(("rule", row["rule"]), []).append(row)
        by_kind.setdefault((row["index_code"], row["edition"]), []).append(row)
    return [lever for of in by_kind.values() for lever in rnd.sample(of, EACH)]


def test_the_models_find_exactly_the_score_and_the_rank_that_each_lever_promised(release):
    conn, number = release
    levers = sampled(conn)
    units, assessments = (inputs.ask(conn, number, query) for query in (inputs.UNITS, inputs.ASSESSMENTS))
    there = {r["unit_key"] for r in ask(conn, "select unit_key from marts.fct_index_rank")}
    above = {u["parent_code"] for u in units if u["unit_code"] in there}
    units = [u for u in units if u["unit_code"] in there | above]
    figures, used = inputs.ask(conn, number, inputs.FIGURES), {}
    for row in ask(conn, "select index_code, edition, figure_codes from marts.dim_criterion"):
        used.setdefault((row["index_code"], row["edition"]), set()).update(row["figure_codes"])
    worlds = {}
    for n, lever in enumerate(levers):
        codes = used[lever["index_code"], lever["edition"]] | used["sipas", "2026"]
        years = {lever["period_code"], str(int(lever["period_code"]) - 1)}
        key = lever["unit_key"], lever["period_code"], lever["figure_code"]
        worlds[f"w{n}"] = (
            [f | ({"value": lever["to_value"]} if (f["unit_code"], f["period_code"], f["figure_code"]) == key else {})
             for f in figures if f["figure_code"] in codes and f["period_code"] in years and f["unit_code"] in there | above],
            [a for a in assessments if (a["index_code"], a["period_code"]) == (lever["index_code"], lever["period_code"])],
        )  # fmt: skip
    wanted = sorted({(lever["index_code"], lever["edition"]) for lever in levers} | {("sipas", "2026")})
    books = [
        b
        for b in ask(conn, "select index_code, edition, files from books.book")
        if (b["index_code"], b["edition"]) in wanted
    ]
    found = rescore(books, units, worlds, inputs.running(conn, number))
    for n, lever in enumerate(levers):
        ranking = [lever[k] for k in ("index_code", "edition", "period_code")]
        table = [r for r in found[f"w{n}"] if [r["index_code"], r["edition"], r["period_code"]] == ranking]
        mine = next(r for r in table if r["unit_key"] == lever["unit_key"])
        assert mine["score"] == lever["score_after"], lever
        if lever["compares_units"]:  # the others' points move with the best and the worst: they are held as they stand
            mine["rank"] = standing(conn, ranking).rank(lever["unit_key"], Place(mine["score"], 1, lever["peer_group"]))
        assert mine["rank"] == lever["rank_after"], lever


def standing(conn, ranking: list[str]) -> Field:
    rows = ask(
        conn, "select * from marts.fct_index_rank where (index_code, edition, period_code) = (%s, %s, %s)", *ranking
    )
    return Field({r["unit_key"]: Place(r["score"], r["rank"], r["peer_group"], r["is_ranked"]) for r in rows})


def test_each_leaf_that_counts_has_a_lever_or_says_why_not(release):
    conn, _ = release
    assert not ask(conn, """
        select from marts.fct_criterion_score as s
        inner join marts.dim_criterion as c using (index_code, edition, criterion_code)
        full join marts.fct_rank_lever as l using (index_code, edition, period_code, unit_key, criterion_code)
        where coalesce(c.is_leaf and c.part <> 'aside', false) <> (l.rule is not null)
            or l.rule is not null and (l.step_vi is null) = (l.why_not_vi is null)
    """)  # fmt: skip


def test_no_lever_stands_on_a_figure_that_is_missing_or_in_dispute(release):
    conn, _ = release
    rows = ask(conn, """
        select s.state, d.state as reconciled, l.why_not_vi, l.step_vi from marts.fct_rank_lever as l
        inner join marts.fct_criterion_score as s using (index_code, edition, period_code, unit_key, criterion_code)
        inner join marts.dim_criterion as c using (index_code, edition, criterion_code)
        left join marts.fct_reconciliation as d on l.unit_key = d.unit_key and l.period_code = d.period_code
            and d.state = 'outside_tolerance' and (d.portal_figure = any(c.figure_codes) or d.own_figure = any(c.figure_codes))
        where s.state <> 'scored' or d.state is not null
    """)  # fmt: skip
    assert {r["state"] for r in rows} >= {"missing", "not_due", "not_applicable"} and any(r["reconciled"] for r in rows)
    assert all(r["step_vi"] is None for r in rows)


def test_what_has_ended_is_a_lesson(release):
    conn, _ = release
    rows = ask(
        conn, "select standing, is_closed, closes_on, step_vi from marts.fct_rank_lever where step_vi is not null"
    )
    assert "open" in {r["standing"] for r in rows} and any(r["is_closed"] for r in rows)
    for row in rows:
        assert row["is_closed"] == (row["closes_on"] is None) == row["step_vi"].startswith("Kỳ đã khép lại"), row


def test_the_best_lever_comes_first(release):
    conn, _ = release
    rows = ask(conn, """
        select *, gained_score * coalesce(reached_share, 0) as worth from marts.fct_rank_lever where lever_order is not null
        order by index_code, edition, period_code, unit_key, lever_order
    """)  # fmt: skip
    assert rows and all(r["gained_score"] >= Decimal(0) for r in rows)
    for first, second in zip(rows, rows[1:], strict=False):
        if second["lever_order"] > 1:
            assert second["lever_order"] == first["lever_order"] + 1 and second["worth"] <= first["worth"] + Decimal(
                "0.005"
            )
