"""iGate dossier pages to rows: typed decoding of an allow-list (``dossier_shape``), so that personal data is never even
built. The two readers of dossiers share how a record that cannot be read is told (``Undecodable``)."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from datetime import datetime

import msgspec

from ingestion.readers.dossier_shape import Agency, Dossier, Keys, Page, Procedure, RawPage, Text

COLUMNS = (
    "dossier_id", "dossier_code", "national_code", "status_id", "status_name", "channel_id", "channel_name",
    "procedure_code", "procedure_name", "sector_code", "sector_name", "procedure_level_name", "agency_code",
    "agency_name", "parent_agency_id", "agency_level_code", "applied_at", "accepted_at", "appointment_at", "due_at",
    "completed_at", "returned_at", "rejected_at", "deleted_at", "updated_at", "supplements", "resolving_unit_code",
    "resolving_unit_name", "processing_time", "processing_time_unit", "component_count", "component_file_count",
    "required_count", "required_file_count", "result_file_count", "fee_count", "fee_total", "receiving_kind_name",
    "payment_method_name",
)  # fmt: skip
"""Columns of a row. Columns of raw_dossiers.dossier that this interface does not know stay null."""

ID, UPDATED_AT = COLUMNS.index("dossier_id"), COLUMNS.index("updated_at")
VIETNAMESE = 228
REMEMBERED = 10_000
NUL = b"\\u0000"


class Misshapen(Exception):
    """A part of a record is not as the interface promises; the text names its field."""


class Remembered(dict):
    """Raw JSON of a part that many records share -> its columns; read once for each spelling, bounded in memory."""

    def __init__(self, field: str, kind: type, columns: Callable[[object], tuple]) -> None:
        self._field, self._columns = field, columns
        self._decoder, self._none = msgspec.json.Decoder(kind), columns(None)

    def __missing__(self, raw: bytes) -> tuple:
        if not raw:
            return self._none
        if len(self) >= REMEMBERED:
            self.clear()
        try:
            self[raw] = found = self._columns(self._decoder.decode(raw))
        except msgspec.ValidationError as e:
            raise Misshapen(place(e, self._field)) from None
        return found


class Undecodable(msgspec.Struct, frozen=True, gc=False):
    """A record that is not as the interface promises: its keys (never its contents) and where it breaks."""

    dossier_id: str | None
    dossier_code: str | None
    updated_at: str | None
    reason: str

    def as_quarantined(self) -> tuple[dict, str, str]:
        """Record, check name and reason for ``Landing.quarantine``."""
        keys = {"dossier_id": self.dossier_id, "dossier_code": self.dossier_code, "updated_at": self.updated_at}
        return keys, "decodable", f"Bản ghi không đúng cấu trúc đã công bố của hệ thống: {self.reason}"


def key(row: tuple | Undecodable) -> tuple[str | None, str | None]:
    """What tells one received version of a dossier from another: its id and the moment of its last change."""
    return (row[ID], row[UPDATED_AT]) if isinstance(row, tuple) else (row.dossier_id, row.updated_at)


def updated(row: tuple | Undecodable) -> datetime | None:
    """updatedDate of a row; None when it cannot be read as a moment."""
    with contextlib.suppress(ValueError, TypeError):
        return datetime.fromisoformat(row.updated_at if isinstance(row, Undecodable) else row[UPDATED_AT])
    return None


_FINDING = re.compile(r"Expected `([^`]+)`, got `([^`]+)`(?: - at `\$\.?(.*)`)?$")
_TYPES = {
    "int": "số nguyên", "float": "số", "str": "chữ", "bool": "đúng/sai", "array": "danh sách", "object": "nhóm trường",
    "null": "trống",
}  # fmt: skip

_page, _raw_page = msgspec.json.Decoder(Page), msgspec.json.Decoder(RawPage)
_dossier, _keys = msgspec.json.Decoder(Dossier), msgspec.json.Decoder(Keys)
_supplements = msgspec.json.Encoder()


def read_page(body: bytes) -> tuple[list[tuple | Undecodable], int | None]:
    """One page of ``/pa/dossier/search``: its rows (tuples as COLUMNS, or Undecodable), and totalElements.

    A record of the wrong shape spoils nothing but itself. Raises msgspec.DecodeError when the page is not JSON
    or has no ``content``.
    """
    with contextlib.suppress(msgspec.ValidationError, Misshapen):
        page = _page.decode(body)
        if body.rfind(NUL) < 0:  # from the right: by its rare first byte, in a third of the time
            return [_row(d) for d in page.content], page.totalElements
    raw = _raw_page.decode(body)
    return [_alone(record) for record in raw.content], raw.totalElements


def _alone(record: msgspec.Raw) -> tuple | Undecodable:
    try:
        row = _row(_dossier.decode(record))
        if not any(isinstance(value, str) and "\0" in value for value in row):
            return row
        where = "có ký tự NUL, cơ sở dữ liệu không lưu được"
    except msgspec.ValidationError as e:
        where = place(e)
    except Misshapen as e:
        where = str(e)
    keys = _keys.decode(record)
    return Undecodable(key_text(keys.id), key_text(keys.code), key_text(keys.updatedDate), where)


def key_text(value: object) -> str | None:
    return None if value is None else str(value).replace("\0", "")[:200]


def place(error: msgspec.ValidationError, field: str = "") -> str:
    """The decoder's finding for officials: where, what was expected, what was found; never the value itself."""
    found = _FINDING.match(str(error))
    if not found:
        return "sai cấu trúc"
    expected, got, path = found.groups()
    path = ".".join(p for p in (field, path) if p) or "gốc"
    return f"trường {path}: cần {_TYPES.get(expected.split(' ')[0], expected)}, nhận được {_TYPES.get(got, got)}"


