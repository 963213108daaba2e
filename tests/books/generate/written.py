"""Generated cases as the project reads books: as books.book.Book, and as files."""

from __future__ import annotations

import csv
from pathlib import Path

from books.book import Book, Row
from books.vocabulary import KINDS, names
from tests.books.generate.case import Case


def as_book(case: Case, order=list):
    """The case as a books.book.Book; ``order`` arranges the lines of its files (not the steps: their place means something)."""
    lists = {kind: [rows] if isinstance(rows, dict) else rows for kind, rows in zip(KINDS, case.rows, strict=True)}
    lines = {
        kind: [
            Row(f"{case.index}_1__{kind}.csv", line, {c: str(row.get(c, "")) for c in names(kind)})
            for line, row in enumerate(rows if kind == "steps" else order(rows), 2)
        ]
        for kind, rows in lists.items()
    }
    head = lines.pop("book")[0]
    return Book(Path(case.index), case.index, case.head["edition"], head, **lines)


def write(case: Case, folder: Path) -> Path:
    """The case as the CSV files of a book, below ``folder``."""
    book = as_book(case)
    target = folder / book.index_code / book.edition
    target.mkdir(parents=True)
    for kind in KINDS:
        rows = [book.head] if kind == "book" else getattr(book, kind)
        if rows:
            path = target / f"{book.index_code}_{book.edition}__{kind}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, rows[0].values)
                writer.writeheader()
                writer.writerows(row.values for row in rows)
    return target
