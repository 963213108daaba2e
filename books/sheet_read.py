"""The sheets of a book's workbook as texts, with every cell that is not what a book can hold told by sheet and cell."""

from __future__ import annotations

import re
import warnings
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from unicodedata import normalize

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from books.faults import Fault, meant
from books.numbers import plain
from books.sheet import MEMORY, SHEETS
from books.vocabulary import COLUMNS, KINDS, names


@dataclass
class Sheets:
    """``rows``: (row of the sheet, values by column) of each kind; ``columns``: where each column stands (for the head:
    its row); ``files`` and ``headers``: the file and its columns that a kind was exported from."""

    rows: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    columns: dict[str, dict[str, int]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    headers: dict[str, list[str]] = field(default_factory=dict)


def read_sheets(path: Path) -> tuple[Sheets | None, list[Fault]]:
    """The contents of a workbook; None when it is none of ours."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(path)
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError):
        vi, en = (
            "không mở được như một tệp .xlsx. Hãy lưu lại dạng .xlsx.",
            "cannot be opened as .xlsx. Save it as .xlsx.",
        )
        return None, [Fault(Path(path).name, None, None, vi, en)]
    return _Reader(workbook, Path(path).name).read()


class _Reader:
    def __init__(self, workbook: openpyxl.Workbook, file: str) -> None:
        self.workbook, self.file, self.sheets, self.faults = workbook, file, Sheets(), []

    def read(self) -> tuple[Sheets | None, list[Fault]]:
        for kind in KINDS:
            if SHEETS[kind] not in self.workbook.sheetnames:
                self._fault(kind, None, None, "không có trang tính này. Hãy dùng lại tệp đã xuất.", "the sheet is missing. Use the exported workbook.")  # fmt: skip
        if self.faults:
            return None, self.faults
        for kind in KINDS:
            self._head() if kind == "book" else self._table(kind)
        if MEMORY in self.workbook.sheetnames:
            for kind, file, header in self.workbook[MEMORY].iter_rows(max_col=3, values_only=True):
                if kind in SHEETS and re.fullmatch(r"[^/\\]+__[a-z]+\.csv", file or ""):
                    self.sheets.files[kind], self.sheets.headers[kind] = file, header.split(",")
        return self.sheets, self.faults

    def _head(self) -> None:
        sheet = self.workbook[SHEETS["book"]]
        values, places = dict.fromkeys(names("book"), ""), {}
        for label, name, cell in sheet.iter_rows(min_row=2, max_col=3):
            if name.value in values:
                places[name.value] = name.row
                values[name.value] = self._cell("book", cell)
            elif label.value or name.value or cell.value:
                self._unknown("book", name.row, f"B{name.row}", str(name.value or ""), list(values))
        self._missing("book", places)
        self.sheets.rows["book"], self.sheets.columns["book"] = [(2, values)], places

    def _table(self, kind: str) -> None:
        sheet = self.workbook[SHEETS[kind]]
        places: dict[str, int] = {}
        for cell in next(sheet.iter_rows(max_row=1), ()):
            name = str(cell.value or "").strip().rpartition("\n")[2].strip()
            if name in names(kind) and name not in places:
                places[name] = cell.column
            elif name:
                self._unknown(kind, 1, cell.coordinate, name, [c for c in names(kind) if c not in places])
        self._missing(kind, places)
        rows = []
        for cells in sheet.iter_rows(min_row=2):
            values = dict.fromkeys(names(kind), "")
            values |= {name: self._cell(kind, cells[place - 1]) for name, place in places.items()}
            if any(values.values()):
                rows.append((cells[0].row, values))
        self.sheets.rows[kind], self.sheets.columns[kind] = rows, places

    def _unknown(self, kind: str, line: int, cell: str, name: str, known: list[str]) -> None:
        vi, en = meant(name, known)
        self._fault(kind, line, cell, f"không có cột “{name}”. {vi}", f"there is no column “{name}”. {en}")

    def _missing(self, kind: str, places: dict[str, int]) -> None:
        for column in COLUMNS[kind]:
            if column.name not in places and column.need != "optional":
                self._fault(kind, 1, column.name, "thiếu cột này. Hãy dùng lại tệp đã xuất.", "this column is missing. Use the exported workbook.")  # fmt: skip

    def _cell(self, kind: str, cell) -> str:
        """A cell as a book writes it: numbers as the shortest text that is the same number, with the decimals shown."""
        value = cell.value
        if value is None:
            return ""
        if cell.data_type == "f":
            self._fault(kind, cell.row, cell.coordinate, "ô có công thức. Hãy thay bằng giá trị.", "the cell holds a formula. Replace it by its value.")  # fmt: skip
        elif cell.data_type == "e":
            self._fault(kind, cell.row, cell.coordinate, f"ô có lỗi {value}. Hãy sửa.", f"the cell holds the error {value}. Correct it.")  # fmt: skip
        elif isinstance(value, bool):
            self._fault(kind, cell.row, cell.coordinate, "ô có giá trị TRUE/FALSE. Hãy ghi yes, no hoặc số.", "the cell holds TRUE or FALSE. Write yes, no or a number.")  # fmt: skip
        elif isinstance(value, datetime):
            return value.date().isoformat() if value.time() == value.min.time() else value.isoformat(" ")
        elif isinstance(value, date):
            return value.isoformat()
        elif isinstance(value, int | float):
            return _number_text(value, cell.number_format)
        else:
            return normalize("NFC", str(value).replace("\r\n", "\n")).strip()
        return ""

    def _fault(self, kind: str, line: int | None, cell: str | None, vi: str, en: str) -> None:
        self.faults.append(Fault(f"{self.file} › {SHEETS[kind]}", line, cell, vi, en))


def _number_text(value: int | float, number_format: str) -> str:
    text = plain(Decimal(repr(value)))
    shown = re.fullmatch(r"(?:#,##)?0\.(0+)", number_format or "")
    missing = len(shown[1]) - len(text.partition(".")[2]) if shown else 0
    return text if missing <= 0 else f"{text}{'' if '.' in text else '.'}{'0' * missing}"