def _vietnamese(names: list[Text] | Text | str) -> str | None:
    if isinstance(names, str):
        return names
    if isinstance(names, Text):
        return names.name
    for text in names:
        if text.languageId == VIETNAMESE:
            return text.name
    return names[0].name if names else None


def _procedure(p: Procedure | None) -> tuple:
    return (p.code, _vietnamese(p.translate), p.sector.code, _vietnamese(p.sector.name)) if p else (None,) * 4


def _agency(a: Agency | None) -> tuple:
    return (a.code, _vietnamese(a.name), a.parent and a.parent.id) if a else (None,) * 3


_procedures, _agencies = Remembered("procedure", Procedure, _procedure), Remembered("agency", Agency, _agency)
_resolving = Remembered("task.agency", Agency | None, lambda a: _agency(a)[:2])


def _row(d: Dossier) -> tuple:
    required = files = required_files = 0
    parts, steps, fees, waits = d.dossierFormFile, d.currentTask or d.task, d.dossierFee, d.dossierSupplement
    for part in parts:
        has_file = bool(part.file)
        files += has_file
        if part.procedureForm.required:
            required += 1
            required_files += has_file
    return (
        d.id, d.code, d.nationCode, d.dossierStatus.id, d.dossierStatus.name, d.applyMethod.id, d.applyMethod.name,
        *_procedures[bytes(d.procedure)], d.procedureLevel and d.procedureLevel.name, *_agencies[bytes(d.agency)],
        d.agencyLevel and d.agencyLevel.code, d.appliedDate, d.acceptedDate, d.appointmentDate, d.dueDate,
        d.completedDate, d.returnedDate, d.rejectedDate, d.deletedDate, d.updatedDate,
        moments([(w.requested_at, w.resumed_at) for w in waits]) if waits else None, *_resolving[bytes(steps[-1].agency) if steps else b""], d.processingTime,
        d.processingTimeUnit, len(parts), files, required, required_files,
        sum([a.group == "result" for a in d.attachment]), len(fees), sum([f.amount or 0 for f in fees]) if fees else None,
        d.dossierReceivingKind and d.dossierReceivingKind.name, d.paymentMethod and d.paymentMethod.name,
    )  # fmt: skip


def moments(requests: list[tuple[str | None, str | None]]) -> str:
    """Supplement requests (asked, resumed) as the JSON text that raw keeps: as delivered, oldest first, nothing else."""
    found = sorted(requests, key=lambda pair: pair[0] or "")
    return _supplements.encode([{"requested_at": asked, "resumed_at": resumed} for asked, resumed in found]).decode()
