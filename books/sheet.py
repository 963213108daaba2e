"""An index book as one workbook for officials: codes locked, drop-downs for every choice, real numbers. What is read back
from it (`books.sheet_import`) is the same book, text for text."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from books import guide
from books.book import Book, Row
from books.numbers import number_or_none
from books.rules import RULES
from books.vocabulary import CHOICES, KINDS, Column, column, names
from warehouse.cells import is_formula

SHEETS = {"book": "Bộ chỉ số", "criteria": "Tiêu chí", "steps": "Bậc điểm", "classes": "Xếp loại", "units": "Đơn vị"}
MEMORY = "_parix"  # hidden: files and their columns, and the values of the drop-downs
LOCKED = {"index_code", "edition", "criterion_code", "parent_code", "unit_code"}
SPARE = 100  # free lines below the last one
_WIDTHS = {"criterion_code": 12, "parent_code": 12, "name_vi": 55, "name_en": 40, "numerator": 32, "denominator": 32,
           "aggregation": 22, "rule": 17, "legal_clause": 40, "evidence": 40, "state": 30, "unit_code": 44, "unit_name": 44,
           "note": 50, "class_vi": 20, "class_en": 20, "zero_denominator": 17, "not_applicable": 17, "stage": 13,
           "compared_in": 14}  # fmt: skip
_CHOICES = {**CHOICES, "rule": tuple(RULES)}
_AMOUNTS = ("max_points", "scale_points", "weight", "points", "from_percent", "max_ratio")  # never negative


def export(book: Book, path: Path) -> Path:
    """Write the workbook of a book and return its path."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        writer = _Writer(workbook, book)
        for kind in KINDS:
            writer.head() if kind == "book" else writer.table(kind, getattr(book, kind))
        guide.write(workbook)
        writer.memory()
    return path


def header_of(path: Path | None) -> list[str]:
    """The columns of a CSV file of a book, as it orders them; [] where there is no file."""
    if path is None or not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return [name.strip() for name in next(csv.reader(lines), [])]


def files_of(folder: Path) -> dict[str, Path]:
    """The files of a book's folder by their kind."""
    return {kind: path for kind in KINDS for path in sorted(folder.glob(f"*__{kind}.csv"))[:1]}


