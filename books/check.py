"""Proves an index book before any figure is touched. Everything that is wrong is told at once, each with its file, line
and column and what to do there; the rules are those of the design's section on index books."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from books import pins
from books.book import Book, load
from books.checks import across, cells, head, leaves, ranking, steps, tree
from books.faults import Fault, stopping
from books.vocabulary import KINDS


def check(folder: Path, others: Iterable[Book] = ()) -> list[Fault]:
    """Everything that is wrong with the book of a folder; [] when it may be loaded (warnings do not stop it).

    ``others`` are the books that will be loaded beside it: no two of one index and level at one time, no circle of
    imports. A book below the folder of books must be called as its folder is, and must be as it was pinned.
    """
    folder = Path(folder)
    book, found = load(folder)
    if book is None:
        return [*found, *pins.faults(folder)]
    unread = [
        f for kind in ("steps", "classes") if not getattr(book, kind) for f in stopping(found) if f"__{kind}." in f.file
    ]
    missing = {(fault.file, fault.column) for fault in found if fault.column}
    for part in (
        cells.faults(book),
        head.faults(book, in_seeds=pins.home_of(folder) is not None),
        tree.faults(book),
        leaves.faults(book),
        [] if unread else steps.faults(book),  # what cannot be read is not called missing as well
        ranking.faults(book),
        across.faults(book, list(others)),
        pins.faults(folder, book.head.values["status"]),
    ):
        # a missing column is told once, not again in every line
        found += [fault for fault in part if fault.line is None or (fault.file, fault.column) not in missing]
    return sorted(found, key=_place)


def _place(fault: Fault) -> tuple[bool, int, int]:
    """Faults before warnings, in the order of the files and their lines."""
    kind = fault.file.rpartition("__")[2].removesuffix(".csv")
    return fault.is_warning, KINDS.index(kind) if kind in KINDS else -1, fault.line or 0
