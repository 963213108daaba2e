"""A running period as if it ended today: scratch books through the real models, each a table."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from psycopg.rows import dict_row

from books import trial
from tests.dbt.conftest import make_book, unit
from tests.dbt.test_nodes import figure
from warehouse import config
from warehouse.dbt import dbt

CASES = {  # lines as in test_score_loss, figure "due" never came; then what it is now, ended, arrived, best
    "what is due counts, what is not due is still to be won": ("""
        root -    100 sum
        a    root 60  20
        b    root 40  due""", "20 20 60 100"),
    "out of a percentage until it is due": ("""
        root -    100 percent_of_applicable
        a    root 40  20
        b    root 60  due""", "50 20 80 100"),
    "what does not apply stays out": ("""
        root -    100 sum
        a    root 60  20
        b    root 40  na""", "20 20 20 60"),
    "deductions and missed days have happened": ("""
        root -    100 sum
        a    root 60  20
        d    root 40  4 rule=deduction target=5""", "40 40 40 80"),
    "a bonus is promised to nobody": ("""
        root -    100 sum
        a    root 100 70
        plus root 5   due rule=bonus""", "70 70 70 100"),
    "a bonus that is there may lift the best above the scale": ("""
        root -    100 sum
        a    root 100 70
        plus root 5   2 rule=bonus""", "72 72 72 102"),
    "a closed gate stays closed": ("""
        root -    100 sum
        n    root 60  sum
        g    n    0   1 rule=gate
        a    n    60  30
        b    root 40  due""", "0 0 40 40"),
    "weights and caps are the book's": ("""
        root -    100 weighted_mean
        n    root 10  sum weight=3 target=8
        a    n    5   5
        b    n    5   due
        c    root 10  4 weight=1""", "47.5 47.5 70 85"),
    "nothing has come yet": ("""
        root -    100 sum
        a    root 100 due""", "- - 100 100"),
}  # fmt: skip
INNER = ("sum", "weighted_mean", "percent_of_applicable")


def case(number: int, tree: str):
    criteria, figures = [], []
    for line in tree.split("\n")[1:]:
        code, parent, most, what, *more = line.split()
        row = {"criterion_code": code, "parent_code": parent.strip("-"), "max_points": most}
        name = f"f{number}_{code}"
        row |= {"aggregation": what} if what in INNER else {"rule": "reported", "numerator": name}
        criteria.append(row | dict(m.split("=") for m in more))
        if what == "na":
            figures.append(figure("a", name, None, "2026", "not_applicable"))
        elif what not in (*INNER, "due"):
            figures.append(figure("a", name, what, "2026"))
    figures.append(figure("other", f"f{number}_a", "1", "2026"))  # somebody reports, so that the period is open
    steps = [{"criterion_code": "g", "from_value": "1", "state": "zero"}] if " g " in tree else []
    return make_book(f"ahead{number}", "1", criteria, steps), figures


@pytest.fixture(scope="module")
def ahead(warehouse):
    cases = [case(i, tree) for i, (tree, _) in enumerate(CASES.values())]
    given = [f for _, figures in cases for f in figures]
    done = trial.score([b for b, _ in cases], [unit("a"), unit("other")], given, running=["2026"])
    variables = {"trial": "true", "books_schema": "trial"}
    dbt("run", "--select", "forecast_standing", variables=variables, target="trial")
    with psycopg.connect(config.dsn("admin"), row_factory=dict_row) as conn:
        rows = conn.execute(
            "select t.index_code, f.* from trial.forecast_standing as f"
            " inner join trial.score_target as t using (target_id) where t.unit_key = 'a' and t.period_code = '2026'"
        ).fetchall()
    scores = {r["index_code"]: r["score"] for r in done.ranks if r["unit_key"] == "a" and r["period_code"] == "2026"}
    return scores, {r["index_code"]: r for r in rows}


@pytest.mark.parametrize("i", range(len(CASES)), ids=list(CASES))
def test_forecast(ahead, i):
    wanted = [None if word == "-" else Decimal(word) for word in list(CASES.values())[i][1].split()]
    scores, found = ahead
    row = found[f"ahead{i}"]
    assert [scores[f"ahead{i}"], row["ended_score"], row["arrived_score"], row["best_score"]] == wanted
