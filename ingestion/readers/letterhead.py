"""The letterhead above a table: which period a report is for, and which unit it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ingestion.errors import UnitUnresolved
from ingestion.readers.desk import Desk, shown_period, shown_unit
from ingestion.readers.layouts import Column, Layout
from ingestion.readers.periods import Period, PeriodUnreadable, parse_period
from ingestion.readers.spreadsheet import Sheet, a1
from ingestion.text import clean, raw_text, words
from ingestion.units import UnitCatalogue


class Stated(NamedTuple):
    """What the letterhead says behind a label, and where."""

    text: str
    sheet: Sheet
    row: int
    column: int


class Sender(NamedTuple):
    """The unit of the letterhead, as resolved and as written."""

    unit_key: str
    unit_text: str


def read_period(desk: Desk, layout: Layout, tops: list[tuple[Sheet, int]]) -> Period | None:
    """The period of a file; every sheet that states one must state the same. None with a fault."""
    stated = [s for sheet, top in tops if (s := _find(sheet, top, layout.letterhead.period))]
    periods: list[Period] = []
    for line in stated:
        try:
            periods.append(parse_period(line.text, layout.period.kinds, layout.period.bare_month))
            desk.use(line.sheet, line.row, line.column, periods[-1].stated)
            if periods[-1].code != periods[0].code:
                expected = f"cùng một kỳ báo cáo trên mọi trang tính ({periods[0].stated})"
                desk.fault(line.sheet, a1(line.row, line.column), expected, periods[-1].stated, "Hãy sửa kỳ báo cáo.")
        except PeriodUnreadable as e:
            advice = "Hãy ghi rõ kỳ báo cáo, kèm “(Từ ngày … đến ngày …)” nếu là tháng."
            desk.fault(line.sheet, a1(line.row, line.column), e.expected, shown_period(line.text), advice)
    if not stated:
        _missing(desk, tops[0][0], layout.letterhead.period)
    return periods[0] if periods else None


def read_sender(
    desk: Desk, layout: Layout, tops: list[tuple[Sheet, int]], units: UnitCatalogue, at: date | None
) -> Sender | None:
    """The unit that the letterhead names, on the last day of the period; None with a fault, or when the form has none.

    Without a period the unit is looked for but not resolved."""
    if not layout.letterhead.unit:
        return None
    line = next((s for sheet, top in tops if (s := _find(sheet, top, layout.letterhead.unit))), None)
    if line is None:
        _missing(desk, tops[0][0], layout.letterhead.unit)
    elif at is not None:
        try:
            sender = Sender(units.resolve_own(line.text, at, tuple(layout.unit_levels)), line.text)
            desk.use(line.sheet, line.row, line.column, line.text)
            return sender
        except UnitUnresolved as e:
            desk.fault(line.sheet, a1(line.row, line.column), e.expected, shown_unit(line.text), e.advice)
    return None


def read_fields(desk: Desk, sheet: Sheet, top: int, columns: list[Column], edition: str) -> dict[str, Stated]:
    """What the letterhead says behind the labels of its fields, by field code; a required one that is missing is a
    fault."""
    found = {}
    for column in columns:
        labels = [" ".join(path) for path in column.headers[edition]]
        if stated := _find(sheet, top, labels):
            found[column.code] = stated
        elif column.presence == "required":
            _missing(desk, sheet, [column.shown[edition]])
    return found


def _missing(desk: Desk, sheet: Sheet, labels: list[str]) -> None:
    label = f"“{labels[0]}: …”"
    desk.fault(sheet, None, f"dòng {label} phía trên bảng", "không có", f"Hãy ghi thêm dòng {label}.")


def _find(sheet: Sheet, top: int, labels: list[str]) -> Stated | None:
    """The text behind the first of the labels above row ``top``: in the same cell after the colon, or the next cell;
    a line in brackets below it belongs to it."""
    lines = list(_lines(sheet, top))
    for i, (text, row, column) in enumerate(lines):
        label, _, value = text.partition(":")
        if words(label) not in map(words, labels):
            continue
        following = lines[i + 1 :]
        if not value.strip():
            value = next((t for t, r, _ in following if r == row), "")
            following = [line for line in following if line[1] > row]
        below = following[0][0] if following and following[0][0].startswith("(") else ""
        return Stated(f"{clean(value)} {below}".strip(), sheet, row, column)
    return None


def _lines(sheet: Sheet, top: int) -> Iterator[tuple[str, int, int]]:
    """Lines of text above the table, with their cells, in reading order."""
    for r, row in enumerate(sheet.rows[:top]):
        for c, value in enumerate(row):
            for line in raw_text(value).splitlines():
                if line := clean(line):
                    yield line, r, c
