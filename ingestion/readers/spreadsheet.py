"""A spreadsheet file as plain grids, opened only after it was found to be one that cannot exhaust the machine."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import python_calamine as calamine

from ingestion.readers import biff
from ingestion.readers.delimited import read_delimited
from ingestion.readers.grid import Sheet, Unreadable, a1
from ingestion.readers.kinds import EXPECTED, kind_of
from ingestion.readers.legacy import decode_text, has_old_text
from ingestion.readers.package import Package, open_package
from ingestion.readers.worksheet import broken_cells, cells_of, check_extent, hidden
from ingestion.text import clean

__all__ = ["Sheet", "Unreadable", "a1", "open_sheets"]

_ADVICE = "Hãy mở tệp bằng Excel, bỏ mật khẩu nếu có, lưu lại dạng .xlsx rồi gửi lại."
_FAULTS = (zipfile.BadZipFile, calamine.CalamineError, ElementTree.ParseError, KeyError, RuntimeError, ValueError,
           OSError, EOFError, NotImplementedError)  # fmt: skip


def open_sheets(data: bytes) -> list[Sheet]:
    """All worksheets of an .xlsx or .xls file, hidden ones too, or the one table of a .csv; by content, not by name.

    Macros, links and entities are never followed. Raises Unreadable with what was expected, found, and what to do.
    """
    kind = kind_of(data)
    if kind == "csv":
        return [_in_unicode(read_delimited(data), {})]
    try:
        return _xlsx(data) if kind == "xlsx" else _xls(data)
    except _FAULTS as e:
        raise Unreadable(EXPECTED, "tệp dạng khác, có mật khẩu hoặc bị hỏng", _ADVICE) from e
    except BaseException as e:
        if type(e).__name__ != "PanicException":  # the parser's own last resort, which is no Exception
            raise
        raise Unreadable(EXPECTED, "tệp bị hỏng", _ADVICE) from e


def _xlsx(data: bytes) -> list[Sheet]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        package = open_package(packed)
    for xml in package.parts.values():
        check_extent(xml)
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        kinds = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
        return [_xlsx_sheet(book, meta, package) for meta in kinds]


def _xlsx_sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, package: Package) -> Sheet:
    xml = package.parts[meta.name]
    rows, columns = hidden(xml)
    fonts = {cell: package.fonts[style] for cell, style in cells_of(xml, package.fonts).items()}
    sheet = _grid(book, meta)._replace(
        broken=broken_cells(xml), percents=frozenset(cells_of(xml, package.percents)), hidden_rows=rows,
        hidden_columns=columns, is_1904=package.is_1904,
    )  # fmt: skip
    return _in_unicode(sheet, fonts)


def _xls(data: bytes) -> list[Sheet]:
    seen = biff.inspect(data)
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        kinds = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
        sheets = [_grid(book, meta) for meta in kinds]
    found = []
    for sheet, said in zip(sheets, seen.sheets, strict=True):
        names = {cell: seen.font_of.get(xf, "").lower() for cell, xf in said.styles.items()}
        fonts = {c: "tcvn3" if n.startswith(".vn") else "vni" for c, n in names.items() if n.startswith((".vn", "vni"))}
        whole = sheet._replace(**{k: v for k, v in said._asdict().items() if k != "styles"}, is_1904=seen.is_1904)
        found.append(_in_unicode(whole, fonts))
    return found


def _grid(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata) -> Sheet:
    sheet = book.get_sheet_by_name(meta.name)
    is_hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    rows = [[_blank_is_empty(v) for v in row] for row in sheet.to_python(skip_empty_area=False)]
    return Sheet(meta.name, is_hidden, rows, sheet.merged_cell_ranges or [], {})


def _in_unicode(sheet: Sheet, fonts: dict[str, str]) -> Sheet:
    """The sheet with texts of old Vietnamese encodings in Unicode: by the font of their cell, or by what they look like."""
    for r, row in enumerate(sheet.rows):
        for c, value in enumerate(row):
            if isinstance(value, str) and not value.isascii() and (fonts or has_old_text(value)):
                font = fonts.get(a1(r, c))
                if font or has_old_text(value):
                    row[c] = decode_text(value, font)
    name = decode_text(sheet.name) if has_old_text(sheet.name) else sheet.name
    return sheet._replace(name=name)


def _blank_is_empty(value: object) -> object:
    return "" if isinstance(value, str) and len(value) < 9 and not clean(value) else value
