"""What tells a row of a form apart over deliveries: by what it says, never by where it stands.

A report that is sent again replaces the report before it, row by row (``ingestion.versions``). ``report_key`` names the
report, ``entry_key`` the row within form, period and unit; a figure is told further by its ``figure_code``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import PurePosixPath

from msgspec import structs

from ingestion.readers.layouts import Layout
from ingestion.records import FigureCell, ListRow
from ingestion.text import clean, words

_COPY = re.compile(r"(?:\.danh-dau-loi|\s*\(\d+\))+$")


def report_key(layout: Layout, file: str, sender: str | None) -> str:
    """``unit:<unit_key>`` where the letterhead names the sender, else ``file:<name>``; the layout's ``one_report`` may
    say ``file`` for a list that a unit sends in several files. "Bảng (2).xlsx" and its marked copy are
    "Bảng.xls"."""
    if sender and layout.one_report != "file":
        return f"unit:{sender}"
    path = PurePosixPath(clean(file).lower())
    return f"file:{path.with_name(_COPY.sub('', path.stem))}"


def name_figures(layout: Layout, report: str, figures: list[FigureCell]) -> list[FigureCell]:
    """The same figures with their keys. Of a form with a row per unit the unit tells the row; of a form about one unit
    its label, counted where it comes several times, or that it is the total."""
    seen: Counter[tuple] = Counter()
    named = []
    for figure in figures:
        key = ""
        if layout.unit_from == "letterhead":
            said = "total" if figure.row_role == "total" else f"detail {words(figure.row_label or '')}"
            number = _number(seen, (figure.unit_key, said, figure.figure_code))
            key = f"{said}{number}"
        named.append(structs.replace(figure, report_key=report, entry_key=key))
    return named


def name_entries(layout: Layout, report: str, rows: list[ListRow]) -> list[ListRow]:
    """The same entries with their keys: the letterhead's fields and those that the layout says tell an entry, or where
    it says none the hash of all that the entry holds, within its report."""
    # the day of a report that stands above the table tells no report apart: tomorrow's replaces today's
    above = [c.code for c in layout.columns if c.role == "letterhead" and c.type != "date"]
    telling = layout.entry or layout.unique
    seen: Counter[tuple] = Counter()
    named = []
    for row in rows:
        heads = " ".join(f"{code}={row.fields[code]}" for code in dict.fromkeys(above) if code in row.fields)
        key = " ".join(filter(None, (heads, *(f"{code}={row.fields.get(code)}" for code in telling))))
        if not telling:
            key = f"{report} {_digest(row.fields)}"
        key += _number(seen, (row.unit_key, key))
        named.append(structs.replace(row, report_key=f"{report} {heads}".rstrip(), entry_key=key))
    return named


def _number(seen: Counter[tuple], key: tuple) -> str:
    seen[key] += 1
    return f" #{seen[key]}" if seen[key] > 1 else ""


def _digest(fields: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:20]
