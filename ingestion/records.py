"""Typed rows between readers and raw tables. Field order is column order."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class FigureCell(msgspec.Struct, frozen=True, gc=False):
    """One number that a unit reported, with the cell it stands in (raw_workbooks.figure).

    Exactly one of ``value`` and ``missing_reason`` is set; the reasons are those of ``ingestion.text.MISSING``.
    ``row_role`` is ``detail`` or ``total``; ``sheet_row`` counts from 1. ``report_key`` and ``entry_key`` tell the row
    apart over deliveries (``ingestion.readers.identity``).
    """

    form_code: str
    edition: str
    sheet: str
    cell: str
    sheet_row: int
    row_role: str
    row_label: str | None
    unit_text: str | None
    unit_key: str
    period_code: str
    figure_code: str
    raw_text: str
    value: Decimal | None
    missing_reason: str | None
    report_key: str = ""
    entry_key: str = ""


class ListRow(msgspec.Struct, frozen=True):
    """One entry of a list form (raw_workbooks.list_row): its fields, and the cell of each field."""

    form_code: str
    edition: str
    sheet: str
    sheet_row: int
    unit_key: str
    period_code: str
    fields: dict[str, str]
    cells: dict[str, str]
    report_key: str = ""
    entry_key: str = ""
