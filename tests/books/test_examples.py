"""The worked example of every book (tests/books/examples/<index>_<edition>): what its units get, worked out by hand.

figures.csv holds what is known of three to six units, criteria.csv the state and points of the criteria that show something,
ranks.csv score, percent, rank and class; assessments.csv, where there is one, the points that a council gave. The column ``why`` says what a row shows. An empty cell means that there is none.
"""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

import pytest

from books.book import all_folders, read

EXAMPLES = Path(__file__).parent / "examples"
FOLDERS = {f"{folder.parent.name}_{folder.name}": folder for folder in all_folders()}
WORKED_OUT = sorted(FOLDERS.keys() & {path.name for path in EXAMPLES.iterdir()})
UNIT = ("unit_code", "unit_name", "level", "peer_group", "parent_code")


def rows(name: str, file: str) -> list[dict[str, str]]:
    if not (EXAMPLES / name / file).exists() and file == "assessments.csv":
        return []
    with (EXAMPLES / name / file).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def figure(row: dict[str, str]) -> dict:
    """A figure as a trial takes it: a value that is no number is the text of a choice."""
    given = {key: row[key] for key in ("unit_code", "period_code", "figure_code", "missing_reason")}
    try:
        return given | {"value": Decimal(row["value"]) if row["value"] else None}
    except InvalidOperation:
        return given | {"value": None, "text_value": row["value"]}


def assessment(row: dict[str, str]) -> dict:
    numbers = {key: Decimal(row[key]) if row.get(key) else None for key in ("value", "points")}
    return {key: text or None for key, text in row.items()} | numbers


def twelve(points: Decimal | str | None) -> Decimal | None:
    """On twelve decimals: thirds are written with as many."""
    return None if points in (None, "") else Decimal(points).quantize(Decimal("1e-12"), ROUND_HALF_UP)


@pytest.fixture(scope="module")
def trials(warehouse):
    """Each example scored by the real models with its own book alone; name -> Trial."""
    from books.trial import score

    scored = {}

    def trial(name: str):
        if name not in scored:
            given = rows(name, "figures.csv")
            units = {row["unit_code"]: {key: row[key] for key in UNIT} for row in given}
            assessments = [assessment(row) for row in rows(name, "assessments.csv")]
            scored[name] = score([read(FOLDERS[name])], units.values(), map(figure, given), assessments)
        return scored[name]

    return trial


def test_every_book_has_an_example_and_every_example_a_book():
    assert {path.name for path in EXAMPLES.iterdir()} == set(FOLDERS)


@pytest.mark.parametrize("name", WORKED_OUT)
def test_example(trials, name):
    trial = trials(name)
    period = read(FOLDERS[name]).head.values["valid_from"][:4]
    assert trial.faults == []
    found = {(c["unit_code"], c["criterion_code"]): c for c in trial.criteria if c["period_code"] == period}
    for row in rows(name, "criteria.csv"):
        one = found[row["unit_code"], row["criterion_code"]]
        assert (one["state"], twelve(one["points"])) == (row["state"], twelve(row["points"])), row
    ranks = {r["unit_code"]: r for r in trial.ranks if r["period_code"] == period}
    for row in rows(name, "ranks.csv"):
        one = {key: ranks[row["unit_code"]][key] for key in ("score", "percent", "rank", "class_vi")}
        written = {key: "" if value is None else str(value) for key, value in one.items()}
        expected = {key: row[key] for key in ("score", "percent", "rank")} | {"class_vi": row["class"]}
        assert written == expected, row


@pytest.mark.parametrize("name", WORKED_OUT)
def test_contributions_of_the_leaves_are_the_score(trials, name):
    trial = trials(name)
    leaves = {row.values["criterion_code"] for row in read(FOLDERS[name]).leaves}
    for rank in trial.ranks:
        parts = [c["contribution"] for c in trial.criteria if c["criterion_code"] in leaves
                 and (c["unit_code"], c["period_code"]) == (rank["unit_code"], rank["period_code"])]  # fmt: skip
        assert rank["score"] is None or sum(parts) == rank["score"], rank
