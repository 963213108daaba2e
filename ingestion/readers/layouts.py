"""Layouts: what a form looks like, as data. ``<form>.toml`` holds the facts of the form, ``<form>.csv`` its columns
with one column per edition for the header text of that edition. Adding a form or an edition needs no Python.

The CSV: ``sheet`` (a key of [sheets]), ``code`` (ours), ``role``, ``type``, ``presence``, then the editions. A header
of several rows is joined by " / ", other spellings stand behind " | ", an empty cell means: not in this edition.
Roles: order (the numbering), label (what a row is about), unit (whose row it is), figure, field (of a list form),
ignored (known, and never read), letterhead (a field of a list form that stands once above the table, behind the label
that is given as its header). Types: integer, decimal, percent, date, deadline ("Quý III/2026", "Thường
xuyên": ``ingestion.readers.deadlines``), text, remark (free text: phone and identity numbers and e-mail addresses are
left out), map:<name> (a value map of the TOML).
Presence: required (the column, and for fields every cell), empty_allowed (the column), optional (neither).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from ingestion.errors import LayoutError
from ingestion.readers.spreadsheet import Sheet
from ingestion.text import words

LETTERHEAD_ROWS = 20
_FIXED = ("sheet", "code", "role", "type", "presence")
_NO_FIGURE = ("date", "deadline", "text", "remark")
TOTALS = ["Tổng cộng", "Tổng số", "Toàn tỉnh", "Toàn huyện", "Cộng", "Tổng"]

Path_ = tuple[str, ...]
"""A header from top to bottom, each part as its ``words`` key."""


class Column(msgspec.Struct, frozen=True):
    """A column of a form: its code, how it is read, and the headers by which each edition shows it."""

    sheet: str
    code: str
    role: Literal["order", "label", "unit", "figure", "field", "ignored", "letterhead"]
    type: str
    presence: Literal["required", "empty_allowed", "optional"]
    headers: dict[str, list[Path_]]
    shown: dict[str, str]


class Letterhead(msgspec.Struct, forbid_unknown_fields=True):
    """Labels behind which the letterhead names the period and, where it does, the unit."""

    period: list[str]
    unit: list[str] = []


class PeriodRule(msgspec.Struct, forbid_unknown_fields=True):
    """Kinds of period that the form reports, and what a month without days means (see ``parse_period``)."""

    kinds: list[Literal["year", "quarter", "month", "administrative_month", "year_to_date", "stretch"]]
    bare_month: Literal["calendar"] | None = None


class Edition(msgspec.Struct, rename={"first": "from", "end": "to"}, forbid_unknown_fields=True):
    """An edition serves periods that end on or after ``from`` and before ``to``."""

    first: date
    end: date | None = None


class Layout(msgspec.Struct, forbid_unknown_fields=True):
    """The TOML of a form. ``total_row``: ``required`` = the unit's figures are in it, ``checked`` = it is compared with
    the rows above and goes no further. ``unique``: fields that together name an entry of a unit's list once; ``entry``:
    those that tell it apart over deliveries, where they are others. ``one_report``: what a delivery that comes again
    replaces whole: ``unit`` (all of the sender's, or of a list of several files ``file``: that of the same name).
    ``ignored_sheets``: names of sheets that may stand in the file and are not read."""

    title_vi: str
    rows: Literal["figures", "list"]
    recognised_by: list[str]
    unit_from: Literal["letterhead", "column"]
    unit_levels: list[Literal["province", "department", "district", "commune"]]
    letterhead: Letterhead
    period: PeriodRule
    editions: dict[str, Edition]
    sheets: dict[str, list[str]]
    total_row: Literal["required", "checked"] = "checked"
    total_labels: list[str] = msgspec.field(default_factory=TOTALS.copy)
    ignored_sheets: list[str] = []
    unique: list[str] = []
    entry: list[str] = []
    one_report: Literal["unit", "file"] | None = None
    maps: dict[str, dict[str, str]] = {}
    form_code: str = ""
    columns: list[Column] = []

    def edition_of(self, last_day: date) -> str | None:
        """The edition for a period that ends on a day; None when no edition covers it."""
        fitting = (e for e, span in self.editions.items() if span.first <= last_day)
        return next((e for e in fitting if not (end := self.editions[e].end) or last_day < end), None)

    def expected(self, sheet: str, edition: str) -> list[Column]:
        """Columns of a sheet in an edition."""
        return [c for c in self._of(sheet, edition) if c.role != "letterhead"]

    def above(self, sheet: str, edition: str) -> list[Column]:
        """Fields that stand above the table of a sheet in an edition."""
        return [c for c in self._of(sheet, edition) if c.role == "letterhead"]

    def _of(self, sheet: str, edition: str) -> list[Column]:
        return [c for c in self.columns if c.sheet == sheet and edition in c.headers]

    def header_words(self, sheet: str) -> set[str]:
        """Every part of every header of a sheet, in all editions: what tells a header row from a letterhead."""
        columns = (c for c in self.columns if c.sheet == sheet and c.role != "letterhead")
        return {part for c in columns for paths in c.headers.values() for path in paths for part in path}

    def value_map(self, column: Column) -> dict[str, str] | None:
        """``words`` key of what may stand in the column -> our value; None when the column takes anything."""
        if not column.type.startswith("map:"):
            return None
        return {words(said): ours for said, ours in self.maps[column.type.removeprefix("map:")].items()}

    def is_on(self, sheet: Sheet) -> bool:
        """Whether the form's own words stand at the top of a sheet."""
        texts = (v for row in sheet.rows[:LETTERHEAD_ROWS] for v in row if isinstance(v, str) and v)
        keys = [f" {words(text)} " for text in texts]
        return any(f" {words(mark)} " in key for mark in self.recognised_by for key in keys)


class Layouts:
    """All layouts of a folder, by form code (the file name)."""

    def __init__(self, layouts: Iterable[Layout]) -> None:
        self.by_code = {layout.form_code: layout for layout in layouts}

    @classmethod
    def load(cls, folder: Path) -> Layouts:
        """Read ``*.toml`` with their ``*.csv``. Raises LayoutError naming the file and what is wrong in it."""
        return cls(load_layout(path) for path in sorted(folder.glob("*.toml")))

    def recognise(self, sheets: list[Sheet]) -> list[Layout]:
        """Forms whose own words stand in a file."""
        return [layout for layout in self.by_code.values() if any(layout.is_on(s) for s in sheets)]


def load_layout(path: Path) -> Layout:
    """One form from its TOML and the CSV beside it. Raises LayoutError."""
    try:
        layout = msgspec.toml.decode(path.read_bytes(), type=Layout)
    except msgspec.DecodeError as e:
        raise LayoutError(f"{path.name}: {e}") from e
    table = path.with_suffix(".csv")
    with table.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        editions = [name for name in reader.fieldnames or [] if name not in _FIXED]
        if editions != list(layout.editions):
            raise LayoutError(f"{table.name}: editions {editions}, in {path.name} {list(layout.editions)}")
        columns = [_column(table.name, reader.line_num, row, editions) for row in reader]
    layout.form_code, layout.columns = path.stem, columns
    _check(layout, table.name)
    return layout


def _column(file: str, line: int, row: dict[str, str], editions: list[str]) -> Column:
    shown = {e: row[e].split(" | ")[0] for e in editions if row[e]}
    headers = {e: [header_path(h.split(" / ")) for h in row[e].split(" | ")] for e in shown}
    try:
        return msgspec.convert({k: row[k] for k in _FIXED} | {"headers": headers, "shown": shown}, Column)
    except msgspec.ValidationError as e:
        raise LayoutError(f"{file}, line {line}: {e}") from e


def header_path(parts: Iterable[str]) -> Path_:
    """Header texts from top to bottom as a path to compare by: blanks and repetitions fall out."""
    keys = [key for part in parts if (key := words(part))]
    return tuple(key for i, key in enumerate(keys) if i == 0 or key != keys[i - 1])


def _check(layout: Layout, file: str) -> None:
    types = {"integer", "decimal", "percent", *_NO_FIGURE, *(f"map:{name}" for name in layout.maps)}
    for column in layout.columns:
        if column.sheet not in layout.sheets:
            raise LayoutError(f"{file}: column {column.code} stands on an unknown sheet {column.sheet!r}")
        if column.type not in types:
            raise LayoutError(f"{file}: column {column.code} has the unknown type {column.type!r}")
        if column.role == "figure" and column.type in _NO_FIGURE:
            raise LayoutError(f"{file}: column {column.code} is a figure and cannot have the type {column.type!r}")
    if unknown := {*layout.unique, *layout.entry} - {
        c.code for c in layout.columns if c.role in ("field", "letterhead")
    }:
        raise LayoutError(f"{file}: {sorted(unknown)} tell an entry apart and are no fields of the list")
    for sheet in layout.sheets:
        for edition in layout.editions:
            expected = layout.expected(sheet, edition)
            paths = [p for c in expected for p in c.headers[edition]]
            codes = [c.code for c in expected]
            if len(set(paths)) < len(paths) or len(set(codes)) < len(codes):
                raise LayoutError(f"{file}: edition {edition} has the same header or code twice on sheet {sheet!r}")
            roles = {c.role for c in expected}
            if layout.unit_from == "column" and "unit" not in roles or not roles & {"figure", "field"}:
                raise LayoutError(f"{file}: edition {edition} lacks a unit or a figure on sheet {sheet!r}")
