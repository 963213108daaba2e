"""The recomputation itself: against the tables of cases of every rule, published results and hand-made trees."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from books.book import BOOKS
from tests.books import recompute
from tests.books.recompute import formula, numbers
from tests.dbt import test_rules as tables
from tests.dbt.conftest import make_book, unit

PUBLISHED = Path(__file__).parents[1] / "published" / "data"


def published(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def cases():
    given = [case.values for case in tables.CASES]
    root = {"criterion_code": "root", "max_points": "100", "aggregation": "sum"}
    steps = [{"to_value": "", "from_value": "", "state": "", "points": ""} | s for c in given for s in tables.steps(*c)]
    book = recompute.Book.like(make_book("cases", "1", [root, *(tables.leaf(*c) for c in given)], steps))
    units = [unit(code) for code in ("unit", *tables.PEERS)] + [unit("above", level="province", parent_code="")]
    figures = [tables.figure(*f) for c in given for f in tables.figures(*c) if f[3] not in ("", "absent")]
    scores = recompute.score_all([book], units, figures, running=["2026"])
    return {period: scores["cases", "1", period, "unit"] for period in ("2025", "2026")}


@pytest.mark.parametrize(("name", "case"), tables.CASES)
def test_every_case_of_every_rule(cases, name, case):
    mine = cases[tables.PERIODS[case["period"]]][name]
    expected = numbers.number(case["expected"])
    assert mine.state == case["state"]
    if expected is not None and "." in case["expected"]:  # as many decimals as the table gives
        assert abs(mine.points - expected) <= Fraction(1, 2 * 10 ** len(case["expected"].partition(".")[2]))
    else:
        assert mine.points == expected


def test_published_metric_lines_of_the_766_set():
    """All 24 metrics that units show with numerator and denominator, within 0.015 of the published points."""
    book = recompute.Book(BOOKS / "qd766" / "2026")
    rows = published("qd766_gialai_metric_level_2026-10-10.csv")
    by_name = {c["numerator"].removesuffix("_numerator"): c for c in book.criteria.values() if c.rule}
    checked = 0
    for row in rows:
        c = by_name.get(f"qd766_{row['metric'].lower()}") or by_name["qd766_total_on_time"]
        assert c.most == Fraction(row["max_score"])
        if row["numerator"]:
            n, d = Fraction(row["numerator"]), Fraction(row["denominator"])
            given = recompute.Given(c, n, d)
            mine = recompute.leaf(given, [recompute.Figure(n), recompute.Figure(d)], is_running=False)
            assert abs(mine.points - Fraction(row["published_score"])) <= Fraction("0.015"), row
            checked += 1
    assert checked == sum(bool(row["numerator"]) for row in rows) >= 28


def test_published_totals_of_766_are_sums_and_their_ranks_competition():
    rows = published("qd766_provinces_2026-10-10.csv")
    groups = [column for column in rows[0] if "_max" in column]
    for row in rows:
        assert sum(Fraction(row[column]) for column in groups) == Fraction(row["total_score"]), row["unit"]
    mine = recompute.ranked({row["code"]: Fraction(row["total_score"]) for row in rows})
    assert mine == {row["code"]: int(row["rank_competition"]) for row in rows}


def test_ties():
    """DTI 2022: Thanh Hóa and Yên Bái are both 15, and the next is 17."""
    scores = {"a": 90, "b": 80, "c": 80, "d": 70, "e": None}
    assert recompute.ranked(scores) == {"a": 1, "b": 2, "c": 2, "d": 4, "e": None}
    assert recompute.ranked(scores, "dense") == {"a": 1, "b": 2, "c": 2, "d": 3, "e": None}
    assert recompute.ranked(scores, "modified") == {"a": 1, "b": 3, "c": 3, "d": 4, "e": None}
    dti = {i: Fraction(10000 - i) for i in range(1, 15)} | {"Thanh Hóa": 9000, "Yên Bái": 9000, "next": 8000}
    assert [recompute.ranked(dti)[name] for name in ("Thanh Hóa", "Yên Bái", "next")] == [15, 15, 17]


@pytest.mark.parametrize(
    ("text", "value"),
    [("6*a/b + min(2, 2.5*c/e) + 2.5*g/e", 6), ("-(a - b) * 2", 100), ("max(1, 2, min(9, 3)) - 0.5", Fraction(5, 2)),
     ("2 - 1 - 1", 0), ("8 / 4 / 2", 1), ("2 + 3 * -4", -10)],
)  # fmt: skip
def test_formula(text, value):
    given = {"a": Fraction(50), "b": Fraction(100), "c": Fraction(8), "e": Fraction(10), "g": Fraction(4)}
    assert formula.evaluate(text, given, lambda: Fraction(0)) == value
    assert formula.figures(text) <= given.keys()


def test_halves_go_away_from_zero():
    halves = {"0.125": "0.13", "-0.125": "-0.13", "0.124": "0.12", "2.675": "2.68"}
    for given, expected in halves.items():
        assert recompute.rounded(Fraction(given), 2) == Fraction(expected)
    assert recompute.rounded(Fraction(7, 2), 0) == 4 and recompute.rounded(None, 2) is None
    assert recompute.decimal(recompute.shown(Fraction(1, 3))) == Decimal("0." + "3" * 20)
