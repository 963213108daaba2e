"""A spreadsheet file as plain grids, opened only after it was found to be one that cannot exhaust the machine."""

from __future__ import annotations

import gc
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

import python_calamine as calamine

from ingestion.readers import biff
from ingestion.readers.delimited import read_delimited
from ingestion.readers.grid import Sheet, Unreadable, a1, place
from ingestion.readers.kinds import EXPECTED, kind_of
from ingestion.readers.legacy import decode_text, has_old_text, old_texts
from ingestion.readers.package import Package, open_package
from ingestion.readers.worksheet import Cells, broken_cells, cells_of, check_extent, hidden
from ingestion.text import clean

__all__ = ["Sheet", "Unreadable", "a1", "open_sheets"]

LONGEST_BLANK = 9
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


@contextmanager
def _no_collector() -> Iterator[None]:
    """Rows by the ten thousand hold no cycles; looking for some takes as long as reading them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _xlsx(data: bytes) -> list[Sheet]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        package = open_package(packed)
    for xml in package.parts.values():
        check_extent(xml)
    with _no_collector(), calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        kinds = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
        return [_xlsx_sheet(book, meta, package) for meta in kinds]


def _xlsx_sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, package: Package) -> Sheet:
    xml = package.parts[meta.name]
    rows, columns = hidden(xml)
    fonts = {cell: package.fonts[style] for cell, style in cells_of(xml, package.fonts).items()}
    sheet = _grid(book, meta)._replace(
        broken=broken_cells(xml), percents=Cells(xml, package.percents), hidden_rows=rows,
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
    return Sheet(meta.name, is_hidden, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or [], {})


def _in_unicode(sheet: Sheet, fonts: dict[str, str]) -> Sheet:
    """The sheet with blanks as nothing, and texts of old Vietnamese encodings in Unicode: by the font of their cell, or by
    what they look like. Each distinct text is looked at once; most sheets have none to change."""
    rows = sheet.rows
    for cell, font in fonts.items():
        r, c = place(cell)
        if r < len(rows) and c < len(rows[r]) and isinstance(value := rows[r][c], str):
            rows[r][c] = decode_text(value, font)
    texts = {value for row in rows for value in row if type(value) is str}
    doubtful = [*old_texts(texts), *(text for text in texts if len(text) < LONGEST_BLANK)]
    if changed := {text: new for text in doubtful if (new := _as_meant(text)) != text}:
        rows = [[changed.get(v, v) if type(v) is str else v for v in row] for row in rows]
    return sheet._replace(name=_as_meant(sheet.name), rows=rows)


def _as_meant(text: str) -> str:
    if len(text) < LONGEST_BLANK and text and not clean(text):
        return ""
    return text if text.isascii() or not has_old_text(text) else decode_text(text)
