"""Books and figures of a test's own, scored by the real models on the real PostgreSQL (books/trial.py)."""

from __future__ import annotations

from pathlib import Path

from books.book import Book, Row
from books.vocabulary import names

HEAD = {
    "scale_points": "100",
    "status": "draft",
    "valid_from": "2024-01-01",
    "valid_to": "2027-01-01",
    "level": "commune",
}


def make_book(index: str, edition: str, criteria, steps=(), classes=(), units=(), **head: str) -> Book:
    """A book from rows that name only what they set."""

    def rows(kind: str, given) -> list[Row]:
        blank = dict.fromkeys(names(kind), "")
        return [Row(f"{index}_{edition}__{kind}.csv", line, blank | row) for line, row in enumerate(given, 2)]

    top = rows("book", [HEAD | {"index_code": index, "edition": edition} | head])[0]
    parts = {"criteria": criteria, "steps": steps, "classes": classes, "units": units}
    return Book(Path(edition), index, edition, top, **{kind: rows(kind, given) for kind, given in parts.items()})


def unit(code: str, **more: str) -> dict:
    return {"unit_code": code, "unit_name": code, "level": "commune", "peer_group": "xa", "parent_code": "above"} | more
