"""Workbooks that units put into the inbox: read through their layouts, whole or not at all."""

from __future__ import annotations

import functools
import hashlib
import logging
from collections import defaultdict
from dataclasses import asdict

from msgspec import structs
from psycopg.types.json import Jsonb

from ingestion import landing, settings
from ingestion.archive import ArchiveWriter
from ingestion.errors import WorkbookRejected
from ingestion.marking import mark
from ingestion.readers.grid import MAX_BYTES, Sheet, Unreadable
from ingestion.readers.spreadsheet import open_sheets
from ingestion.readers.workbook import Layouts, Workbook, read_workbook
from ingestion.replies import accepted, kept_out, kept_out_line
from ingestion.transport import inbox
from ingestion.units import UnitCatalogue
from ingestion.versions import NOTHING, compare, known
from warehouse.locks import alone

FIGURES = ("form_code", "edition", "sheet", "cell", "sheet_row", "row_role", "row_label", "unit_text", "unit_key",
           "period_code", "figure_code", "raw_text", "value", "missing_reason", "report_key", "entry_key")  # fmt: skip
LIST_ROWS = ("form_code", "edition", "sheet", "sheet_row", "unit_key", "period_code", "fields", "cells",
             "report_key", "entry_key")  # fmt: skip

log = logging.getLogger(__name__)


@functools.cache
def _layouts() -> Layouts:
    return Layouts.load(settings.LAYOUTS)


@functools.cache
def _units() -> UnitCatalogue:
    return UnitCatalogue.from_seeds(settings.SEEDS)


def plan() -> list[str]:
    """Names of the files that wait in the inbox."""
    return inbox.waiting(settings.inbox())


def load(name: str, run_id: str | None = None) -> landing.Receipt:
    """One file of the inbox to raw_workbooks; it moves to ``loaded/`` or, refused, to ``rejected/``.

    Raises WorkbookRejected with the sentence that was put beside the file, with a marked copy; nothing of such a file is
    loaded.
    """
    folder = settings.inbox()
    data, said = inbox.read(folder, name, MAX_BYTES), inbox.shown(name)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        book = read_workbook(said, data, _layouts(), _units())
    except WorkbookRejected as e:
        landing.note_rejection(f"workbook:{said}", said, sha256, str(e))
        inbox.reject(folder, name, str(e), mark(said, data, _sheets(data), e.faults))
        raise
    receipt, told = _land(book, said, sha256, run_id)
    inbox.accept(folder, name, told)
    return receipt


def load_or_reject(name: str, run_id: str | None = None) -> dict:
    """As ``load``, but a refusal is an outcome and no error: ``{"rejected": sentence}``, else the receipt."""
    try:
        return asdict(load(name, run_id))
    except WorkbookRejected as e:
        return {"name": name, "rejected": str(e)}


def load_in_turn(name: str, run_id: str | None = None) -> list[dict]:
    """One file of the inbox, and before it those that came before it: where two report the same the later one counts, in
    whatever order and by however many workers they are taken.

    The outcomes of what was loaded here; none when another call has taken the file. A file that came before and cannot be
    loaded is left to its own call, which says so.
    """
    with alone("inbox", "loader"):
        outcomes, waiting = [], plan()
        for each in waiting[: waiting.index(name) + 1] if name in waiting else ():
            try:
                outcomes.append(load_or_reject(each, run_id))
            except Exception:
                if each == name:
                    raise
                log.exception("%s, which came before %s, could not be loaded", each, name)
        return outcomes


def tell_kept_out(gate_id: int) -> int:
    """Tell the senders of accepted files which of their rows a gate keeps out; returns how many files that concerns."""
    by_file = defaultdict(list)
    for receipt_id, name, sheet, place, reason in landing.kept_out(gate_id, "raw_workbooks"):
        by_file[receipt_id, name].append(kept_out_line(sheet, place, reason))
    for (receipt_id, name), lines in by_file.items():
        inbox.tell(settings.inbox(), name, receipt_id, kept_out(name, receipt_id, lines))
    return len(by_file)


def _sheets(data: bytes) -> list[Sheet]:
    try:
        return open_sheets(data)
    except Unreadable:
        return []


def _land(book: Workbook, name: str, sha256: str, run_id: str | None) -> tuple[landing.Receipt, str]:
    """The file's difference to what was delivered before it, in one transaction; the receipt, and what its sender is
    told."""
    source = f"workbook:{book.form_code}"
    delivery = landing.Delivery(source, name, settings.is_sample(), book.period_code, sender=book.sender, run_id=run_id)
    with landing.landing(delivery) as land, ArchiveWriter(settings.archive(), "workbooks") as archive:
        archive.write(book.cells)
        earlier, changes = land.earlier(sha256), []
        for table, columns, rows in (
            ("raw_workbooks.figure", FIGURES, book.figures),
            ("raw_workbooks.list_row", LIST_ROWS, book.list_rows),
        ):
            found = compare(rows, known(land.conn, table, book.form_code, book.period_code)) if rows else NOTHING
            with land.copy(table, columns) as copy:
                for row_no, row in found.rows:
                    values = (Jsonb(v) if isinstance(v, dict) else v for v in structs.astuple(row))
                    copy.write_row((land.receipt_id, row_no, *values))
            land.correct(table, found.changes, len(changes) + 1)
            land.loaded += len(found.rows)
            land.duplicate += found.duplicate
            land.withdrawn += found.withdrawn
            changes += found.changes
        receipt = land.receipt(sha256, archive.commit)
        return receipt, accepted(receipt, changes, earlier)
