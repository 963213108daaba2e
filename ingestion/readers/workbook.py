"""Workbooks to rows: bytes + layout + unit catalogue in, typed rows out; no network, no database, no clock.

A file is taken whole or refused whole: every fault in it is collected, then WorkbookRejected tells them all. Only
columns that the layout allows are read; letterhead, footnotes and signatures leave nothing but unit and period.
"""

from __future__ import annotations

import difflib

import msgspec

from ingestion.errors import WorkbookRejected
from ingestion.readers.delimited import NAMELESS
from ingestion.readers.desk import Desk, shown
from ingestion.readers.entries import ListReader
from ingestion.readers.grid import SUMMARY
from ingestion.readers.identity import name_entries, name_figures, report_key
from ingestion.readers.layouts import Column, Layout, Layouts
from ingestion.readers.letterhead import read_fields, read_period, read_sender
from ingestion.readers.rows import RowReader, Table
from ingestion.readers.spreadsheet import Sheet, Unreadable, a1, open_sheets
from ingestion.readers.table import Header, find_header
from ingestion.records import FigureCell, ListRow
from ingestion.text import words
from ingestion.units import UnitCatalogue

__all__ = ["Layouts", "Workbook", "read_workbook"]


class Workbook(msgspec.Struct, frozen=True):
    """What a workbook says. ``figures`` of a figure form, ``list_rows`` of a list form. ``cells`` are the cells that
    were used, (sheet, cell, text), for the archive. ``sender`` is the official name of the unit in the letterhead."""

    form_code: str
    edition: str
    period_code: str
    sender: str | None
    figures: list[FigureCell]
    list_rows: list[ListRow]
    cells: list[tuple[str, str, str]]


def read_workbook(
    name: str, data: bytes, layouts: Layouts, units: UnitCatalogue, form_code: str | None = None
) -> Workbook:
    """Read one .xlsx file through the layout of ``form_code``, or of the form whose own words stand in it.

    Raises WorkbookRejected with every fault found (Vietnamese; file, sheet and cell named).
    """
    desk = Desk(name)
    try:
        sheets = open_sheets(data)
    except Unreadable as e:
        desk.fault(None, None, *e.args)
        raise WorkbookRejected(desk.faults) from e
    layout = layouts.by_code[form_code] if form_code else _recognise(desk, layouts, sheets)
    book = _read(desk, layout, sheets, units) if layout else None
    if desk.faults or book is None:
        raise WorkbookRejected(desk.faults)
    return book


def _recognise(desk: Desk, layouts: Layouts, sheets: list[Sheet]) -> Layout | None:
    found = layouts.recognise(sheets)
    if len(found) == 1:
        return found[0]
    known = "; ".join(f"“{layout.recognised_by[0]}”" for layout in found or layouts.by_code.values())
    if found:
        desk.fault(None, None, "một biểu mẫu trong mỗi tệp", f"{len(found)} biểu mẫu: {known}", "Hãy tách tệp ra.")
    else:
        advice = "Hãy dùng đúng biểu mẫu đã ban hành, giữ nguyên tên biểu."
        desk.fault(None, None, f"tên một biểu mẫu ở đầu trang tính ({known})", "không có tên nào", advice)
    return None


def _read(desk: Desk, layout: Layout, sheets: list[Sheet], units: UnitCatalogue) -> Workbook | None:
    by_code = _assign(desk, layout, sheets)
    headers = {code: find_header(sheet, layout.header_words(code)) for code, sheet in by_code.items()}
    for code, header in headers.items():
        if header is None:
            first = next(c.shown for c in layout.columns if c.sheet == code)
            found, advice = "không có dòng nào như vậy", "Hãy giữ nguyên tiêu đề bảng của biểu mẫu."
            desk.fault(by_code[code], None, f"dòng tiêu đề bảng (“{[*first.values()][-1]}”, …)", found, advice)
    tops = [(by_code[code], header.top) for code, header in headers.items() if header]
    if not tops:
        return None
    period = read_period(desk, layout, tops)
    sender = read_sender(desk, layout, tops, units, period.last if period else None)
    edition = layout.edition_of(period.last) if period else [*layout.editions][-1]
    if edition is None:
        first = min(e.first for e in layout.editions.values())
        expected = f"kỳ báo cáo mà biểu mẫu phục vụ (từ {first:%d/%m/%Y})"
        desk.fault(tops[0][0], None, expected, period.stated, "Hãy kiểm tra kỳ báo cáo hoặc dùng mẫu của kỳ đó.")
        return None
    figures, list_rows = [], []
    for code, header in headers.items():
        expected = layout.expected(code, edition)
        columns = _match(desk, by_code[code], header, expected, edition) if header else None
        if columns:
            above = read_fields(desk, by_code[code], header.top, layout.above(code, edition), edition)
            table = Table(layout, edition, by_code[code], header, columns, period, sender, above)
            if layout.rows == "list":
                list_rows += ListReader(desk, table, units).list_rows()
            else:
                figures += RowReader(desk, table, units).figures()
    name = units.by_key[sender.unit_key].name_vi if sender else None
    report = report_key(layout, desk.file, sender and sender.unit_key)
    figures, list_rows = name_figures(layout, report, figures), name_entries(layout, report, list_rows)
    return period and Workbook(layout.form_code, edition, period.code, name, figures, list_rows, desk.cells)


