"""What is wrong with an index book, so that an official can put it right: where it stands and what to do there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from books.reading import Row


@dataclass(frozen=True)
class Fault:
    """One fault of a book. ``line`` counts from 1 as an editor or a spreadsheet shows it (the header is line 1); it and
    ``column`` are None when the fault concerns the whole file. A warning does not keep a book from being loaded."""

    file: str
    line: int | None
    column: str | None
    vi: str
    en: str
    is_warning: bool = False

    @property
    def place_vi(self) -> str:
        return f"tệp {self.file}" + _place(", dòng ", self.line) + _place(", cột ", self.column)

    @property
    def place_en(self) -> str:
        return f"file {self.file}" + _place(", line ", self.line) + _place(", column ", self.column)

    def __str__(self) -> str:
        return f"{self.place_vi}: {self.vi} | {self.en}"


class BookFaults(Exception):
    """A book that cannot be used. ``faults`` holds everything that was found; str() is the message for people."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


def stopping(faults: Iterable[Fault]) -> list[Fault]:
    """The faults that keep a book from being loaded: all but the warnings."""
    return [fault for fault in faults if not fault.is_warning]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that ``word`` is probably a misspelling of; None when nothing comes near."""
    names = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else None


def meant(word: str, known: Iterable[str]) -> tuple[str, str]:
    """The advice (Vietnamese, English) after an unknown name: the nearest known one, or all of them when few."""
    known = list(known)
    if name := nearest(word, known):
        return f"Có phải là “{name}”?", f"Is “{name}” meant?"
    if len(known) > 30:
        return "Hãy sửa lại.", "Correct it."
    return f"Các giá trị dùng được: {', '.join(known)}.", f"Known: {', '.join(known)}."


def at(row: Row, column: str | None, vi: str, en: str, warning: bool = False) -> Fault:
    """A fault of one cell (or, without a column, of one line)."""
    return Fault(row.file, row.line, column, vi, en, warning)


def _place(name: str, value: object) -> str:
    return "" if value is None else f"{name}{value}"
