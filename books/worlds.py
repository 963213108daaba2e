"""Several worlds in one trial: the same books and units with other figures in each, kept apart by a mark on every key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from books import trial
from books.book import Book

MARK = "@"


def score(
    books: Iterable[Book], units: Iterable[Mapping], worlds: Mapping[str, tuple], running: Iterable[str] = ()
) -> dict[str, list[dict]]:
    """World -> rows of score_rank (as ``trial.score``). ``worlds``: world -> (figures, assessments)."""
    books, units = list(books), list(units)
    keys = {u["unit_code"] for u in units}
    marks = {name: f"{MARK}{number}" for number, name in enumerate(worlds)}
    figures, assessments = (
        [row | {"unit_code": row["unit_code"] + marks[name]} for name, given in worlds.items() for row in given[part]]
        for part in (0, 1)
    )
    done = trial.score(
        [_book(book, mark, keys) for mark in marks.values() for book in books],
        [_unit(unit, mark) for mark in marks.values() for unit in units],
        figures, assessments, set(running),
    )  # fmt: skip
    found: dict[str, list[dict]] = {name: [] for name in worlds}
    names = {mark: name for name, mark in marks.items()}
    for row in done.ranks:
        edition, _, number = row["edition"].rpartition(MARK)
        unit, group = (row[column].removesuffix(MARK + number) for column in ("unit_key", "peer_group"))
        plain = {"edition": edition, "unit_key": unit, "unit_code": unit, "peer_group": group}
        found[names[MARK + number]].append(row | plain)
    return found


def _unit(unit: Mapping, mark: str) -> dict:
    parent = unit.get("parent_code")
    return {**unit, "unit_code": unit["unit_code"] + mark, "level": unit["level"] + mark,
            "egov_code": unit.get("egov_code") or unit["unit_code"], "parent_code": parent and parent + mark}  # fmt: skip


def _book(book: Book, mark: str, keys: set[str]) -> Book:
    levels = "|".join(level + mark for level in book.levels)
    units = [
        replace(row, values=row.values | {"unit_code": row.values["unit_code"] + mark})
        if row.values["unit_code"] in keys else row
        for row in book.units
    ]  # fmt: skip
    head = replace(book.head, values=book.head.values | {"level": levels})
    return replace(book, edition=book.edition + mark, head=head, units=units)
