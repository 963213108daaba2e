"""What comes together while a workbook is read: its faults, and the cells that were used."""

from __future__ import annotations

import re

from ingestion.errors import Fault
from ingestion.readers.spreadsheet import Sheet, a1
from ingestion.text import clean, raw_text

_LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){8,}")
_PHONE = re.compile(r"\b0\d(?:[ .-]?\d){7,}|\d{9,}")
LONGEST = 60


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
    """A cell for a sentence that others will read: short, and nothing that may be a phone or identity number."""
    return _quoted(_LONG_NUMBER.sub("…", clean(raw_text(raw))))


def _quoted(text: str) -> str:
    if not text:
        return "để trống"
    return f"“{text[:LONGEST]}…”" if len(text) > LONGEST else f"“{text}”"


def shown_in_number_column(raw: object) -> str:
    """The same where a number belongs: words without a digit are not repeated, they may be a name."""
    if isinstance(raw, str) and not any(c.isdigit() for c in raw):
        return "chữ, không phải số"
    if isinstance(raw, str):
        return _quoted(_PHONE.sub("…", clean(raw)))
    return _quoted(raw_text(raw)) if isinstance(raw, int | float) else "ngày tháng"
