"""Rows of a list form to entries: fields as text, the unit of the letterhead or of the entry's own column."""

from __future__ import annotations

import functools
from datetime import date

from ingestion.readers.dates import read_day, swapped
from ingestion.readers.deadlines import read_deadline
from ingestion.readers.desk import OTHER_VALUE, shown, shown_in_number_column
from ingestion.readers.layouts import Column
from ingestion.readers.rows import RowReader
from ingestion.readers.table import Row
from ingestion.records import ListRow
from ingestion.text import NumberUnreadable, clean, field_text, raw_text, words


class ListReader(RowReader):
    """Reads one table of a list form; faults and used cells go to the desk."""

    def list_rows(self) -> list[ListRow]:
        """Entries of a list form, headings left out."""
        table, found, seen = self.table, [], {}
        columns = [(c, k) for c, k in table.columns.items() if k.role == "field"]
        fields_above, cells_above = self._fields_above()
        for row in self.rows():
            if row.role != "detail":
                continue
            fields, cells = dict(fields_above), dict(cells_above)
            for c, column in columns:
                if (text := self._field(row.index, c, column)) is not None:
                    kept = text if column.type == "remark" else None
                    fields[column.code], cells[column.code] = text, self.desk.use(table.sheet, row.index, c, kept)
            unit = self._unit_of(row)
            key = tuple(fields.get(code) for code in table.layout.unique)
            first = seen.setdefault((unit, key), row.index) if key and None not in key else row.index
            if first != row.index:
                advice = f"Mục này đã có ở dòng {first + 1}. Hãy bỏ dòng trùng."
                cell = cells[table.layout.unique[0]]
                self.desk.fault(table.sheet, cell, "mỗi mục một dòng", shown(" – ".join(key)), advice)
            elif table.period and unit:
                place = (table.layout.form_code, table.edition, table.sheet.name, row.index + 1)
                found.append(ListRow(*place, unit, table.period.code, fields, cells))
        return found

    def _fields_above(self) -> tuple[dict[str, str], dict[str, str]]:
        """Fields of the letterhead, which every entry of the list carries, and their cells."""
        fields, cells = {}, {}
        for column in self.table.layout.columns:
            if (stated := self.table.above.get(column.code)) is None:
                continue
            text = self._read_field(stated.text, stated.row, stated.column, column, self.table.layout.value_map(column))
            if text is not None:
                fields[column.code] = text
                cells[column.code] = self.desk.use(self.table.sheet, stated.row, stated.column, stated.text)
        return fields, cells

    def _unit_of(self, row: Row) -> str | None:
        """unit_key of an entry: the sender's, or of the unit that its own column names; None with a fault."""
        if self.table.layout.unit_from == "letterhead":
            return self.table.sender and self.table.sender.unit_key
        c = self.table.position("unit")
        text = clean(raw_text(self.table.sheet.rows[row.index][c]))
        key = self._resolve(row, c, text)
        if key:
            self.desk.use(self.table.sheet, row.index, c)
        return key

    def _field(self, r: int, c: int, column: Column) -> str | None:
        return self._read_field(self.table.sheet.rows[r][c], r, c, column, self.maps[c])

    def _read_field(self, raw: object, r: int, c: int, column: Column, mapped: dict[str, str] | None) -> str | None:
        """A field as text: a number with its point and no grouping, a date as ISO; None with a fault."""
        text = clean(raw_text(raw))
        if broken := self._broken(r, c):
            self._fault(r, c, "một giá trị", broken, "Hãy gõ giá trị vào ô.")
        elif not text and column.presence == "required":
            self._fault(r, c, f"“{column.shown[self.table.edition]}”", "để trống", "Hãy điền vào ô này.")
        elif text and mapped is not None and words(text) not in mapped:
            self._fault(r, c, self._allowed(column), OTHER_VALUE, "Hãy chọn một trong các giá trị đó.")
        elif text and mapped is not None:
            return mapped[words(text)]
        else:
            try:
                return self._text(raw, r, c, column.type) if text else ""
            except NumberUnreadable as e:
                self._fault(r, c, e.expected, shown_in_number_column(raw), e.advice)
        return None

    def _text(self, raw: object, r: int, c: int, type_: str) -> str:
        if type_ == "percent" and c in self.table.columns:
            value, _ = self._percent(r, c)
            return "" if value is None else f"{value:f}"
        if type_ == "date":
            return self._day(raw, r, c).isoformat()
        if type_ == "deadline":
            return read_deadline(raw, self.table.period.last.year) if self.table.period else ""
        return field_text(raw, type_)

    def _day(self, raw: object, r: int, c: int) -> date:
        """A day, turned back where an American Excel turned it; refused where that cannot be told."""
        period, sheet = self.table.period, self.table.sheet
        if (r, c) in self._swapped:
            meant = self._swapped[r, c]
            if meant is None:
                other = f"{raw:%d/%m/%Y} hoặc {raw:%m/%d/%Y}"
                raise NumberUnreadable(
                    f"một ngày chỉ hiểu được một cách (có thể là {other}: Excel kiểu Mỹ đã đảo ngày và tháng)",
                    "Hãy đổi ô sang kiểu chữ rồi gõ lại ngày/tháng/năm.",
                )
            return meant
        return read_day(raw, period and period.last.year, sheet.is_1904)

    @functools.cached_property
    def _swapped(self) -> dict[tuple[int, int], date | None]:
        """Days that Excel may have turned round, by row and column, with what was meant."""
        table, found = self.table, {}
        rows = [row.index for row in table.rows() if row.role == "detail"] if table.period else []
        for c in [c for c, k in table.columns.items() if k.type == "date"]:
            column = [table.sheet.rows[r][c] for r in rows]
            found |= {(rows[i], c): day for i, day in swapped(column, table.period.first, table.period.last).items()}
        return found
