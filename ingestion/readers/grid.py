"""A worksheet as a plain grid, whatever file it came from, and the limits within which a file is opened at all."""

from __future__ import annotations

import functools
from collections.abc import Container
from typing import NamedTuple

MAX_BYTES = 20 * 1024**2
MAX_EXPANDED = 200 * 1024**2
MAX_RATIO, RATIO_FROM = 150, 4 * 1024**2
MAX_PARSED = 10 * 1024**2
MAX_GRID = 2_600_000
MAX_COLUMNS = 2_000
MAX_TAGS = 5 * MAX_GRID
"""Of XML in one sheet: two, and their ends, for a cell with a value."""
MAX_SHEETS = 60
MAX_PARTS = 2_000
MAX_TEXT = 150 * 1024**2

CLEAN_COPY = "Hãy chép bảng (chỉ giá trị) sang một tệp mới rồi gửi lại."

SUMMARY = "Tổng hợp lỗi"
"""Name of the sheet that a marked copy carries in front; it is not read when the copy comes back corrected."""

NOTHING: frozenset = frozenset()


class Unreadable(Exception):
    """The file as a whole cannot be taken: what was expected, what was found, what to do (Vietnamese)."""


class Sheet(NamedTuple):
    """A worksheet: ``rows[r][c]`` from A1, "" where empty; ``merges`` as ((top, left), (bottom, right)) from 0;
    ``broken`` cells (A1 notation) whose value is an error or a formula that was never calculated; ``percents``: cells
    whose number format shows a percent; ``hidden_rows`` and ``hidden_columns`` from 0; ``is_1904``: how its serial days
    are counted, None where it has none."""

    name: str
    is_hidden: bool
    rows: list[list[object]]
    merges: list[tuple[tuple[int, int], tuple[int, int]]]
    broken: dict[str, str]
    percents: Container[str] = NOTHING
    hidden_rows: frozenset[int] = NOTHING
    hidden_columns: frozenset[int] = NOTHING
    is_1904: bool | None = None

    @property
    def is_empty(self) -> bool:
        return all(value == "" for row in self.rows for value in row)


def a1(row: int, column: int) -> str:
    """Address of a cell counted from 0: (0, 27) is AB1."""
    return f"{letters(column)}{row + 1}"


@functools.cache
def letters(column: int) -> str:
    """Name of a column counted from 0."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def place(cell: str) -> tuple[int, int]:
    """Row and column, from 0, of an address: AB1 is (0, 27)."""
    name = cell.rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(name) :]) - 1, column - 1


def check_grid(width: int, height: int) -> None:
    """Raises Unreadable when data spreads over too wide a grid."""
    if width * height > MAX_GRID or width > MAX_COLUMNS:
        found = f"dữ liệu trải tới {height} dòng × {width} cột"
        raise Unreadable("một bảng tính vừa phải", found, "Hãy xóa các ô ở xa bảng rồi gửi lại.")
