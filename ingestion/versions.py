"""A report that comes again: which of its rows are new, which are as they were, and which it no longer holds.

``known`` asks the database for what was delivered last, ``compare`` is pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import psycopg
from msgspec import structs

from ingestion.records import FigureCell, ListRow

Key = tuple[str, str, str]
"""unit_key, entry_key, figure_code (empty for an entry of a list), within one form and period."""

_NUMBERED = re.compile(r"~\d+$")


class Known(NamedTuple):
    """The version of a row that was delivered last, whether it counts, waits or lies in quarantine. ``content`` is what
    makes it the same or another one; ``said`` and ``cells`` are for people: by figure or field code."""

    receipt_id: int
    row_no: int
    report_key: str
    sheet: str
    entry: str | None
    content: object
    said: dict[str, str]
    cells: dict[str, str]


class Change(NamedTuple):
    """A row of raw_workbooks.correction without the delivery's own keys, in its column order."""

    kind: str
    form_code: str
    period_code: str
    unit_key: str
    entry_key: str
    item: str
    entry: str | None
    old_receipt_id: int | None = None
    old_row_no: int | None = None
    old_sheet: str | None = None
    old_cell: str | None = None
    old_value: str | None = None
    new_row_no: int | None = None
    new_sheet: str | None = None
    new_cell: str | None = None
    new_value: str | None = None


class Difference(NamedTuple):
    """``rows``: what to load, with its row number in the report; ``duplicate``: rows that are as they were;
    ``withdrawn``: rows that the report no longer holds."""

    rows: list[tuple[int, FigureCell | ListRow]]
    duplicate: int
    withdrawn: int
    changes: list[Change]


NOTHING = Difference([], 0, 0, [])


def compare(rows: Sequence[FigureCell | ListRow], known: dict[Key, Known]) -> Difference:
    """A report against what was delivered before it for the same form and period.

    A row whose key and content are known is a duplicate; another content is a new version; a known row of the same
    report that does not come again is withdrawn. A row that two files of different units share by name alone does not
    make them one report.
    """
    keys = [_key(row) for row in rows]
    reports = _reports(rows, keys, known)
    rows = [structs.replace(row, report_key=reports[row.report_key]) for row in rows]
    replaced = {row.report_key for row in rows}
    is_correction = any(k.report_key in replaced for k in known.values())
    new, duplicate, changes = [], 0, []
    for number, (key, row) in enumerate(zip(keys, rows, strict=True), 1):
        before, now = known.get(key), _known(row)
        if before and before.content == now.content:
            duplicate += 1
            continue
        new.append((number, row))
        if before:
            changes += _changed(row, key, number, before, now)
        elif is_correction:
            changes += _added(row, key, number, now)
    came = set(keys)
    gone = [(key, before) for key, before in known.items() if before.report_key in replaced and key not in came]
    changes += [_withdrawn(rows[0], key, before) for key, before in gone]
    return Difference(new, duplicate, len(gone), changes)


def _reports(rows: Iterable, keys: list[Key], known: dict[Key, Known]) -> dict[str, str]:
    """report_key as read -> as it is kept: a file's report goes on in the one of its name with which it shares rows;
    where it shares none, another sender used the same name, and it is a report of its own (``file:…~2``)."""
    kept = {row.report_key: row.report_key for row in rows}
    for report in [r for r in kept if r.startswith("file:")]:
        same_name = {k.report_key for k in known.values() if _NUMBERED.sub("", k.report_key) == report}
        shared = Counter(known[k].report_key for k in keys if k in known and known[k].report_key in same_name)
        if shared:
            kept[report] = shared.most_common(1)[0][0]
        elif same_name:
            kept[report] = f"{report}~{len(same_name) + 1}"
    return kept


def _key(row: FigureCell | ListRow) -> Key:
    return row.unit_key, row.entry_key, row.figure_code if isinstance(row, FigureCell) else ""


