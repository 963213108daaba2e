"""The published figures scored once by the real models: with the real books where the lines of a book are published, with
the small books of tests/published/books where only totals are."""

from __future__ import annotations

from pathlib import Path

import pytest

from books.book import BOOKS, read
from tests.published.published import published

REAL = ("qd766/2026", "dti/2022", "par/2020")


@pytest.fixture(scope="module")
def scored(warehouse):
    """``scored.rank[index, edition, unit]``, ``scored.points[index, edition, unit, criterion]`` and ``scored.faults``."""
    from books.trial import score

    books = [read(BOOKS / name) for name in REAL]
    books += [read(folder) for folder in sorted((Path(__file__).parent / "books").iterdir())]
    put = published()
    trial = score(books, put.units.values(), put.figures)
    trial.rank = {(r["index_code"], r["edition"], r["unit_code"]): r for r in trial.ranks if r["score"] is not None}
    trial.points = {
        (c["index_code"], c["edition"], c["unit_code"], c["criterion_code"]): c["points"]
        for c in trial.criteria
        if c["points"] is not None
    }
    return trial
