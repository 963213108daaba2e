"""Dossiers of the provincial one-stop system (iGate style): ``GET /pa/dossier/search``, newest change first."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta

from ingestion import json_copy, landing, settings
from ingestion.archive import ArchiveWriter
from ingestion.errors import ShrunkenExtract
from ingestion.known import Known, Roll
from ingestion.readers import dossier as reader
from ingestion.sources import dossier_pages
from ingestion.windows import Accepted, UpdatedSince, plan_windows

SOURCE, TABLE = "igate", "raw_dossiers.dossier"
LEAST_SHARE, FEW = 0.5, 20
"""A window that brings less than this share of its known dossiers, or none, is refused as a whole; of less than FEW known
ones only none is."""


def plan(night: datetime) -> list[Accepted]:
    """Windows that the run of a night (an aware moment in it) needs: its day is the Vietnamese day before. Raises EmptyExtract when the system shows no dossier at all."""
    of = settings.OneStopSettings()
    with closing(dossier_pages.read_from(UpdatedSince(of.history_from))) as pages:
        next(pages)
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
    newest, row_no, unreadable, before = None, 0, [], set()
    with landing.landing(delivery) as land, ArchiveWriter(settings.archive(), SOURCE) as archive:
        start = f'{land.receipt_id},%d,"{SOURCE}",'.encode()
        with (
            land.copy(TABLE, ("source_code", *reader.COLUMNS), json_copy.OPTIONS) as copy,
            closing(dossier_pages.read(window)) as pages,
        ):
            for page in pages:
                archive.write_lines(page.lines)
                keys, new, here = page.keys(), [], set()
                for at, (key, line) in enumerate(zip(keys, page.lines.splitlines(), strict=True)):
                    row_no += 1
                    if key in before or key in here or known and _version(key) in known:
                        land.duplicate += 1
                    elif at in page.unreadable:
                        unreadable.append((row_no, page.unreadable[at]))
                    else:
                        new.append(start % row_no + line[1:-1])
                    here.add(key)
                    if roll:
                        roll.tick(key[0])
                copy.write(json_copy.as_csv(b"\n".join([*new, b""])))
                land.loaded += len(new)
                before = here
                newest = newest or next((key[1] for at, key in enumerate(keys) if at not in page.unreadable), None)
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


def _version(key: tuple[str | None, str | None]) -> str:
    return f"{key[0]} {key[1]}"
