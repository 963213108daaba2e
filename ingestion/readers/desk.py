"""What comes together while a workbook is read: its faults, and the cells that were used."""

from __future__ import annotations

import re

from ingestion.errors import Fault
from ingestion.readers.spreadsheet import Sheet, a1
from ingestion.text import clean, raw_text, words

_PERSONAL = re.compile(r"\d(?:[ .-]?\d){8,}|\S+@\S+")
_PHONE = re.compile(r"\b0\d(?:[ .-]?\d){7,}|\d{9,}")
_OF_PERIODS = frozenset(
    [
        "tu",
        "den",
        "ngay",
        "thang",
        "quy",
        "nam",
        "ky",
        "bao",
        "cao",
        "so",
        "lieu",
        "dau",
        "cuoi",
        "giua",
        "i",
        "ii",
        "iii",
        "iv",
    ]
)
LONGEST = 60
OTHER_VALUE = "giá trị khác"
"""What is said of a cell into which anything may have been typed, a person's name too: its words are not repeated, its
address stands beside."""


class Desk:
    """Faults and used cells of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.cells: list[tuple[str, str, str]] = []

    def fault(self, sheet: Sheet | None, cell: str | None, expected: str, found: str, advice: str) -> None:
        """Note a fault; reading goes on, so that the sender hears of all of them at once."""
        self.faults.append(Fault.at(self.file, sheet and sheet.name, cell, expected, found, advice))

    def use(self, sheet: Sheet, row: int, column: int, text: str | None = None) -> str:
        """Note a cell as used, with the part of its text that was; returns its address."""
        address = a1(row, column)
        self.cells.append((sheet.name, address, raw_text(sheet.rows[row][column]) if text is None else text))
        return address


def shown(raw: object) -> str:
    """A heading, or what is stored anyway, for a sentence that others will read: short, and nothing that may be a phone or
    identity number or an address. What may hold a name is not shown at all."""
    return _quoted(_PERSONAL.sub("…", clean(raw_text(raw))))


def shown_unit(text: str) -> str:
    """The name of a unit that is not known: it may be anything, a person's name too."""
    return "tên không có trong danh mục" if text else _quoted(text)


def shown_period(text: str) -> str:
    """The line of a letterhead that should state a period: its numbers and the words of periods alone."""
    kept = (w if words(w) in _OF_PERIODS or re.fullmatch(r"\W*\d[\d/.-]*\W*", w) else "…" for w in clean(text).split())
    return _quoted(_PERSONAL.sub("…", re.sub(r"…(?: …)+", "…", " ".join(kept))))


def _quoted(text: str) -> str:
    if not text:
        return "để trống"
    return f"“{text[:LONGEST]}…”" if len(text) > LONGEST else f"“{text}”"


def shown_in_number_column(raw: object) -> str:
    """The same where a number belongs: words are not repeated, they may be a name."""
    if isinstance(raw, str) and not any(c.isdigit() for c in raw):
        return "chữ, không phải số"
    if isinstance(raw, str) and re.search(r"[^\W\d_]{2}", clean(raw)):
        return "số lẫn chữ"
    if isinstance(raw, str):
        return _quoted(_PHONE.sub("…", clean(raw)))
    return _quoted(raw_text(raw)) if isinstance(raw, int | float) else "ngày tháng"