def _assign(desk: Desk, layout: Layout, sheets: list[Sheet]) -> dict[str, Sheet]:
    """Sheets of the file by their code in the layout. A sheet with contents that the form does not know is a fault:
    what stands on it would be lost in silence."""
    found: dict[str, Sheet] = {}
    claimed: set[str] = set()
    for code, names in layout.sheets.items():
        keys = {words(n) for n in names}
        is_nameless = sheets[0].name == NAMELESS and len(layout.sheets) == 1
        fitting = [s for s in sheets if is_nameless or (words(s.name) in keys if names else layout.is_on(s))]
        if len(fitting) > 1:
            advice = "Hãy gửi mỗi báo cáo trong một tệp riêng."
            desk.fault(fitting[1], None, "một trang tính của biểu này trong tệp", f"{len(fitting)} trang tính", advice)
        elif not fitting:
            label = " hoặc ".join(f"“{n}”" for n in names) or "của biểu mẫu"
            desk.fault(None, None, f"trang tính {label}", "không có", "Hãy giữ nguyên tên các trang tính của biểu mẫu.")
        claimed |= {s.name for s in fitting}
        if fitting and fitting[0].is_hidden:
            advice = "Hãy bỏ ẩn trang tính và kiểm tra lại số liệu."
            desk.fault(fitting[0], None, "trang tính của biểu mẫu không bị ẩn", "trang tính đang ẩn", advice)
        if fitting:
            found[code] = fitting[0]
    ignored = {words(n) for n in (*layout.ignored_sheets, SUMMARY)}
    for sheet in sheets:
        if sheet.name not in claimed and words(sheet.name) not in ignored and not sheet.is_empty:
            what = "trang tính đang ẩn có nội dung" if sheet.is_hidden else "trang tính có nội dung"
            desk.fault(sheet, None, "chỉ các trang tính của biểu mẫu", what, "Hãy xóa trang tính này.")
    return found


def _match(desk: Desk, sheet: Sheet, header: Header, expected: list[Column], edition: str) -> dict[int, Column] | None:
    """Column of the layout per position. Faults: unknown, missing and doubled columns; None when one is missing by
    which rows are told apart."""
    by_path = {path: column for column in expected for path in column.headers[edition]}
    found: dict[int, Column] = {}
    unknown = []
    for c, path in header.paths.items():
        column = by_path.get(path)
        if column is None:
            unknown.append(c)
        elif column in found.values():
            cell = a1(*header.cells[c])
            desk.fault(sheet, cell, "mỗi cột một lần", f"cột {shown(header.shown[c])} lặp lại", "Hãy bỏ cột lặp.")
        else:
            found[c] = column
            desk.use(sheet, *header.cells[c])
    for c, column in found.items():
        if c in sheet.hidden_columns and column.role != "ignored":
            advice = "Hãy bỏ ẩn cột này và kiểm tra lại số liệu."
            desk.fault(sheet, a1(*header.cells[c]), "cột không bị ẩn", f"cột {shown(header.shown[c])} đang ẩn", advice)
    missing = [k for k in expected if k not in found.values() and k.presence != "optional"]
    texts = [k.shown[edition] for k in missing]
    for c in unknown:
        near = difflib.get_close_matches(header.shown[c], texts, 1, 0.6)
        hint = f"cột “{near[0]}”" if near else "chỉ các cột của biểu mẫu"
        what, advice = f"cột lạ {shown(header.shown[c])}", "Hãy bỏ cột này hoặc sửa tiêu đề theo biểu mẫu."
        desk.fault(sheet, a1(*header.cells[c]), hint, what, advice)
    for column in missing:
        first, advice = a1(header.top, min(header.paths)), "Hãy thêm cột theo đúng biểu mẫu."
        desk.fault(sheet, first, f"cột “{column.shown[edition]}”", "thiếu cột này", advice)
    return None if any(k.role in ("order", "label", "unit") for k in missing) else found
