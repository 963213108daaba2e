"""The marked copy of a refused workbook: its sender's own sheets with the faulty cells coloured and commented, and a
summary sheet in front. Values only: no formula, macro, link, query or pivot table goes into it.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ingestion.errors import Fault
from ingestion.readers.grid import SUMMARY, Sheet
from ingestion.readers.kinds import kind_of
from ingestion.text import words
from warehouse.cells import is_formula

AUTHOR = "Kho dữ liệu cải cách hành chính"
MAX_MARKED = 400_000
"""Cells up to which the sender's sheets are copied; a larger file gets the summary alone."""

_FAULTY = PatternFill("solid", start_color="FFFFC7CE", end_color="FFFFC7CE")
_HEAD = ("STT", "Trang tính", "Ô", "Cần", "Trong tệp", "Cách sửa")
_WIDTHS = (6, 24, 10, 50, 40, 60)
_LONGEST = 32_000


def mark(name: str, data: bytes, sheets: Sequence[Sheet], faults: Sequence[Fault]) -> bytes:
    """An .xlsx for the sender of ``data``. ``sheets``: the file as it was read, none where it could not be."""
    book = _copy(data, sheets)
    by_place: dict[tuple[str | None, str], list[Fault]] = defaultdict(list)
    for fault in faults:
        if fault.cell:
            by_place[fault.sheet, fault.cell].append(fault)
    for (sheet, cell), found in by_place.items():
        if sheet in book.sheetnames:
            _mark_cell(book[sheet], cell, found)
    _summarise(book.create_sheet(SUMMARY, 0), name, faults, set(book.sheetnames))
    book.active = 0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _copy(data: bytes, sheets: Sequence[Sheet]) -> openpyxl.Workbook:
    if sum(len(row) for sheet in sheets for row in sheet.rows) > MAX_MARKED:
        sheets = []
    if sheets and kind_of(data) == "xlsx":
        try:
            return _as_sent(data)
        except Exception:  # noqa: BLE001 - whatever openpyxl cannot do with the formatting: the values are enough
            pass
    return _from_values(sheets)


def _as_sent(data: bytes) -> openpyxl.Workbook:
    """The sender's formatting with values in the place of formulas, and nothing that acts or points outside."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_vba=False, keep_links=False)
    book.defined_names.clear()
    for sheet in list(book.worksheets):
        if words(sheet.title) == words(SUMMARY):
            book.remove(sheet)
            continue
        sheet._hyperlinks, sheet._pivots, sheet._charts, sheet._images = [], [], [], []
        sheet.legacy_drawing = None
        sheet.data_validations.dataValidation = []
        sheet.conditional_formatting = type(sheet.conditional_formatting)()
        sheet.defined_names.clear()
        for row in sheet.iter_rows():
            for cell in row:
                _tame(cell)
    for sheet in book.chartsheets:
        book.remove(sheet)
    return book


def _from_values(sheets: Sequence[Sheet]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        if words(sheet.name) == words(SUMMARY):
            continue
        page = book.create_sheet(sheet.name)
        page.sheet_state = "hidden" if sheet.is_hidden else "visible"
        for r, row in enumerate(sheet.rows, 1):
            for c, value in enumerate(row, 1):
                if value != "":
                    _write(page.cell(r, c), value)
        for (top, left), (bottom, right) in sheet.merges:
            page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    return book


def _write(cell: Cell, value: object) -> None:
    """A value as it is; text stays text, also where it looks like a formula."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
        cell.data_type = "s"
    else:
        cell.value = value
    _tame(cell)


def _tame(cell: Cell | MergedCell) -> None:
    """A text that Excel would take for a formula once it is edited gets its apostrophe; our earlier marks go."""
    if isinstance(cell, MergedCell):
        return
    cell.hyperlink = None
    if cell.data_type == "f":
        cell.data_type = "s"
    if is_formula(cell.value):
        cell.data_type = "s"
        cell.quotePrefix = True
    if cell.comment and cell.comment.author == AUTHOR:
        cell.comment = None
        cell.fill = PatternFill()


def _mark_cell(sheet: Worksheet, address: str, faults: Sequence[Fault]) -> None:
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        cell = next(sheet.cell(m.min_row, m.min_col) for m in sheet.merged_cells.ranges if address in m)
    said = "\n\n".join(f"Cần: {f.expected}\nTrong tệp: {f.found}\n{f.advice_vi}" for f in faults)
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    cell.comment = Comment(before + said, AUTHOR, height=60 + 20 * said.count("\n"), width=320)
    cell.fill = _FAULTY


def _summarise(sheet: Worksheet, name: str, faults: Sequence[Fault], there: set[str]) -> None:
    _write(sheet["A1"], f"Tệp “{name}” bị trả lại: {len(faults)} lỗi. Chưa có số liệu nào của tệp được nạp.")
    _write(sheet["A2"], "Sửa các ô tô màu (nháy vào cột “Ô” để tới ô đó), lưu lại và gửi lại cả tệp này.")
    sheet["A1"].font = Font(bold=True)
    for c, (title, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True), 1):
        _write(sheet.cell(4, c), title)
        sheet.cell(4, c).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(c)].width = width
    for number, fault in enumerate(faults, 1):
        values = (number, fault.sheet or "(cả tệp)", fault.cell or "", fault.expected, fault.found, fault.advice_vi)
        for c, value in enumerate(values, 1):
            cell = sheet.cell(4 + number, c)
            _write(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if fault.cell and fault.sheet in there:
            link = sheet.cell(4 + number, 3)
            quoted = fault.sheet.replace("'", "''")
            link.hyperlink = openpyxl.worksheet.hyperlink.Hyperlink(
                ref=link.coordinate, location=f"'{quoted}'!{fault.cell}", display=fault.cell
            )
            link.style = "Hyperlink"
    sheet.freeze_panes = "A5"
