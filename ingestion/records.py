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


class EvaluationValue(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One line of an answer of the national portal about one unit (raw_evaluation.value).

    ``kind``: total (of a unit), group (points of a group), metric (numerator, denominator, points), field (one number of
    a group that is delivered without metrics, in ``value``). Every number as delivered; null stays None.
    """

    group_code: str
    kind: str
    unit_id: str | None = None
    unit_code: str | None = None
    unit_name: str | None = None
    unit_level: str | None = None
    metric_code: str | None = None
    metric_name: str | None = None
    numerator: int | Decimal | None = None
    denominator: int | Decimal | None = None
    value: int | Decimal | None = None
    ratio: int | Decimal | None = None
    score: int | Decimal | None = None
    max_score: int | Decimal | None = None
    score_delta: int | Decimal | None = None
    quality_status: str | None = None
    quality_message: str | None = None