def _known(row: FigureCell | ListRow, receipt_id: int = 0, row_no: int = 0) -> Known:
    if isinstance(row, ListRow):
        telling = " – ".join(v for code, v in row.fields.items() if f"{code}={v}" in row.entry_key and v)
        entry = telling or f"dòng {row.sheet_row}"
        return Known(receipt_id, row_no, row.report_key, row.sheet, entry, row.fields, row.fields, row.cells)
    said = {row.figure_code: f"{row.value:f}" if row.value is not None else row.raw_text or "để trống"}
    content = (row.value, row.missing_reason)
    cells = {row.figure_code: row.cell}
    return Known(receipt_id, row_no, row.report_key, row.sheet, row.row_label, content, said, cells)


def _changed(row: FigureCell | ListRow, key: Key, number: int, old: Known, new: Known) -> list[Change]:
    return [
        Change(
            "changed", row.form_code, row.period_code, *key[:2], item, new.entry,
            old.receipt_id, old.row_no, old.sheet, old.cells.get(item), old.said.get(item),
            number, new.sheet, new.cells.get(item), new.said.get(item),
        )
        for item in dict.fromkeys([*new.said, *old.said]) if old.said.get(item) != new.said.get(item)
    ]  # fmt: skip


def _added(row: FigureCell | ListRow, key: Key, number: int, new: Known) -> list[Change]:
    place = {"new_row_no": number, "new_sheet": new.sheet}
    head = ("added", row.form_code, row.period_code, *key[:2])
    if isinstance(row, ListRow):
        return [Change(*head, "", new.entry, new_cell=_row_of(new), new_value=_told(new), **place)]
    return [Change(*head, key[2], new.entry, new_cell=row.cell, new_value=new.said[key[2]], **place)]


def _withdrawn(like: FigureCell | ListRow, key: Key, old: Known) -> Change:
    cell, value = (old.cells.get(key[2]), old.said.get(key[2])) if key[2] else (_row_of(old), _told(old))
    head = ("withdrawn", like.form_code, like.period_code, *key, old.entry)
    return Change(*head, old.receipt_id, old.row_no, old.sheet, cell, value)


def _told(entry: Known) -> str:
    return "; ".join(f"{code}: {value}" for code, value in entry.said.items() if value)


def _row_of(entry: Known) -> str | None:
    return next(iter(entry.cells.values()), None)


_DELIVERED = """
    with delivered as (
        select r.* from {table} as r where r.form_code = %(form)s and r.period_code = %(period)s
        union all
        select r.*
        from quarantine.row as q
        cross join lateral jsonb_populate_record(null::{table}, q.record) as r
        where
            q.state = 'open' and q.source_table = '{table}'
            and r.form_code = %(form)s and r.period_code = %(period)s
    )

    select distinct on (d.unit_key, d.entry_key, {item}) d.receipt_id, d.row_no, {columns}
    from delivered as d
    where not exists (
        select from raw_workbooks.correction as w
        where
            w.kind = 'withdrawn' and w.source_table = '{table}' and w.form_code = d.form_code
            and w.period_code = d.period_code and w.unit_key = d.unit_key and w.entry_key = d.entry_key
            and w.item = {item} and w.receipt_id > d.receipt_id
    )
    order by d.unit_key, d.entry_key, {item}, d.receipt_id desc
"""


def known(conn: psycopg.Connection, table: str, form_code: str, period_code: str) -> dict[Key, Known]:
    """The latest delivered version of each row of a form and period, those that were withdrawn left out."""
    record, item = (FigureCell, "d.figure_code") if table == "raw_workbooks.figure" else (ListRow, "''::text")
    columns = ", ".join(f"d.{name}" for name in record.__struct_fields__)
    query = _DELIVERED.format(table=table, item=item, columns=columns)
    found = {}
    for receipt_id, row_no, *values in conn.execute(query, {"form": form_code, "period": period_code}):
        row = record(*values)
        found[_key(row)] = _known(row, receipt_id, row_no)
    return found
