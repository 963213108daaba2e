"""Dossiers of the provincial one-stop system (iGate style): ``GET /pa/dossier/search``, newest change first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ingestion import landing, settings
from ingestion.ahead import Ahead, seldom_collecting
from ingestion.archive import ArchiveWriter
from ingestion.errors import ShrunkenExtract
from ingestion.known import Known, Roll
from ingestion.paging import pages
from ingestion.readers import dossier as reader
from ingestion.transport.http import BearerClient
from ingestion.windows import Accepted, UpdatedSince, plan_windows

SOURCE, TABLE, PATH = "igate", "raw_dossiers.dossier", "/pa/dossier/search"
LEAST_SHARE, FEW = 0.5, 20
"""A window that brings less than this share of its known dossiers, or none, is refused as a whole; of less than FEW known
ones only none is."""


def plan(night: datetime) -> list[Accepted]:
    """Windows that the run of a night (an aware moment in it) needs: its day is the Vietnamese day before. Raises EmptyExtract when the system shows no dossier at all."""
    of = settings.OneStopSettings()
    next(_pages(of, UpdatedSince(of.history_from)))
    is_first = landing.watermark(SOURCE) is None
    day = night.astimezone(settings.VIETNAM).date() - timedelta(days=1)
    return plan_windows(is_first, day, datetime.now(settings.VIETNAM).date())


def load(window: Accepted, run_id: str | None = None) -> landing.Receipt:
    """Dossiers accepted in a window to raw_dossiers.dossier. Raises ShrunkenExtract when far fewer come than are known."""
    known = Known(SOURCE, days=window.days)
    return _load(window, known, known.dossiers(), run_id)


def catch_up(run_id: str | None = None) -> landing.Receipt:
    """Every change since the watermark (less an overlap), and the watermark moved in the same transaction."""
    of = settings.OneStopSettings()
    since = (landing.watermark(SOURCE) or of.history_from) - of.overlap
    return _load(UpdatedSince(since), Known(SOURCE, since=since), None, run_id)


def _load(window: Accepted | UpdatedSince, known: Known, roll: Roll | None, run_id: str | None) -> landing.Receipt:
    of = settings.OneStopSettings()
    delivery = landing.Delivery(
        SOURCE, f"dossiers {window}", of.is_illustrative, None, *window.days, of.base_url, run_id
    )
    newest, row_no, unreadable, last_page = None, 0, [], set()
    with landing.landing(delivery) as land, ArchiveWriter(settings.archive(), SOURCE) as archive:
        with land.copy(TABLE, ("source_code", *reader.COLUMNS)) as copy, seldom_collecting():
            for rows in _pages(of, window):
                archive.write(rows)
                this_page = set()
                for row in rows:
                    row_no += 1
                    version = reader.version(row)
                    if version in last_page or version in this_page or version in known:
                        land.duplicate += 1
                    elif isinstance(row, tuple):
                        copy.write_row((land.receipt_id, row_no, SOURCE, *row))
                        land.loaded += 1
                    else:
                        unreadable.append((row_no, row))
                    this_page.add(version)
                    if roll:
                        roll.tick(reader.dossier_id(row))
                last_page = this_page
                newest = newest or reader.newest(rows)
        if roll and (not row_no or len(roll) >= FEW and roll.came < len(roll) * LEAST_SHARE):
            raise ShrunkenExtract(f"{of.base_url}, {delivery.name},", roll.came, len(roll))
        for at, row in unreadable:
            land.quarantine(TABLE, at, *row.as_quarantined())
        receipt = land.receipt(archive.sha256, archive.commit)
        if roll:
            roll.note_absent(land)
        if isinstance(window, UpdatedSince) and newest:
            land.move_watermark(newest)
        return receipt


def _pages(of: settings.OneStopSettings, window: Accepted | UpdatedSince) -> Iterator[list]:
    params = {"size": of.page_size, "spec": "page", "sort": "updatedDate,desc"} | window.params
    with (
        BearerClient(of.base_url, of.client_id, of.client_secret, of.timeout_seconds) as http,
        Ahead(
            lambda number: http.begin(PATH, params | {"page": number}),
            lambda number, begun: http.finish(begun, PATH, params | {"page": number}),
        ) as ahead,
    ):

        def fetch(number: int) -> tuple[list, int | None]:
            rows, total = reader.read_page(ahead.get(number))
            ahead.last = total and (total - 1) // of.page_size
            return rows, total

        yield from pages(fetch, of.page_size, window, reader.updated, of.base_url)
