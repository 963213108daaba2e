"""The national portal's evaluation (set 766): one period on one day is one delivery, of all its groups.

The portal overwrites what it shows; the warehouse keeps every day's answer. What cannot be had whole is kept as far as it
came, and the models never let it replace a whole answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from msgspec import structs

from ingestion import landing, settings
from ingestion.archive import ArchiveWriter
from ingestion.errors import AskedToStop, EmptyExtract, Final, NotData, ParixError, SourceDown
from ingestion.evaluation_periods import Period, to_ask, vietnamese_day
from ingestion.readers import evaluation as reader
from ingestion.records import EvaluationValue
from ingestion.transport.portal import PortalClient

SOURCE, TABLE, PATH = "portal", "raw_evaluation.value", "/api/v1/reporting/evaluation/"
COLUMNS = ("source_code", "observed_at", "observed_on", "period_code", *EvaluationValue.__struct_fields__)
PAGE_SIZE = {"progress": 100, "payment": 100}
STOPPED, UNANSWERED = "asked to stop", "group not answered"


def plan() -> list[str]:
    """Codes of the periods that a night asks for; none where no province is set. The day is that of the clock, also in a
    backfill: the portal shows no past."""
    of = settings.PortalSettings()
    if not of.root_id:
        return []
    return [p.code for p in to_ask(vietnamese_day(settings.now()), landing.known_periods(SOURCE), of.history_from)]


def load(code: str, run_id: str | None = None) -> landing.Receipt:
    """Everything the portal shows of a period (2026, 2026-Q3, 2026-08) to raw_evaluation.value.

    Raises AskedToStop when it refuses or throttles, today or now; what had come until then is kept. EmptyExtract when no
    group brings a unit, SourceDown when it does not answer.
    """
    of, period, moment = settings.PortalSettings(), Period.parse(code), settings.now()
    day = vietnamese_day(moment)
    if not period.may_be_asked(day):
        raise Final(f"{code} may not be asked for on {day}: a month only after it has ended, others once they began")
    if said := landing.noted_on(STOPPED, SOURCE, day):
        raise AskedToStop(f"{said} (noted earlier today, {day})")
    rows, faults = _ask(of, period)
    for fault in faults:
        landing.note(STOPPED if isinstance(fault, AskedToStop) else UNANSWERED, SOURCE, str(fault), moment)
    ending = next((f for f in faults if not isinstance(f, NotData)), None)
    if not rows:
        raise ending or EmptyExtract(f"{of.base_url} shows nothing of {code}; nothing was changed")
    receipt = _land(of, period, moment, day, rows, run_id)
    if ending:
        raise ending
    return receipt


def _ask(of: settings.PortalSettings, period: Period) -> tuple[list[EvaluationValue], list[ParixError]]:
    """Rows of all groups that answered, and what went wrong; a refusal or silence ends the asking."""
    rows, faults = [], []
    with PortalClient(of.base_url, of.pause_seconds, of.timeout_seconds) as portal:
        for group in reader.GROUPS:
            try:
                rows += [row for page in _pages(portal, of, period, group) for row in page.rows]
            except NotData as e:
                faults.append(e)
            except (AskedToStop, SourceDown) as e:
                return rows, [*faults, e]
    return rows, faults


def _pages(portal: PortalClient, of: settings.PortalSettings, period: Period, group: str) -> Iterator[reader.Answer]:
    asked: dict = dict(period.span if group == "satisfaction" else period.time)
    asked |= {"departmentType": "ADMINISTRATIVE_UNIT"} if group == "nation" else {"rootDepartmentId": of.root_id}
    number, pages = 0, 1
    while number < pages:
        number += 1
        size = PAGE_SIZE.get(group, 200)
        answer = reader.read(
            group, portal.post(PATH + reader.GROUPS[group], asked | {"currentPage": number, "pageSize": size})
        )
        if answer.page != number:
            raise NotData(f"{reader.GROUPS[group]}: page {number} was asked for, page {answer.page} came")
        pages = answer.pages
        yield answer


def _land(
    of: settings.PortalSettings, period: Period, moment: datetime, day: date, rows: list, run_id: str | None
) -> landing.Receipt:
    codes = {row.unit_id: row.unit_code for row in rows if row.unit_code}  # three groups name units by id alone
    name = f"evaluation {period.code} on {day}"
    delivery = landing.Delivery(
        SOURCE, name, of.is_illustrative, period.code, period.first, period.last, of.base_url, run_id
    )
    seen: set[tuple] = set()
    with landing.landing(delivery) as land, ArchiveWriter(settings.archive(), SOURCE) as archive:
        archive.write([{"observed_on": day, "period_code": period.code}, *rows])
        with land.copy(TABLE, COLUMNS) as copy:
            for row_no, row in enumerate(rows, 1):
                values = structs.astuple(structs.replace(row, unit_code=row.unit_code or codes.get(row.unit_id)))
                if values in seen:  # a unit that moved to the next page while it was read comes twice
                    land.duplicate += 1
                    continue
                seen.add(values)
                copy.write_row((land.receipt_id, row_no, SOURCE, moment, day, period.code, *values))
                land.loaded += 1
        return land.receipt(archive.sha256, archive.commit)
