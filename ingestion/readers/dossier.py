"""iGate dossier pages to rows: typed decoding, and an allow-list so that personal data is never even built.

Fields: shared reference "Provincial one-stop dossier interface", 1.9. What is not declared below (applicant,
accepter, tasks, eForm, file names) is skipped by the decoder and exists nowhere afterwards.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import datetime

import msgspec

COLUMNS = (
    "dossier_id", "dossier_code", "national_code", "status_id", "status_name", "channel_id", "channel_name",
    "procedure_code", "procedure_name", "procedure_level_name", "sector_code", "sector_name", "agency_code",
    "agency_name", "agency_level_code", "parent_agency_id", "applied_at", "accepted_at", "appointment_at", "due_at",
    "completed_at", "returned_at", "updated_at", "processing_time", "processing_time_unit", "component_count",
    "component_file_count", "required_count", "required_file_count", "result_file_count", "fee_count",
    "receiving_kind_name", "payment_method_name",
)  # fmt: skip
"""Columns of a row, in the order of raw_dossiers.dossier after receipt_id, row_no, source_code."""

ID, UPDATED_AT = COLUMNS.index("dossier_id"), COLUMNS.index("updated_at")
VIETNAMESE = 228


class Coded(msgspec.Struct, frozen=True, gc=False):
    id: int | None = None
    name: str | None = None


class Text(msgspec.Struct, frozen=True, gc=False):
    languageId: int | None = None
    name: str | None = None


class Sector(msgspec.Struct, frozen=True, gc=False):
    code: str | None = None
    name: list[Text] = []


class Procedure(msgspec.Struct, frozen=True, gc=False):
    code: str | None = None
    translate: list[Text] | Text = []
    sector: Sector = Sector()


class Named(msgspec.Struct, frozen=True, gc=False):
    name: str | None = None


class Parent(msgspec.Struct, frozen=True, gc=False):
    id: str | None = None


class Agency(msgspec.Struct, frozen=True, gc=False):
    code: str | None = None
    name: list[Text] = []
    parent: Parent | None = None


class Level(msgspec.Struct, frozen=True, gc=False):
    code: str | None = None


class Form(msgspec.Struct, frozen=True, gc=False):
    required: bool = False


class StoredFile(msgspec.Struct, frozen=True, gc=False):
    pass


class Component(msgspec.Struct, frozen=True, gc=False):
    procedureForm: Form = Form()
    file: list[StoredFile] = []


class Attachment(msgspec.Struct, frozen=True, gc=False):
    group: str | None = None


class Dossier(msgspec.Struct, frozen=True, gc=False):
    id: str
    updatedDate: str
    code: str | None = None
    nationCode: str | None = None
    dossierStatus: Coded = Coded()
    applyMethod: Coded = Coded()
    procedure: Procedure = Procedure()
    procedureLevel: Named | None = None
    agency: Agency = Agency()
    agencyLevel: Level | None = None
    appliedDate: str | None = None
    acceptedDate: str | None = None
    appointmentDate: str | None = None
    dueDate: str | None = None
    completedDate: str | None = None
    returnedDate: str | None = None
    processingTime: float | int | None = None
    processingTimeUnit: str | None = None
    dossierFormFile: list[Component] = []
    attachment: list[Attachment] = []
    dossierFee: list[StoredFile] = []
    dossierReceivingKind: Named | None = None
    paymentMethod: Named | None = None


class Page(msgspec.Struct, frozen=True, gc=False):
    content: list[Dossier]
    last: bool | None = None
    totalElements: int | None = None


class RawPage(msgspec.Struct, frozen=True, gc=False):
    content: list[msgspec.Raw]
    last: bool | None = None
    totalElements: int | None = None


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


class Keys(msgspec.Struct, frozen=True, gc=False):
    id: object = None
    code: object = None
    updatedDate: object = None


def version(row: tuple | Undecodable) -> str:
    """What tells one received version of a dossier from another: its id and the moment of its last change."""
    if isinstance(row, Undecodable):
        return f"{row.dossier_id} {row.updated_at}"
    return f"{row[ID]} {row[UPDATED_AT]}"


def newest(rows: list[tuple | Undecodable]) -> str | None:
    """updatedDate of the first row of a page that has a readable one, as delivered."""
    return next((r[UPDATED_AT] for r in rows if not isinstance(r, Undecodable)), None)


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


def read_page(body: bytes) -> tuple[list[tuple | Undecodable], int | None]:
    """One page of ``/pa/dossier/search``: its rows (tuples as COLUMNS, or Undecodable), and totalElements.

    A record of the wrong shape spoils nothing but itself. Raises msgspec.DecodeError when the page is not JSON
    or has no ``content``.
    """
    try:
        page = _page.decode(body)
    except msgspec.ValidationError:
        raw = _raw_page.decode(body)
        return list(_one_by_one(raw.content)), raw.totalElements
    return [_row(d) for d in page.content], page.totalElements


def _one_by_one(records: list[msgspec.Raw]) -> Iterator[tuple | Undecodable]:
    for record in records:
        try:
            yield _row(_dossier.decode(record))
        except msgspec.ValidationError as e:
            keys = _keys.decode(record)
            yield Undecodable(_text(keys.id), _text(keys.code), _text(keys.updatedDate), _place(e))


def _text(value: object) -> str | None:
    return None if value is None else str(value)[:200]


def _place(error: msgspec.ValidationError) -> str:
    """The decoder's finding for officials: where, what was expected, what was found; never the value itself."""
    found = _FINDING.match(str(error))
    if not found:
        return "sai cấu trúc"
    expected, got, path = found.groups()
    return (
        f"trường {path or 'gốc'}: cần {_TYPES.get(expected.split(' ')[0], expected)}, nhận được {_TYPES.get(got, got)}"
    )


def _vietnamese(names: list[Text] | Text) -> str | None:
    if isinstance(names, Text):
        return names.name
    for text in names:
        if text.languageId == VIETNAMESE:
            return text.name
    return names[0].name if names else None


def _row(d: Dossier) -> tuple:
    procedure, agency, parts = d.procedure, d.agency, d.dossierFormFile
    required = files = required_files = 0
    for part in parts:
        has_file = bool(part.file)
        files += has_file
        if part.procedureForm.required:
            required += 1
            required_files += has_file
    return (
        d.id, d.code, d.nationCode, d.dossierStatus.id, d.dossierStatus.name, d.applyMethod.id, d.applyMethod.name,
        procedure.code, _vietnamese(procedure.translate), d.procedureLevel and d.procedureLevel.name,
        procedure.sector.code, _vietnamese(procedure.sector.name), agency.code, _vietnamese(agency.name),
        d.agencyLevel and d.agencyLevel.code, agency.parent and agency.parent.id, d.appliedDate, d.acceptedDate,
        d.appointmentDate, d.dueDate, d.completedDate, d.returnedDate, d.updatedDate, d.processingTime,
        d.processingTimeUnit, len(parts), files, required, required_files,
        sum(a.group == "result" for a in d.attachment), len(d.dossierFee),
        d.dossierReceivingKind and d.dossierReceivingKind.name, d.paymentMethod and d.paymentMethod.name,
    )  # fmt: skip
