"""Where the table of a sheet stands: its header of several rows, and what each row below it is."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingestion.readers.layouts import Path_, header_path
from ingestion.readers.spreadsheet import Sheet
from ingestion.text import clean, fold, looks_numeric, raw_text, words

_NUMBERING = re.compile(r"\(?([0-9]{1,3}|[a-z])\)?(\s*=[\s0-9()+\-*/x:%=.,]+)?")
_ROMAN = re.compile(r"(x{0,3}(?:ix|iv|v?i{1,3}|v)|x{1,3})[.)]?")
_LETTER = re.compile(r"[a-h][.)]?")
_NUMBER = re.compile(r"(\d+(?:\.\d+)*)[.)]?")
_SECTION_LINE = re.compile(r"(?:[ivx]+|[a-h])[.)] .+")
WHOLE = ("tong", "cong")
HEADER_WITHIN = 60


class Header(NamedTuple):
    """Header rows ``top`` to ``bottom`` (from 0): per column the path to compare by, the text as written, and the
    position of its lowest cell."""

    top: int
    bottom: int
    paths: dict[int, Path_]
    shown: dict[int, str]
    cells: dict[int, tuple[int, int]]


class Columns(NamedTuple):
    """Positions of the columns that tell what a row is."""

    order: int | None
    name: int | None  # label or unit
    figures: list[int]
    required_fields: list[int]


class Row(NamedTuple):
    """A row of the table. Role: detail, total, section (a heading, perhaps with a subtotal; its level, 0 the widest)
    or stray (numbers behind the end of the table)."""

    index: int
    role: str
    level: int = 0


def find_header(sheet: Sheet, known: set[str]) -> Header | None:
    """The header of a table, known by the words of its layout; None when fewer than two of them stand in any row."""
    rows = sheet.rows
    top = next((r for r, row in enumerate(rows[:HEADER_WITHIN]) if len(_texts(row) & known) > 1), None)
    if top is None:
        return None
    bottom, grown = top, True
    while grown:
        ends = [end[0] for start, end in sheet.merges if top <= start[0] <= bottom]
        grown = max(ends, default=0) > bottom
        bottom = min(max(ends, default=bottom), len(rows) - 1) if grown else bottom
    while bottom + 1 < len(rows) and _is_header_row(rows[bottom + 1], known):
        bottom += 1
    return _read_header(sheet, top, bottom)


def _texts(row: list[object]) -> set[str]:
    return {words(v) for v in row if isinstance(v, str)}


def _is_header_row(row: list[object], known: set[str]) -> bool:
    texts = [v for v in row if v != ""]
    hits = sum(isinstance(v, str) and words(v) in known for v in texts)
    return hits > 0 and 2 * hits >= len(texts)


def _read_header(sheet: Sheet, top: int, bottom: int) -> Header:
    merges = [m for m in sheet.merges if top <= m[0][0] <= bottom and m[0] != m[1]]
    grid = [_spread(sheet.rows[r], r, merges) for r in range(top, bottom + 1)]
    if not merges:
        _fill_from_left(grid)
    paths, shown, cells = {}, {}, {}
    for c in range(len(sheet.rows[top])):
        parts = [(grid[r - top][c], r) for r in range(top, bottom + 1) if grid[r - top][c][0]]
        if not parts:
            continue
        texts = [clean(text) for (text, _), _ in parts]
        distinct = [t for i, t in enumerate(texts) if i == 0 or t != texts[i - 1]]
        paths[c], shown[c], cells[c] = header_path(texts), " / ".join(distinct), parts[-1][0][1]
    return Header(top, bottom, paths, shown, cells)


def _spread(row: list[object], r: int, merges: list) -> list[tuple[str, tuple[int, int]]]:
    """Texts of a header row with the cell each stands in; a merged text stands over all columns that it covers."""
    found = [(raw_text(v), (r, c)) for c, v in enumerate(row)]
    for (r1, c1), (_, c2) in merges:
        for c in range(c1, min(c2 + 1, len(row))) if r == r1 else ():
            found[c] = (raw_text(row[c1]), (r1, c1))
    return found


def _fill_from_left(grid: list[list[tuple[str, tuple[int, int]]]]) -> None:
    """Without merged cells a group's text stands over its first column only: carry it over the columns below which
    something stands, up to where the row above begins another group."""
    for i, row in enumerate(grid[:-1]):
        for c in range(1, len(row)):
            is_below = any(lower[c][0] for lower in grid[i + 1 :])
            same_group = all(upper[c] == upper[c - 1] for upper in grid[:i])
            if not row[c][0] and is_below and same_group:
                row[c] = row[c - 1]


def is_numbering(row: list[object]) -> bool:
    """Whether a row numbers the columns: (1), 2, (5)=(6)+(7), A, B."""
    texts = [fold(raw_text(v)) for v in row if v != ""]
    return len(texts) > 1 and all(_NUMBERING.fullmatch(t) for t in texts)


def classify(sheet: Sheet, header: Header, at: Columns, total_labels: list[str]) -> list[Row]:
    """Rows of the table in order. It ends at the first row that is neither numbered, nor a heading or a total, nor
    carries numbers: footnotes and signatures below it are not looked at, except that numbers there are strays."""
    totals = [words(label) for label in total_labels]
    start = header.bottom + 1
    start += start < len(sheet.rows) and is_numbering(sheet.rows[start])
    orders = [_order(row, at) for row in sheet.rows]
    found, has_ended = [], False
    for r in range(start, len(sheet.rows)):
        row, order = sheet.rows[r], orders[r] or ""
        filled = [c for c, value in enumerate(row) if value != ""]
        if not filled or (filled == [at.order] and _NUMBER.fullmatch(order)):  # blank, or a number waiting for a row
            continue
        role, level = ("end", 0) if has_ended else _role(row, orders, r, at, totals)
        has_ended = role == "end" and bool(found)
        if role != "end":
            found.append(Row(r, role, level))
        elif has_ended and (_NUMBER.fullmatch(order) or any(looks_numeric(row[c]) for c in at.figures)):
            found.append(Row(r, "stray"))
    return found


def _order(row: list[object], at: Columns) -> str | None:
    """What the numbering column says, folded: "1", "1.2", "iv"; None where there is none."""
    if at.order is None or isinstance(row[at.order], bool):
        return None
    return fold(raw_text(row[at.order])) or None


def _role(row: list[object], orders: list[str | None], r: int, at: Columns, totals: list[str]) -> tuple[str, int]:
    order = orders[r] or ""
    if number := _NUMBER.fullmatch(order):
        following = next((orders[i] for i in range(r + 1, len(orders)) if orders[i]), "")
        is_parent = following.startswith(f"{number[1]}.")
        return ("section", 2 + number[1].count(".")) if is_parent else ("detail", 0)
    name = "" if at.name is None else words(raw_text(row[at.name]))
    if _is_total(name, totals) or _is_total(words(order), totals):
        return "total", 0
    if _ROMAN.fullmatch(order):
        return "section", 1
    if _LETTER.fullmatch(order):
        return "section", 0
    if any(looks_numeric(row[c]) for c in at.figures):
        return "detail", 0
    if at.required_fields and all(row[c] != "" for c in at.required_fields):
        return "detail", 0
    return _heading_or_end(row)


def _heading_or_end(row: list[object]) -> tuple[str, int]:
    texts = [fold(raw_text(v)) for v in row if v != ""]
    if len(texts) == 1 and (m := _SECTION_LINE.fullmatch(texts[0])):
        return "section", int(m[0][0] in "ivx")
    return "end", 0


def _is_total(text: str, totals: list[str]) -> bool:
    return text in totals or any(text.startswith(f"{t} ") for t in totals if t not in WHOLE)
