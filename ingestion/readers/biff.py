"""The records of an .xls file (BIFF8 in a compound file), as far as Excel hides something in them or a trap lies there.

Walked before the file is parsed: how far the cells reach, a password, broken cells, percent formats, hidden rows.
Formats: [MS-CFB] and [MS-XLS] of Microsoft's open specifications.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from ingestion.readers.grid import MAX_SHEETS, Unreadable, a1, check_grid

_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _DATEMODE = 0x0809, 0x000A, 0x002F, 0x0085, 0x0022
_FORMAT, _XF, _FONT, _ROW, _COLINFO, _FORMULA, _BOOLERR = 0x041E, 0x00E0, 0x0031, 0x0208, 0x007D, 0x0006, 0x0205
_CELLS = {_FORMULA, _BOOLERR, 0x0201, 0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6}
_MULTI = {0x00BD, 0x00BE}
_MAX_RECORDS = 4_000_000


class XlsSheet(NamedTuple):
    """What the records of one sheet say; positions from 0, cells in A1 notation."""

    broken: dict[str, str]
    percents: frozenset[str]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    styles: dict[str, int]


class XlsBook(NamedTuple):
    """The sheets in the file's order, whether days count from 1904, and per style the name of its font."""

    sheets: list[XlsSheet]
    is_1904: bool
    font_of: dict[int, str]


def inspect(data: bytes) -> XlsBook:
    """Walk the records. Raises Unreadable for a password or too wide a grid, ValueError when the file is broken."""
    try:
        return _walk(_workbook_stream(data))
    except (struct.error, IndexError, KeyError) as e:
        raise ValueError("broken compound file") from e


def _walk(stream: bytes) -> XlsBook:
    formats, xfs, fonts = {}, [], []
    sheets: list[XlsSheet] = []
    is_1904, depth, cells, width, height = False, 0, None, 0, 0
    for kind, body in _records(stream):
        if kind == _BOF:
            depth += 1
            if struct.unpack_from("<H", body, 2)[0] == 0x0010 and depth == 1:
                cells, width, height = XlsSheet({}, frozenset(), frozenset(), frozenset(), {}), 0, 0
                rows, columns = set(), set()
        elif kind == _EOF:
            depth -= 1
            if cells and depth == 0:
                check_grid(width, height)
                percents = frozenset(
                    c for c, xf in cells.styles.items() if xf < len(xfs) and _is_percent(xfs[xf][1], formats)
                )
                sheets.append(
                    cells._replace(percents=percents, hidden_rows=frozenset(rows), hidden_columns=frozenset(columns))
                )
                cells = None
        elif kind == _FILEPASS:
            advice = "Hãy bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc), lưu lại rồi gửi lại."
            raise Unreadable("một tệp Excel mở được", "tệp có mật khẩu", advice)
        elif kind == _DATEMODE:
            is_1904 = struct.unpack_from("<H", body)[0] == 1
        elif kind == _FORMAT:
            formats[struct.unpack_from("<H", body)[0]] = body[5:].decode(
                "utf-16-le" if body[4] & 1 else "latin-1", "replace"
            )
        elif kind == _FONT:
            fonts.append(body[16:].decode("utf-16-le" if body[15] & 1 else "latin-1", "replace"))
        elif kind == _XF:
            xfs.append(struct.unpack_from("<HH", body))
        elif cells is None or depth != 1:
            continue
        elif kind == _ROW and len(body) >= 16 and body[12] & 0x20:
            rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLINFO and body[8] & 1:
            first, last = struct.unpack_from("<HH", body)
            columns |= set(range(first, min(last, 255) + 1))
        elif kind in _CELLS or kind in _MULTI:
            row, column, xf = struct.unpack_from("<HHH", body)
            last = column if kind in _CELLS else struct.unpack_from("<H", body, len(body) - 2)[0]
            if kind != 0x0201 and kind != 0x00BE:  # blanks take no room
                width, height = max(width, last + 1), max(height, row + 1)
            cells.styles[a1(row, column)] = xf
            if (kind == _BOOLERR and body[7] == 1) or (
                kind == _FORMULA and body[6] == 2 and body[12:14] == b"\xff\xff"
            ):
                cells.broken[a1(row, column)] = "ô có lỗi công thức (#…)"
    # font number 4 does not exist: those from 5 on are counted one too high
    font_of = {n: fonts[f - (f > 4)] for n, (f, _) in enumerate(xfs) if f - (f > 4) < len(fonts)}
    return XlsBook(sheets, is_1904, font_of)


def _is_percent(number: int, formats: dict[int, str]) -> bool:
    return number in (9, 10) or "%" in formats.get(number, "")


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at, count, sheets = 0, 0, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == 0 and size == 0:  # padding behind the last record
            return
        count, sheets = count + 1, sheets + (kind == _BOUNDSHEET)
        if count > _MAX_RECORDS or sheets > MAX_SHEETS:
            found = f"{sheets} trang tính, {count} bản ghi"
            raise Unreadable(f"tệp không quá {MAX_SHEETS} trang tính", found, "Hãy chép bảng sang một tệp mới.")
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _workbook_stream(data: bytes) -> bytes:
    """The stream "Workbook" of a compound file."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("broken compound file")

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    (first_directory,) = struct.unpack_from("<I", data, 48)
    (next_difat,) = struct.unpack_from("<I", data, 68)
    fat_sectors = [n for n in struct.unpack_from("<109I", data, 76) if n < _END]
    seen = set()
    while next_difat < _END and next_difat not in seen:
        seen.add(next_difat)
        *numbers, next_difat = struct.unpack(f"<{size // 4}I", sector(next_difat))
        fat_sectors += [n for n in numbers if n < _END]
    table = b"".join(sector(n) for n in fat_sectors)
    fat = struct.unpack(f"<{len(table) // 4}I", table)

    def chain(number: int) -> bytes:
        parts, met = [], set()
        while number < _END:
            if number in met:
                raise ValueError("broken compound file")
            met.add(number)
            parts.append(sector(number))
            number = fat[number]
        return b"".join(parts)

    directory = chain(first_directory)
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book"):
            start, total = struct.unpack_from("<II", directory, at + 116)
            return chain(start)[:total]
    raise ValueError("no workbook in the compound file")
