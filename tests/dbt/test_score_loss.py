"""Points lost: small scratch books through the real models, each a table; the leaves add up to scale minus score."""

from __future__ import annotations

from decimal import Decimal

import pytest

from books import trial
from tests.dbt.conftest import make_book, unit
from tests.dbt.test_nodes import figure

CASES = {  # node: parent, maximum, what it is, figure (- missing, na), more; expected: points lost by leaf
    "what is left of a maximum": ("""
        root -    10 sum
        a    root 6  4
        b    root 4  4""", "a 2 b 0"),
    "missing costs its maximum": ("""
        root -    10 sum
        a    root 6  -
        b    root 4  4""", "a 6 b 0"),
    "excluded: the scale still counts it, in its own row": ("""
        root -    10 sum
        a    root 6  na
        b    root 4  3""", "a 6 b 1"),
    "full where it does not apply": ("""
        root -    10 sum
        a    root 6  na not_applicable=full
        b    root 4  3""", "a 0 b 1"),
    "shared among the others": ("""
        root -    10 sum
        a    root 2  na not_applicable=share
        b    root 4  3
        c    root 4  4""", "a 0 b 1.25 c 0"),
    "nothing applies in one part": ("""
        root -    10 sum
        n    root 6  sum
        a    n    2  na not_applicable=share
        c    n    4  na
        b    root 4  3""", "a 2 c 4 b 1"),
    "weights: a half of a leaf that weighs three quarters": ("""
        root -    10 weighted_mean
        a    root 5  5  weight=1
        b    root 10 5  weight=3
        c    root 10 na weight=4""", "a 0 b 3.75 c 0"),
    "percent of what applies": ("""
        root -    10 percent_of_applicable
        a    root 5  4
        b    root 15 10
        c    root 10 na""", "a 0.5 b 2.5 c 0"),
    "what does not apply below a percentage is in no scale": ("""
        root -    10 percent_of_applicable
        n    root 10 sum
        a    n    5  na
        b    n    5  2
        c    root 5  5""", "a 0 b 3 c 0"),
    "rounding down falls on what was brought, rounding up on what was lost": ("""
        root -    20 sum
        n    root 10 sum rounds_to=0
        a    n    5  5
        b    n    5  4.4
        m    root 10 sum rounds_to=0
        c    m    5  5
        d    m    5  4.6""", "a 0.21276595744680851064 b 0.78723404255319148936 c 0 d 0"),
    "a cap takes from those who brought": ("""
        root -    10 sum
        n    root 10 sum target=8
        a    n    5  5
        b    n    5  5""", "a 1 b 1"),
    "a maximum below the sum of its children forgives": ("""
        root -    10 sum
        n    root 10 sum target=10
        a    n    8  8
        b    n    8  1""", "a 0 b 1"),
    "a floor forgives": ("""
        root -    10 sum
        n    root 10 sum floor=5
        a    n    6  1
        b    n    4  0""", "a 2.77777777777777777778 b 2.22222222222222222222"),
    "a closed gate takes all": ("""
        root -    10 sum
        n    root 10 sum
        g    n    0  1 rule=gate
        a    n    6  6
        b    n    4  1""", "g 0 a 6 b 4"),
    "a bonus is a negative loss, a penalty a loss": ("""
        root -    10 sum
        a    root 10 7
        plus root 3  2 rule=bonus
        minus root 2 1 rule=penalty""", "a 3 plus -2 minus 1"),
    "a cap falls on all that was brought, the bonus too, as in contributions": ("""
        root -    10 sum target=10
        a    root 10 9
        plus root 3  3 rule=bonus""", "a 2.5 plus -2.5"),
    "not due yet, and kept apart by its state": ("""
        root -    10 sum
        a    root 6  due
        b    root 4  3""", "a 6 b 1"),
    "weights inside a sum inside weights": ("""
        root -    100 weighted_mean
        n    root 10 sum weight=3
        m    n    6  weighted_mean
        a    m    1  0.5 weight=1
        b    m    1  0 weight=2
        c    n    4  2
        d    root 50 25 weight=1""", "a 7.5 b 30 c 15 d 12.5"),
}  # fmt: skip
INNER = ("sum", "weighted_mean", "percent_of_applicable")
YEAR, RUNNING = "2025", "2026"


def case(number: int, tree: str):
    criteria, figures, year = [], [], RUNNING if " due" in tree else YEAR
    for line in tree.split("\n")[1:]:
        code, parent, most, what, *more = line.split()
        row = {"criterion_code": code, "parent_code": parent.strip("-"), "max_points": most} | dict(
            m.split("=") for m in more
        )
        name = f"f{number}_{code}"
        if what in INNER:
            row["aggregation"] = what
        else:
            row = {"rule": "reported", "numerator": name} | row
            if what not in ("-", "due"):
                value, reason = (None, "not_applicable") if what == "na" else (what, None)
                figures.append(figure("a", name, value, year, reason))
        criteria.append(row)
    steps = [{"criterion_code": "g", "from_value": "1", "state": "zero"}] if " g " in tree else []
    return make_book(f"loss{number}", "1", criteria, steps, scale_points=criteria[0]["max_points"]), figures


@pytest.fixture(scope="module")
def lost(warehouse):
    cases = [case(i, tree) for i, (tree, _) in enumerate(CASES.values())]
    done = trial.score([b for b, _ in cases], [unit("a")], [f for _, given in cases for f in given], running=[RUNNING])
    scores = {(r["index_code"], r["period_code"]): r for r in done.ranks}
    return scores, done.criteria


@pytest.mark.parametrize("i", range(len(CASES)), ids=list(CASES))
def test_points_lost(lost, i):
    tree, expected = list(CASES.values())[i]
    year, words = RUNNING if " due" in tree else YEAR, expected.split()
    wanted = {code: Decimal(points) for code, points in zip(words[::2], words[1::2], strict=True)}
    scores, rows = lost
    found = {r["criterion_code"]: r for r in rows if (r["index_code"], r["period_code"]) == (f"loss{i}", year)}
    assert {code: found[code]["lost_points"] for code in wanted} == wanted
    rank = scores[f"loss{i}", year]
    assert sum(found[code]["lost_points"] for code in wanted) == rank["max_points"] - rank["score"]
