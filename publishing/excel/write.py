"""Tables into a workbook. What comes from outside is text that Excel never takes for a formula or a link; numbers are
numbers, rounded half up to the decimals that are shown, so that nothing is hidden behind a cell."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from publishing.excel.table import Cell, Column, Table, sheet_names
from publishing.wording import NOTHING
from warehouse.cells import is_formula

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter", "text_wrap": True}
_STYLES = {
    "title": {"bold": True, "font_size": 14, "align": "center"}, "line": {"italic": True, "align": "center"},
    "warning": {"bold": True, "font_color": "#B3261E", "align": "center"}, "note": {"italic": True, "text_wrap": False},
    "head": {"bold": True, "align": "center", "border": 1, "bg_color": "#E8EEF3"},
    "most": {"italic": True, "align": "center", "border": 1, "bg_color": "#F5F7F9", "text_wrap": False},
    "text": {"border": 1}, "none": {"border": 1, "align": "center", "font_color": "#5A6672"},
}  # fmt: skip
_MARK = {"bg_color": "#FFF2CC", "bold": True}
_LONGEST = Decimal(10) ** 15
"""A cell of a spreadsheet keeps fifteen digits; a number that has more is written as text."""


def workbook(tables: Sequence[Table], title: str, made: datetime) -> bytes:
    """The .xlsx of ``tables``, one sheet each. ``made``: when the release was published; the same release gives the same
    bytes. Raises TypeError for a float."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": title, "created": made.replace(tzinfo=None)})
        for table, name in zip(tables, sheet_names(t.name for t in tables), strict=True):
            _Sheet(book, book.add_worksheet(name), table).write()
    return file.getvalue()


def shown(value: Decimal | int, places: int) -> Decimal:
    """A number as the cell holds it."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


class _Sheet:
    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet, table: Table) -> None:
        self._book, self._sheet, self._table, self._made = book, sheet, table, {}
        self._printed = table.printed or len(table.columns)

    def _style(self, name: str, places: int | None = None, is_marked: bool = False, is_quoted: bool = False) -> Format:
        key = (name, places, is_marked, is_quoted)
        if key not in self._made:
            more = {"num_format": "#,##0" + ("." + "0" * places if places else "")} if places is not None else {}
            more |= (_MARK if is_marked else {}) | ({"quote_prefix": True} if is_quoted else {})
            self._made[key] = self._book.add_format(_FONT | _STYLES[name] | more)
        return self._made[key]

    def write(self) -> None:
        table, sheet = self._table, self._sheet
        at = self._heading()
        first = self._head(at)
        for number, row in enumerate(table.rows):
            for column, (cell, about) in enumerate(zip(row, table.columns, strict=True)):
                self._cell(first + number, column, cell, about, number in table.marked)
        last = first + len(table.rows) - 1
        sheet.autofilter(first - 1, 0, max(last, first - 1), len(table.columns) - 1)
        sheet.freeze_panes(first, table.frozen)
        for number, note in enumerate(table.notes):
            self._words(last + 2 + number, 0, note, "note")
        self._paper(at, first, last + 1 + len(table.notes))

    def _heading(self) -> int:
        lines = [(self._table.title, "title"), *((line, "line") for line in self._table.lines)]
        lines += [(self._table.warning, "warning")] if self._table.warning else []
        room = sum(c.width for c in self._table.columns[: self._printed])
        for row, (line, style) in enumerate(lines):
            self._merged(row, 0, row, self._printed - 1, line, style)
            self._sheet.set_row(row, (20 if style == "title" else 16) * max(1, math.ceil(1.2 * len(line) / room)))
        return len(lines) + 1

    def _head(self, at: int) -> int:
        """The head: bands, names, maxima, and the numbers of the columns, which carry the filter's arrows."""
        columns, sheet = self._table.columns, self._sheet
        for band, several in groupby(enumerate(columns), key=lambda pair: pair[1].band):
            numbers = [number for number, _ in several]
            if band:
                self._merged(at, numbers[0], at, numbers[-1], band, "head")
            for number in numbers:
                self._merged(at + 1 if band else at, number, at + 1, number, columns[number].name, "head")
        for column, c in enumerate(columns):
            sheet.set_column(column, column, c.width)
            self._cell(at + 2, column, c.most if c.most is not None else "", c, style="most")
            self._words(at + 3, column, f"({column + 1})", "most")
        lines = max(math.ceil(1.25 * len(c.name) / c.width) for c in columns)
        sheet.set_row(at, 15 * max(1, *(_band_lines(columns))))
        sheet.set_row(at + 1, min(400, 15 * max(2, lines)))
        if any(c.most is not None for c in columns):
            self._words(at + 2, 1, "Điểm tối đa", "most")
        return at + 4

    def _merged(self, top: int, left: int, bottom: int, right: int, text: str, style: str) -> None:
        if (top, left) != (bottom, right):
            self._sheet.merge_range(top, left, bottom, right, "", self._style(style))
        self._words(top, left, text, style)

    def _cell(
        self, row: int, column: int, cell: Cell, about: Column, is_marked: bool = False, style: str = "text"
    ) -> None:
        if isinstance(cell, Decimal | int) and not isinstance(cell, bool):
            number = shown(cell, about.places or 0)
            if abs(number).scaleb(about.places or 0) < _LONGEST:
                self._sheet.write_number(row, column, float(number), self._style(style, about.places or 0, is_marked))
                return
            cell = str(number)
        if cell is not None and not isinstance(cell, str):
            raise TypeError(f"{cell!r} is no exact number and no text")
        text = NOTHING if cell is None else cell
        self._words(row, column, text, "none" if style == "text" and about.places is not None else style, is_marked)

    def _words(self, row: int, column: int, text: str, style: str, is_marked: bool = False) -> None:
        self._sheet.write_string(row, column, text, self._style(style, None, is_marked, is_formula(text)))

    def _paper(self, head: int, first: int, last: int) -> None:
        sheet = self._sheet
        sheet.set_zoom(85)
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head, first - 1)
        sheet.print_area(0, 0, last, self._printed - 1)
        sheet.center_horizontally()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&F &A&RTrang &P/&N")


def _band_lines(columns: Sequence[Column]) -> list[int]:
    widths: dict[str, float] = {}
    for c in columns:
        widths[c.band] = widths.get(c.band, 0) + c.width
    return [math.ceil(1.2 * len(band) / width) for band, width in widths.items() if band] or [1]
