"""What opens a ranking: something that can be scored, never the word of the unit alone where others score it."""

from decimal import Decimal

import pytest

from books import trial
from tests.dbt.conftest import unit
from tests.dbt.test_gates_and_groups import AREA, LEAF, OTHER, ROOT, book
from tests.dbt.test_nodes import figure

OPENINGS = [  # stage that the book publishes, stage of the only assessment, whether the year is ranked
    ("system", "self", False),
    ("system", "appraisal", False),
    ("system", "final", True),
    ("self", "self", True),
    ("appraisal", "self", False),
    ("appraisal", "appraisal", True),
    ("explanation", "appraisal", False),
    ("final", "self", False),
    ("final", "explanation", False),
    ("final", "appraisal", True),
    ("final", "final", True),
]


@pytest.fixture(scope="module")
def opened(warehouse) -> set[str]:
    books = [book(f"open{i}", (ROOT, AREA, LEAF | {"stage": row[0]}, OTHER)) for i, row in enumerate(OPENINGS)]
    assessments = [
        {"unit_code": "a", "period_code": "2025", "index_code": f"open{i}", "criterion_code": "given", "stage": row[1],
         "points": Decimal("30"), "reason": "biên bản số 1"}
        for i, row in enumerate(OPENINGS)
    ]  # fmt: skip
    unscored = figure("a", "of_no_book", "1")
    return {r["index_code"] for r in trial.score(books, [unit("a")], [unscored], assessments).ranks}


@pytest.mark.parametrize("i", range(len(OPENINGS)), ids=[f"{book}: {given}" for book, given, _ in OPENINGS])
def test_a_ranking_opens_when_something_can_be_scored(opened, i):
    assert (f"open{i}" in opened) is OPENINGS[i][2]
