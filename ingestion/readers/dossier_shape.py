"""The allow-list of the iGate interface: what of a dossier is decoded at all.

Fields: shared reference "Provincial one-stop dossier interface", 1.9. What is not declared here (applicant,
accepter, people of tasks, eForm, file names) is skipped by the decoder and exists nowhere afterwards. ASSUMED, because no
published description was found: ``attachment.group`` "result" marks a result; ``dossierSupplement`` lists the requests to
the applicant (``requestedDate``, ``completedDate``); ``rejectedDate``, ``deletedDate``; ``dossierFee.amount`` is in VND.
"""

from __future__ import annotations

import msgspec


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
    name: list[Text] | str = []
    parent: Parent | None = None


class Level(msgspec.Struct, frozen=True, gc=False):
    code: str | None = None


class Task(msgspec.Struct, frozen=True, gc=False):
    agency: msgspec.Raw = msgspec.Raw()


class Form(msgspec.Struct, frozen=True, gc=False):
    required: bool = False


class StoredFile(msgspec.Struct, frozen=True, gc=False):
    pass


class Component(msgspec.Struct, frozen=True, gc=False):
    procedureForm: Form = Form()
    file: list[StoredFile] = []


class Attachment(msgspec.Struct, frozen=True, gc=False):
    group: str | None = None


class Fee(msgspec.Struct, frozen=True, gc=False):
    amount: int | None = None


class Supplement(msgspec.Struct, frozen=True, gc=False):
    requested_at: str | None = msgspec.field(default=None, name="requestedDate")
    resumed_at: str | None = msgspec.field(default=None, name="completedDate")


class Dossier(msgspec.Struct, frozen=True, gc=False):
    """One record, its fields in the order in which they come. What thousands of dossiers share is taken raw, and read
    once (``Remembered``)."""

    id: str
    updatedDate: str
    code: str | None = None
    nationCode: str | None = None
    dossierStatus: Coded = Coded()
    applyMethod: Coded = Coded()
    procedure: msgspec.Raw = msgspec.Raw()
    procedureLevel: Named | None = None
    agency: msgspec.Raw = msgspec.Raw()
    agencyLevel: Level | None = None
    appliedDate: str | None = None
    acceptedDate: str | None = None
    appointmentDate: str | None = None
    dueDate: str | None = None
    completedDate: str | None = None
    returnedDate: str | None = None
    rejectedDate: str | None = None
    deletedDate: str | None = None
    task: list[Task] = []
    currentTask: list[Task] = []
    dossierFormFile: list[Component] = []
    dossierSupplement: list[Supplement] = []
    attachment: list[Attachment] = []
    dossierFee: list[Fee] = []
    dossierReceivingKind: Named | None = None
    paymentMethod: Named | None = None
    processingTime: float | int | None = None
    processingTimeUnit: str | None = None


class Page(msgspec.Struct, frozen=True, gc=False):
    content: list[Dossier]
    last: bool | None = None
    totalElements: int | None = None


class RawPage(msgspec.Struct, frozen=True, gc=False):
    content: list[msgspec.Raw]
    last: bool | None = None
    totalElements: int | None = None


class Keys(msgspec.Struct, frozen=True, gc=False):
    id: object = None
    code: object = None
    updatedDate: object = None
