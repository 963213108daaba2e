"""The XML of a worksheet: how far it reaches, which cells are broken, hidden, or of a certain style."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection

import numpy as np

from ingestion.readers.grid import CLEAN_COPY, MAX_COLUMNS, MAX_GRID, MAX_TAGS, Unreadable, check_grid

_CELL = rb"<(?:\w+:)?c\b"
_ADDRESSED = re.compile(_CELL + rb"[^<>]*?\br=[\"'][A-Z]{1,3}\d{1,7}[\"']")
_NAMED_CELL = re.compile(rb"<\w+:c[\s>/]")
# what most sheets have none of; a compiled search takes half as long as ``in``
_PREFIXED, _FORMULA = re.compile(rb":[cf]"), re.compile(rb"<f")
_ERROR_TYPE, _HIDDEN = re.compile(rb't="e"'), re.compile(rb"hidden")
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
_HIDDEN_ROW = re.compile(_ROW.pattern + rb"(?=[^<>]*\bhidden=[\"'](?:1|true)[\"'])[^<>]*?\br=[\"'](\d{1,7})[\"']")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b(?=[^<>]*\bhidden=[\"'](?:1|true)[\"'])[^<>]*>")
_BEHIND_A_NAME = np.frombuffer(b" \t\r\n>/", np.uint8)
_FROM_TO = re.compile(rb"\b(min|max)=[\"'](\d{1,5})[\"']")


def broken_cells(xml: bytes) -> dict[str, str]:
    """Cells that the reader would show as empty: errors, and formulas without a value."""
    broken = {}
    if _ERROR_TYPE.search(xml) or (b"'" in xml and b"t='e'" in xml):
        broken = {m[1].decode(): "ô có lỗi công thức (#…)" for m in _ERROR.finditer(xml)}
    if _FORMULA.search(xml) or _PREFIXED.search(xml):
        broken |= {m[1].decode(): "công thức chưa được tính" for m in _UNCALCULATED.finditer(xml)}
    return broken


def hidden(xml: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """Hidden rows and columns, from 0."""
    if not _HIDDEN.search(xml):
        return frozenset(), frozenset()
    columns: set[int] = set()
    for m in _COLUMN.finditer(xml):
        ends = {end: int(number) for end, number in _FROM_TO.findall(m[0])}
        columns |= set(range(ends.get(b"min", 1) - 1, min(ends.get(b"max", 0), MAX_COLUMNS)))
    return frozenset(int(m[1]) - 1 for m in _HIDDEN_ROW.finditer(xml)), frozenset(columns)


def cells_of(xml: bytes, styles: Collection[str]) -> dict[str, str]:
    """Cells (A1) of the given styles -> the style."""
    if not styles:
        return {}
    numbers = "|".join(sorted(styles)).encode()
    cell = re.compile(_CELL + rb"(?=[^<>]*\bs=[\"'](" + numbers + rb")[\"'])[^<>]*?\br=[\"']([A-Z]+\d+)[\"']")
    return {m[2].decode(): m[1].decode() for m in cell.finditer(xml)}


class Cells:
    """The cells of some styles, found only when somebody asks: few layouts do."""

    def __init__(self, xml: bytes, styles: Collection[str]) -> None:
        self._xml, self._styles = xml, styles

    def __contains__(self, cell: object) -> bool:
        return cell in self._found

    @functools.cached_property
    def _found(self) -> frozenset[str]:
        return frozenset(cells_of(self._xml, self._styles))


def check_extent(xml: bytes) -> None:
    """Raises Unreadable when the cells of a worksheet span too wide a grid."""
    check_grid(*_extent(xml))


def _extent(xml: bytes) -> tuple[int, int]:
    """Width and height of the grid that a worksheet's cells span."""
    if (span := _quick_span(xml)) and span[0] * span[1] <= MAX_GRID and span[0] <= MAX_COLUMNS:
        return span
    width, height = _span(_ANY_CELL, xml)
    # cells that do not say where they stand: behind the one before
    if _count(_CELL_START, xml) > _count(_ADDRESSED, xml):
        width = max(width, *(_count(_CELL_START, row) for row in _ROW.split(xml)))
        return width, max(height, _count(_ROW, xml), *map(int, _ROW_NUMBER.findall(xml)), 0)
    if width * height > MAX_GRID or width > MAX_COLUMNS:  # perhaps only empty cells far below are formatted
        width, height = _span(_FILLED, xml)
    return width, height


def _count(pattern: re.Pattern[bytes], xml: bytes) -> int:
    return sum(1 for _ in pattern.finditer(xml))


def _quick_span(xml: bytes) -> tuple[int, int] | None:
    """The span where every cell begins with its address, as Excel writes them; None where any does not."""
    text = np.frombuffer(xml + b" " * 32, np.uint8)
    is_tag = text[:-32] == ord("<")
    if (tags := np.count_nonzero(is_tag)) > MAX_TAGS:
        raise Unreadable("một bảng tính vừa phải", f"{tags} thẻ XML trong một trang tính", CLEAN_COPY)
    if _PREFIXED.search(xml) and _NAMED_CELL.search(xml):
        return None
    starts = np.flatnonzero(is_tag & (text[1:-31] == ord("c")))
    if not (text[starts + 2] == ord(" ")).all():  # columns, or cells that say nothing
        starts = starts[np.isin(text[starts + 2], _BEHIND_A_NAME)]
    if any((text[starts + 2 + i] != sign).any() for i, sign in enumerate(b' r="')):
        return None
    if (text[starts + 7] < ord("A")).all() and (text[starts + 12] - ord("0") > 9).all():
        return 26, 99_999  # one letter, five digits: what nearly every report is; no need to look closer
    at, width, height = starts + 6, 0, 0
    column = row = np.zeros(len(at), np.int32)
    for _ in range(11):  # three letters, seven digits, the quotation mark
        sign = text[at].astype(np.int32)
        ends, is_letter, is_digit = sign == ord('"'), (sign >= 65) & (sign <= 90), (sign >= 48) & (sign <= 57)
        if not (ends | is_letter | is_digit).all():
            return None
        width = max(width, int(column[ends].max(initial=0)))
        height = max(height, int(row[ends].max(initial=0)))
        column = np.where(is_letter, column * 26 + sign - 64, column)[~ends]
        row = np.where(is_digit, row * 10 + sign - 48, row)[~ends]
        at = at[~ends] + 1
        if not len(at):
            return width, height
    return None


def _span(cells: re.Pattern[bytes], xml: bytes) -> tuple[int, int]:
    columns, rows = {b"A"}, {b"0"}
    for m in cells.finditer(xml):
        columns.add(m[1])
        rows.add(m[2])
    return max(map(_column_number, columns)), max(map(int, rows))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