class _Writer:
    def __init__(self, workbook: xlsxwriter.Workbook, book: Book) -> None:
        self.workbook, self.book, self.formats = workbook, book, {}
        self.files = files_of(book.folder)
        self.sheets = {kind: workbook.add_worksheet(name) for kind, name in SHEETS.items()}
        self.depth, self.inner = _depths(book), set(book.children)

    def head(self) -> None:
        """One field a line: a book has one head, and thirteen columns beside each other are hard to read."""
        sheet = self.sheets["book"]
        titles = (("Nội dung", 28), ("Cột", 16), ("Giá trị", 70), ("Giải thích", 80))
        for place, (title, width) in enumerate(titles):
            sheet.write_string(0, place, title, self._format(header=True))
            sheet.set_column(place, place, width)
        for line, name in enumerate(self._columns("book"), 1):
            spec = column("book", name)
            for place, text in ((0, spec.label), (1, name), (3, spec.meaning)):
                sheet.write_string(line, place, text, self._format(bold=place == 0, wrap=True))
            self._cell(sheet, line, 2, spec, self.book.head.values[name])
            self._validate(sheet, spec, line, line, 2)
        sheet.freeze_panes(1, 0)
        self._finish(sheet)

    def table(self, kind: str, rows: list[Row]) -> None:
        """Line n of the sheet is line n of the file, so that messages about one hold for the other."""
        sheet, columns = self.sheets[kind], self._columns(kind)
        last = len(rows) + SPARE
        for place, name in enumerate(columns):
            spec = column(kind, name)
            sheet.write_string(0, place, f"{spec.label}\n{name}", self._format(header=True))
            sheet.set_column(place, place, _WIDTHS.get(name, 11))
            self._validate(sheet, spec, 1, last, place)
            for line, row in enumerate(rows, 1):
                code = row.values.get("criterion_code", "")
                inner = kind == "criteria" and code in self.inner
                indent = min(self.depth.get(code, 0), 8) if name == "name_vi" else 0
                self._cell(sheet, line, place, spec, row.values[name], bold=inner, indent=indent)
            for line in range(len(rows) + 1, last + 1):
                sheet.write_blank(line, place, None, self._format(text=spec.type not in ("number", "whole"), free=True))
        sheet.set_row(0, 44)
        frozen = columns.index("name_vi") + 1 if "name_vi" in columns else 1
        sheet.freeze_panes(1, frozen)
        end = xlsxwriter.utility.xl_rowcol_to_cell(last, len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{end}"})
        self._finish(sheet)

    def memory(self) -> None:
        sheet = self.workbook.add_worksheet(MEMORY)
        for line, (kind, path) in enumerate(self.files.items()):
            for place, text in enumerate((kind, path.name, ",".join(header_of(path)))):
                sheet.write_string(line, place, text)
        for place, values in enumerate(_CHOICES.values(), 4):
            sheet.write_column(0, place, values)
        sheet.very_hidden()

    def _columns(self, kind: str) -> list[str]:
        """As the file orders them, then what else an official may set."""
        written = [name for name in header_of(self.files.get(kind)) if name in names(kind)]
        return [*written, *(name for name in names(kind) if name not in written)]

    def _cell(self, sheet, line: int, place: int, spec: Column, text: str, **style) -> None:
        number = number_or_none(text) if spec.type in ("number", "whole") else None
        style |= {"free": spec.name not in LOCKED, "wrap": spec.type in ("text", "figure")}
        if number is not None and Decimal(repr(float(text))) == number:
            decimals = len(text.partition(".")[2])
            sheet.write_number(
                line, place, float(text), self._format(number="0." + "0" * decimals if decimals else "0", **style)
            )
        elif text:
            style["quoted"] = is_formula(text)
            if sheet.write_string(line, place, text, self._format(text=True, **style)):
                raise ValueError(f"{sheet.name}, dòng {line + 1}: nội dung quá dài | text too long in line {line + 1}")
        else:
            sheet.write_blank(line, place, None, self._format(text=spec.type not in ("number", "whole"), **style))

    def _validate(self, sheet, spec: Column, first: int, last: int, place: int) -> None:
        if spec.name in _CHOICES:
            values = list(_CHOICES)
            letters = xlsxwriter.utility.xl_col_to_name(4 + values.index(spec.name), True)
            rule = {"validate": "list", "source": f"={MEMORY}!{letters}$1:{letters}${len(_CHOICES[spec.name])}",
                    "error_message": "Hãy chọn một giá trị trong danh sách."}  # fmt: skip
        elif spec.name in _AMOUNTS:
            rule = {
                "validate": "decimal",
                "criteria": ">=",
                "value": 0,
                "error_message": "Hãy nhập một số từ 0 trở lên.",
            }
        elif spec.type == "whole":
            rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 20,
                    "error_message": "Hãy nhập một số nguyên từ 0."}  # fmt: skip
        elif spec.type == "number":
            rule = {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12,
                    "error_message": "Hãy nhập một số."}  # fmt: skip
        else:
            return
        sheet.data_validation(first, place, last, place, {**rule, "error_title": spec.label})

    def _finish(self, sheet) -> None:
        sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _format(self, **style):
        key = tuple(sorted(style.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format(_properties(**style))
        return self.formats[key]


def _properties(
    header=False, bold=False, indent=0, free=False, wrap=False, text=False, number=None, quoted=False
) -> dict:
    found = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "locked": not free, "border": 1, "border_color": "#D9D9D9"}  # fmt: skip
    if header:
        return found | {
            "bold": True,
            "text_wrap": True,
            "bg_color": "#1F4E79",
            "font_color": "#FFFFFF",
            "valign": "vcenter",
        }
    if not free:
        found |= {"bg_color": "#F2F2F2"}
    return found | {"bold": bold, "indent": indent, "text_wrap": wrap, "quote_prefix": quoted,
                    "num_format": number or ("@" if text else "General")}  # fmt: skip


def _depths(book: Book) -> dict[str, int]:
    parents = {row.values["criterion_code"]: row.values["parent_code"] for row in book.criteria}
    depths = {}
    for code in parents:
        above, steps = parents[code], 0
        while above in parents and steps < len(parents):
            above, steps = parents[above], steps + 1
        depths[code] = steps
    return depths
