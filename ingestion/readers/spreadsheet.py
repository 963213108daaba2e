"""An .xlsx file as plain grids, opened only after it was found to be one that cannot exhaust the machine."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from typing import NamedTuple
from xml.etree import ElementTree

import python_calamine as calamine

from ingestion.text import clean

MAX_BYTES = 20 * 1024**2
MAX_EXPANDED = 200 * 1024**2
MAX_RATIO, RATIO_FROM = 150, 4 * 1024**2
MAX_GRID = 2_000_000

_CELL = rb"<(?:\w+:)?c\b"
_CELL_START, _ROW = re.compile(_CELL), re.compile(rb"<(?:\w+:)?row\b")
_ROW_NUMBER = re.compile(_ROW.pattern + rb"[^<>]*?\br=[\"'](\d{1,7})[\"']")
_ANY_CELL = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_FILLED = re.compile(_CELL + rb"[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]*(?<!/)>")
_ERROR = re.compile(_CELL + rb"(?=[^<>]*\bt=[\"']e[\"'])[^<>]*?\br=[\"']([A-Z]+\d+)[\"']")
_UNCALCULATED = re.compile(
    _CELL + rb"(?![^<>]*\bt=[\"']str[\"'])[^<>]*?\br=[\"']([A-Z]+\d+)[\"'][^<>]*>\s*"
    rb"<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


class Unreadable(Exception):
    """The file as a whole cannot be taken: what was expected, what was found, what to do (Vietnamese)."""


class Sheet(NamedTuple):
    """A worksheet: ``rows[r][c]`` from A1, "" where empty; ``merges`` as ((top, left), (bottom, right)) from 0;
    ``broken`` cells (A1 notation) whose value is an error or a formula that was never calculated."""

    name: str
    is_hidden: bool
    rows: list[list[object]]
    merges: list[tuple[tuple[int, int], tuple[int, int]]]
    broken: dict[str, str]

    @property
    def is_empty(self) -> bool:
        return all(value == "" for row in self.rows for value in row)


def a1(row: int, column: int) -> str:
    """Address of a cell counted from 0: (0, 27) is AB1."""
    return f"{_letters(column)}{row + 1}"


@functools.cache
def _letters(column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def open_sheets(data: bytes) -> list[Sheet]:
    """All worksheets of an .xlsx file, hidden ones too; macros and links are never followed.

    Raises Unreadable when the bytes are no .xlsx, are over 20 MB, unpack to more than 200 MB or to a suspicious
    multiple, or spread over more than two million cells.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"tệp không quá {MAX_BYTES >> 20} MB", f"{len(data) / 1024**2:.1f} MB", "Hãy tách tệp ra.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_expansion(packed)
            broken = {name: _inspect(packed.read(part)) for name, part in _parts(packed).items()}
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            kinds = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
            return [_sheet(book, meta, broken[meta.name]) for meta in kinds]
    except (zipfile.BadZipFile, calamine.CalamineError, ElementTree.ParseError, KeyError, RuntimeError) as e:
        advice = "Hãy mở tệp bằng Excel, bỏ mật khẩu nếu có, lưu lại dạng .xlsx rồi gửi lại."
        raise Unreadable("một tệp Excel dạng .xlsx mở được", "tệp dạng khác, có mật khẩu hoặc bị hỏng", advice) from e


def _check_expansion(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    expanded = sum(e.file_size for e in entries)
    bomb = any(e.file_size > RATIO_FROM and e.file_size > MAX_RATIO * max(e.compress_size, 1) for e in entries)
    if expanded > MAX_EXPANDED or bomb:
        found = f"{expanded / 1024**2:.0f} MB sau khi giải nén"
        raise Unreadable(f"tệp giải nén không quá {MAX_EXPANDED >> 20} MB", found, "Hãy chép bảng sang một tệp mới.")


def _parts(packed: zipfile.ZipFile) -> dict[str, str]:
    """Name of a worksheet -> its part of the package."""
    relations = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): (r.get("Type", ""), r.get("Target", "")) for r in relations}
    parts = {}
    for element in ElementTree.fromstring(packed.read("xl/workbook.xml")).iter():
        reference = next((v for k, v in element.attrib.items() if k.endswith("}id")), None)
        kind, target = targets.get(reference, ("", ""))
        if element.tag.endswith("}sheet") and kind.endswith("/worksheet"):
            parts[element.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _inspect(xml: bytes) -> dict[str, str]:
    """Broken cells of a worksheet's XML, which the reader would show as empty; refuses one that is too wide a grid."""
    width, height = _extent(xml)
    if width * height > MAX_GRID:
        found = f"dữ liệu trải tới {height} dòng × {width} cột"
        raise Unreadable("một bảng tính vừa phải", found, "Hãy xóa các ô ở xa bảng rồi gửi lại.")
    broken = {}
    if b't="e"' in xml or b"t='e'" in xml:
        broken = {m[1].decode(): "ô có lỗi công thức (#…)" for m in _ERROR.finditer(xml)}
    if b"<f" in xml or b":f" in xml:
        broken |= {m[1].decode(): "công thức chưa được tính" for m in _UNCALCULATED.finditer(xml)}
    return broken


def _extent(xml: bytes) -> tuple[int, int]:
    """Width and height of the grid that a worksheet's cells span."""
    width, height, count = _span(_ANY_CELL, xml)
    if len(_CELL_START.findall(xml)) > count:  # cells that do not say where they stand: behind the one before
        width = max(width, *(len(_CELL_START.findall(row)) for row in _ROW.split(xml)))
        return width, max(height, len(_ROW.findall(xml)), *map(int, _ROW_NUMBER.findall(xml)), 0)
    if width * height > MAX_GRID:  # perhaps only because empty cells far below the table are formatted
        width, height, _ = _span(_FILLED, xml)
    return width, height


def _span(cells: re.Pattern[bytes], xml: bytes) -> tuple[int, int, int]:
    columns, rows, count = {b"A"}, {b"0"}, 0
    for m in cells.finditer(xml):
        columns.add(m[1])
        rows.add(m[2])
        count += 1
    return max(map(_column_number, columns)), max(map(int, rows)), count


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, broken: dict[str, str]) -> Sheet:
    sheet = book.get_sheet_by_name(meta.name)
    is_hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    rows = [[_blank_is_empty(v) for v in row] for row in sheet.to_python(skip_empty_area=False)]
    return Sheet(meta.name, is_hidden, rows, sheet.merged_cell_ranges or [], broken)


def _blank_is_empty(value: object) -> object:
    return "" if isinstance(value, str) and len(value) < 9 and not clean(value) else value
