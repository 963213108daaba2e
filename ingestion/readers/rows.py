"""Rows of a table to records, and its totals against the rows they claim to add up."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ingestion.errors import UnitUnresolved
from ingestion.readers.desk import OTHER_VALUE, Desk, shown, shown_in_number_column, shown_unit
from ingestion.readers.layouts import Column, Layout
from ingestion.readers.letterhead import Sender, Stated
from ingestion.readers.percents import plain_number, read_percent
from ingestion.readers.periods import Period
from ingestion.readers.spreadsheet import Sheet, a1
from ingestion.readers.table import Columns, Header, Row, classify
from ingestion.records import FigureCell
from ingestion.text import NumberUnreadable, clean, parse_number, raw_text, words
from ingestion.units import UnitCatalogue

NOISE = Decimal("1e-13")  # share of a sum by which a formula's cached result may miss it: Excel adds up in binary
_SUMMED = ("integer", "decimal")
EMPTY = "Hãy điền số liệu vào bảng; đánh số thứ tự cho từng dòng."


class Table(NamedTuple):
    """A sheet with its header, the columns found in it (by position), and what the letterhead said (``above``: its
    fields by their codes)."""

    layout: Layout
    edition: str
    sheet: Sheet
    header: Header
    columns: dict[int, Column]
    period: Period | None
    sender: Sender | None
    above: dict[str, Stated]

    def position(self, *roles: str) -> int | None:
        return next((c for c, column in self.columns.items() if column.role in roles), None)

    def rows(self) -> list[Row]:
        figures = [c for c, column in self.columns.items() if column.role == "figure"]
        fields = [c for c, k in self.columns.items() if k.role == "field" and k.presence == "required"]
        at = Columns(self.position("order"), self.position("label", "unit"), figures, fields)
        return classify(self.sheet, self.header, at, self.layout.total_labels)


Value = tuple[Decimal | None, str | None]


class RowReader:
    """Reads one table; faults and used cells go to the desk."""

    def __init__(self, desk: Desk, table: Table, units: UnitCatalogue) -> None:
        self.desk, self.table, self.units = desk, table, units
        self.maps = {c: table.layout.value_map(column) for c, column in table.columns.items()}
        self.figure_columns = [(c, k) for c, k in table.columns.items() if k.role == "figure"]
        self.values: dict[tuple[int, int], Value] = {}
        self.unit_rows: dict[str, int] = {}
        self._known_units: dict[str, str] = {}

    def figures(self) -> list[FigureCell]:
        """Figures of the details and, where the unit's own figures stand in it, of the total row."""
        table, found = self.table, []
        rows = list(self.rows())
        for row in rows:
            columns = self.figure_columns
            if row.role != "detail" and not self._is_kept(row):
                columns = [(c, k) for c, k in columns if k.type in _SUMMED and self._is_filled(row, c)]
            for c, column in columns:
                if (value := self._number(row.index, c, column)) is not None:
                    self.values[row.index, c] = value
            who = self._who(row)
            if who and table.period and (row.role == "detail" or self._is_kept(row)):
                cells = ((c, k) for c, k in columns if (row.index, c) in self.values)
                found += [self._figure(row, c, column, *who) for c, column in cells]
        self._check_totals(rows)
        return found

    def rows(self) -> Iterator[Row]:
        """Rows to read; faults for those that stand behind the table, and for data in a column without a header."""
        table, headless = self.table, set()
        rows = table.rows()
        if not any(row.role in ("detail", "total") for row in rows):
            self._fault(table.header.bottom + 1, None, "ít nhất một dòng số liệu dưới tiêu đề", "bảng trống", EMPTY)
        for row in rows:
            if row.role == "stray":
                advice = "Hãy xóa dòng trống hoặc ghi chú xen giữa bảng, hoặc bỏ các số nằm dưới bảng."
                self._fault(row.index, None, "hết số liệu (bảng đã kết thúc ở phía trên)", "còn dòng có số", advice)
                return
            if row.index in table.sheet.hidden_rows and row.role != "section":
                self._fault(row.index, None, "dòng không bị ẩn", "dòng đang ẩn", "Hãy bỏ ẩn hoặc xóa dòng này.")
            for c, value in enumerate(table.sheet.rows[row.index]):
                if value != "" and c not in table.header.paths and c not in headless and row.role != "section":
                    headless.add(c)
                    self._fault(row.index, c, "cột có tiêu đề", "cột không có tiêu đề", "Hãy bỏ cột này.")
            yield row

    def _is_filled(self, row: Row, c: int) -> bool:
        return self.table.sheet.rows[row.index][c] != ""

    def _is_kept(self, row: Row) -> bool:
        return row.role == "total" and self.table.layout.total_row == "required"

    def _fault(self, r: int, c: int | None, expected: str, found: str, advice: str) -> None:
        self.desk.fault(self.table.sheet, a1(r, min(self.table.columns) if c is None else c), expected, found, advice)

    def _broken(self, r: int, c: int) -> str | None:
        return self.table.sheet.broken.get(a1(r, c)) if self.table.sheet.broken else None

    def _number(self, r: int, c: int, column: Column) -> Value | None:
        raw, mapped = self.table.sheet.rows[r][c], self.maps[c]
        if broken := self._broken(r, c):
            self._fault(r, c, "một số", broken, "Hãy sửa công thức, mở và lưu lại tệp bằng Excel, hoặc gõ số.")
        elif mapped is not None and words(raw_text(raw)):
            if (ours := mapped.get(words(raw_text(raw)))) is not None:
                return Decimal(ours), None
            self._fault(r, c, self._allowed(column), OTHER_VALUE, "Hãy chọn một trong các giá trị đó.")
        else:
            try:
                if column.type == "percent":
                    return self._percent(r, c)
                return parse_number(raw, column.type if mapped is None else "decimal")
            except NumberUnreadable as e:
                self._fault(r, c, e.expected, shown_in_number_column(raw), e.advice)
        return None

    def _percent(self, r: int, c: int) -> Value:
        """Percentage points, as the cell, its row and its column tell."""
        by_row, by_column = self._plain_percents
        sheet = self.table.sheet
        return read_percent(sheet.rows[r][c], a1(r, c) in sheet.percents, by_row[r], by_column[c])

    @functools.cached_property
    def _plain_percents(self) -> tuple[dict[int, list[Decimal]], dict[int, list[Decimal]]]:
        """Numbers of percent columns that do not say themselves that they are a percent: of each row, of each column."""
        sheet, columns = self.table.sheet, [c for c, k in self.table.columns.items() if k.type == "percent"]
        cells = ((row.index, c) for row in self.table.rows() if row.role == "detail" for c in columns)
        by_row, by_column = defaultdict(list), defaultdict(list)
        for r, c in cells:
            if (number := plain_number(sheet.rows[r][c], a1(r, c) in sheet.percents)) is not None:
                by_row[r].append(number)
                by_column[c].append(number)
        return by_row, by_column

    def _allowed(self, column: Column) -> str:
        said = self.table.layout.maps[column.type.removeprefix("map:")]
        return "một trong các giá trị " + ", ".join(f"“{value}”" for value in said)

    def _who(self, row: Row) -> tuple[str | None, str, str] | None:
        """Label, unit text and unit key of a row; None with a fault, or for a row that is not kept."""
        sheet, c = self.table.sheet, self.table.position("unit", "label")
        text = clean(raw_text(sheet.rows[row.index][c])) if c is not None else ""
        if self.table.layout.unit_from == "letterhead":
            if row.role == "detail" and c is not None and not text:
                self._fault(row.index, c, f"“{self.table.header.shown[c]}”", "để trống", "Hãy điền vào ô này.")
            if text and (row.role == "detail" or self._is_kept(row)):
                self.desk.use(sheet, row.index, c)
            sender = self.table.sender
            return sender and (text or None, sender.unit_text, sender.unit_key)
        if row.role != "detail" or not (key := self._resolve(row, c, text)):
            return None
        if (first := self.unit_rows.setdefault(key, row.index)) != row.index:
            advice = f"Đơn vị này đã có ở dòng {first + 1}. Hãy bỏ dòng trùng."
            self._fault(row.index, c, "mỗi đơn vị một dòng", shown(text), advice)
        self.desk.use(sheet, row.index, c)
        return None, text, key

    def _resolve(self, row: Row, c: int, text: str) -> str | None:
        """unit_key of the unit that a row names on the last day of the period; None with a fault."""
        if not self.table.period:
            return None
        try:
            return self._resolved(text)
        except UnitUnresolved as e:
            self._fault(row.index, c, e.expected, shown_unit(text), e.advice)
            return None

    def _resolved(self, text: str) -> str:
        if text not in self._known_units:  # a list names the same unit row after row
            levels = tuple(self.table.layout.unit_levels)
            self._known_units[text] = self.units.resolve_own(text, self.table.period.last, levels)
        return self._known_units[text]

    def _figure(self, row: Row, c: int, column: Column, label: str | None, text: str, key: str) -> FigureCell:
        t = self.table
        raw = raw_text(t.sheet.rows[row.index][c])
        cell = self.desk.use(t.sheet, row.index, c, raw)
        return FigureCell(
            t.layout.form_code, t.edition, t.sheet.name, cell, row.index + 1, row.role, label, text, key,
            t.period.code, column.code, raw, *self.values[row.index, c],
        )  # fmt: skip

    def _check_totals(self, rows: list[Row]) -> None:
        """A total against all details, a subtotal against those up to the next heading of its rank or a wider one."""
        totals = [row for row in rows if row.role == "total"]
        if self.table.layout.total_row == "required" and rows and not totals:
            label = self.table.layout.total_labels[0]
            self._fault(rows[-1].index, None, f"dòng “{label}”", "không có", f"Hãy thêm dòng “{label}” vào bảng.")
        for row in totals:
            self._check_sum(row, [d for d in rows if d.role == "detail"])
        for i, row in enumerate(rows):
            if row.role == "section":
                ends = (j for j in range(i + 1, len(rows)) if rows[j].role == "section" and rows[j].level <= row.level)
                self._check_sum(row, [d for d in rows[i : next(ends, len(rows))] if d.role == "detail"])

    def _check_sum(self, row: Row, details: list[Row]) -> None:
        for c, column in self.table.columns.items():
            if column.role != "figure" or column.type not in _SUMMED or not details:
                continue
            parts, is_filled = [self.values.get((d.index, c)) for d in details], self._is_filled(row, c)
            if None in parts or (is_filled and (row.index, c) not in self.values):  # unreadable: a fault already
                continue
            expected = sum((value for value, _ in parts if value is not None), Decimal(0))
            stated, _ = self.values.get((row.index, c), (None, None))
            if not is_filled and (not expected or not self._is_kept(row)):
                continue
            if abs((stated or 0) - expected) > NOISE * abs(expected):
                found = shown_in_number_column(self.table.sheet.rows[row.index][c])
                said = f"{expected:f}".replace(".", ",")
                advice = "Hãy kiểm tra dòng cộng và các dòng chi tiết."
                self._fault(row.index, c, f"{said}, là tổng của {len(details)} dòng chi tiết", found, advice)
