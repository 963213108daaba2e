"""The national adapter: what the nation knows of the province's dossiers (TraCuuHoSo), and the procedure catalogue.

Asked are the numbers that the one-stop system delivered since the last visit; the answers stand beside the province's own
records (source ``national``) and never in their place. Nothing is closed because the nation does not show it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime

from ingestion import landing, settings
from ingestion.archive import ArchiveWriter
from ingestion.errors import EmptyExtract, ShrunkenExtract
from ingestion.latest import Arriving, Mark, asked_numbers, note_absent
from ingestion.readers import national as reader
from ingestion.readers import procedure as catalogue
from ingestion.transport.adapter import AdapterClient

SOURCE, TABLE, PROCEDURES = "national", "raw_dossiers.dossier", "raw_dossiers.procedure"
BATCH = 1000
LEAST_SHARE, FEW = 0.5, 20


def look_up(run_id: str | None = None) -> Iterator[landing.Receipt]:
    """Ask for the dossiers that are new or changed since the last visit, a delivery for each BATCH of them; nothing
    where no adapter is configured.

    Raises ShrunkenExtract when of the dossiers that the nation knew before more than half do not come any more.
    """
    if not settings.has_national():
        return
    of = settings.NationalSettings()
    left = of.per_visit
    while left > 0:
        since = Mark.read(SOURCE)
        numbers, until = asked_numbers("igate", since, of.history_from, min(BATCH, left))
        if not numbers:
            return
        yield _look_up(of, numbers, since, until, run_id)
        left -= BATCH


def _look_up(of: settings.NationalSettings, numbers: list[str], since: Mark, until: Mark, run_id: str | None):
    with _client(of) as adapter:
        rows = [
            row for some in _portions(numbers, of) for row in reader.read_result(adapter.ask("TraCuuHoSo", mahoso=some))
        ]
    with landing.landing(_delivery(of, f"dossiers after {since}", run_id)) as land:
        arriving = Arriving(land, SOURCE, TABLE, "dossier_id", reader.COLUMNS, rows)
        absent = arriving.absent(numbers)
        _refuse_shrunken(of, absent, arriving.known(numbers))
        receipt = _land(land, arriving, rows, absent, after=str(since), until=str(until), asked=len(numbers))
        land.move_watermark(str(until))
        return receipt


def load_catalogue(run_id: str | None = None) -> landing.Receipt | None:
    """The procedure catalogue, once in ``catalogue_days``; None when it is not due or no adapter is configured. Raises EmptyExtract."""
    if not settings.has_national():
        return None
    of = settings.NationalSettings()
    if not landing.is_due(SOURCE, "procedures", of.catalogue_days):
        return None
    with _client(of) as adapter:
        codes = catalogue.read_codes(adapter.ask("LayDanhSachTTHC"))
        if not codes:
            raise EmptyExtract(f"{of.base_url} shows no procedure; nothing was changed")
        rows = []
        for code in codes:
            time.sleep(of.pause)
            rows.append(catalogue.read(code, adapter.ask("LayThuTuc", maTTHC=code)))
    rows = [row for row in rows if row]
    with landing.landing(_delivery(of, "procedures", run_id)) as land:
        arriving = Arriving(land, SOURCE, PROCEDURES, "procedure_code", catalogue.COLUMNS, rows)
        absent = arriving.absent()
        _refuse_shrunken(of, absent, arriving.known())
        return _land(land, arriving, rows, absent)


def _delivery(of: settings.NationalSettings, name: str, run_id: str | None) -> landing.Delivery:
    return landing.Delivery(SOURCE, name, of.is_illustrative, sender=of.base_url, run_id=run_id)


def _land(land: landing.Landing, arriving: Arriving, rows: list, absent: list[str], **about) -> landing.Receipt:
    """Archive, raw and receipt. The first record says when and after what was asked: answers without a moment of change may
    come back to what they were, and are a delivery of their own then."""
    with ArchiveWriter(settings.archive(), land.delivery.source_code) as archive:
        for at, row in arriving.unreadable:
            land.quarantine(arriving.table, at, *row.as_quarantined())
        archive.write([{"asked_at": datetime.now(settings.VIETNAM).isoformat()} | about, *rows])
        arriving.land_what_is_new()
        receipt = land.receipt(archive.sha256, archive.commit)
    note_absent(land, absent)
    return receipt


def _portions(numbers: list[str], of: settings.NationalSettings) -> Iterator[str]:
    """What to ask for in one question after the other, with the pause between them."""
    for start in range(0, len(numbers), of.per_call):
        time.sleep(of.pause if start else 0)
        yield ",".join(numbers[start : start + of.per_call])


def _client(of: settings.NationalSettings) -> AdapterClient:
    login = of.username, of.password, of.agency, of.timeout_seconds
    return AdapterClient(of.base_url, *login, of.auth_path, of.share_path)


def _refuse_shrunken(of: settings.NationalSettings, absent: list[str], known: int) -> None:
    if known >= FEW and len(absent) > known * (1 - LEAST_SHARE):
        raise ShrunkenExtract(of.base_url, known - len(absent), known)
