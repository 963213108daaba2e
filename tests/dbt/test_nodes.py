"""From leaves to the root and to ranks: scratch books through the real models."""

from decimal import Decimal

import pytest

from books import trial
from tests.dbt.conftest import make_book, unit

TREE = """
root   -    49   -  sum                   -
sums   root 10   -  sum                   1
mean   root 10   -  weighted_mean         -
share  root 10   -  percent_of_applicable -
none   root 5    -  sum                   -
late   root 5    -  sum                   -
split  root 5    -  sum                   -
half   root 4    -  weighted_mean         -
sums.1 sums 5    -  reported              -
sums.2 sums 5    -  reported              -
mean.1 mean 5    1  reported              -
mean.2 mean 10   3  reported              -
mean.3 mean 10   4  reported              -
share.1 share 10 -  reported              -
share.2 share 10 -  reported              -
share.3 share 10 -  reported              -
none.1 none 5    -  reported              -
late.1 late 5    -  reported              -
split.1 split 2  -  reported              -
split.2 split 2  -  reported              -
split.3 split 1  -  reported              -
half.1 half 4    1  reported              -
half.2 half 4    1  reported              -
plus   root 3    -  bonus                 -
minus  root 2    -  penalty               -
"""
GIVEN = {"sums.1": "3.33", "sums.2": "3.33", "mean.1": "5", "mean.2": "5", "share.1": "9", "split.1": "1.5",
         "split.2": "2", "half.1": "4", "plus": "1.25", "minus": "5"}  # fmt: skip
NOT_APPLICABLE = ("mean.3", "share.3", "none.1", "split.3")  # share.2, late.1 and half.2 never came
EXPECTED = {
    "sums": ("scored", "6.7", "10", "rounded to the one decimal that stands at it"),
    "mean": ("scored", "6.25", "10", "10 × (1 × 5/5 + 3 × 5/10) / (1 + 3): what does not apply has no weight"),
    "share": ("scored", "4.5", "10", "10 × 9 / (10 + 10): what is missing counts in the maximum, what is excluded not"),
    "none": ("not_applicable", None, "0", "no child applies"),
    "late": ("missing", None, "5", "every child is missing: no points, and not zero"),
    "split": ("scored", "4.375", "5", "(1.5 + 2) × 5/4: the point of what does not apply is shared among the others"),
    "half": ("scored", "2", "4", "4 × (1 × 4/4) / (1 + 1): what is missing keeps its weight and brings nothing"),
    "plus": ("scored", "1.25", "0", "a bonus stands outside the maximum"),
    "minus": ("scored", "-2", "0", "a penalty goes down to its cap"),
    "root": ("scored", "23.075", "44", "6.7 + 6.25 + 4.5 + 4.375 + 2 + 1.25 - 2 of what applies"),
}


def criteria():
    names = ("criterion_code", "parent_code", "max_points", "weight", "kind", "rounds_to")
    for line in TREE.split("\n")[1:-1]:
        row = {k: v for k, v in zip(names, line.split(), strict=True) if v != "-"}
        kind, code = row.pop("kind"), row["criterion_code"]
        is_inner = kind in ("sum", "weighted_mean", "percent_of_applicable")
        yield (
            row
            | ({"aggregation": kind} if is_inner else {"rule": kind, "numerator": code.replace(".", "_")})
            | ({"not_applicable": "share"} if code == "split.3" else {})
        )


def figure(who: str, code: str, value: str | None, year: str = "2025", reason: str | None = None) -> dict:
    return {"unit_code": who, "period_code": year, "figure_code": code.replace(".", "_"),
            "value": value and Decimal(value), "missing_reason": reason}  # fmt: skip


@pytest.fixture(scope="module")
def scored(warehouse):
    book = make_book("tree", "1", list(criteria()), scale_points="49")
    figures = [figure("a", code, value) for code, value in GIVEN.items()]
    figures += [figure("a", code, None, reason="not_applicable") for code in NOT_APPLICABLE]
    done = trial.score([book], [unit("a")], figures)
    return {row["criterion_code"]: row for row in done.criteria}, done.ranks[0]


@pytest.mark.parametrize("code", EXPECTED)
def test_aggregation(scored, code):
    state, points, applicable, why = EXPECTED[code]
    row = scored[0][code]
    found = row["state"], row["points"], row["applicable_max_points"]
    assert found == (state, points and Decimal(points), Decimal(applicable)), why


def test_score_percent_and_contributions(scored):
    rows, rank = scored
    assert (rank["score"], rank["percent"]) == (Decimal("23.08"), Decimal("52.44"))
    leaves = [r for code, r in rows.items() if "." in code or code in ("plus", "minus")]
    assert sum(r["contribution"] for r in leaves) == Decimal("23.08")


def test_a_half_made_of_thirds_rounds_up(warehouse):
    """Three times a third of 0.035 is 0.035, which is 0.04 and not 0.03: no digit is lost on the way to the score."""
    leaves = [{"criterion_code": f"l{i}", "parent_code": f"n{i}", "max_points": "0.035", "rule": "ratio",
               "numerator": "one", "denominator": "three"} for i in range(3)]  # fmt: skip
    nodes = [
        {"criterion_code": f"n{i}", "parent_code": "root", "max_points": "0.035", "aggregation": "sum"}
        for i in range(3)
    ]
    root = {"criterion_code": "root", "max_points": "0.105", "aggregation": "sum"}
    figures = [figure("a", "one", "1"), figure("a", "three", "3")]
    done = trial.score([make_book("thirds", "1", [root, *nodes, *leaves], scale_points="0.105")], [unit("a")], figures)
    assert done.ranks[0]["score"] == Decimal("0.04")
    assert sum(r["contribution"] for r in done.criteria if r["criterion_code"].startswith("l")) == Decimal("0.04")
