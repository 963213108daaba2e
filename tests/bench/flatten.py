"""Dossiers as one flattens them with pandas: what `make bench` measures beside our reader."""

from __future__ import annotations

import pandas as pd

FLAT = {
    "id": "dossier_id", "code": "dossier_code", "nationCode": "national_code", "dossierStatus.id": "status_id",
    "dossierStatus.name": "status_name", "applyMethod.id": "channel_id", "applyMethod.name": "channel_name",
    "procedure.code": "procedure_code", "procedure.sector.code": "sector_code",
    "procedureLevel.name": "procedure_level_name", "agency.code": "agency_code", "agency.parent.id": "parent_agency_id",
    "agencyLevel.code": "agency_level_code", "appliedDate": "applied_at", "acceptedDate": "accepted_at",
    "appointmentDate": "appointment_at", "dueDate": "due_at", "completedDate": "completed_at",
    "returnedDate": "returned_at", "rejectedDate": "rejected_at", "deletedDate": "deleted_at",
    "updatedDate": "updated_at", "processingTime": "processing_time", "processingTimeUnit": "processing_time_unit",
    "dossierReceivingKind.name": "receiving_kind_name", "paymentMethod.name": "payment_method_name",
}  # fmt: skip
NESTED = ("procedure.translate", "procedure.sector.name", "agency.name", "dossierFormFile", "attachment", "dossierFee")


def flatten(records: list[dict]) -> pd.DataFrame:
    """A frame of the columns that ours keeps (resolving unit and supplements are left out)."""
    frame = pd.json_normalize(records).reindex(columns=[*FLAT, *NESTED])
    kept = frame[list(FLAT)].rename(columns=FLAT)
    kept["procedure_name"] = [_vietnamese(names) for names in frame["procedure.translate"]]
    kept["sector_name"] = [_vietnamese(names) for names in frame["procedure.sector.name"]]
    kept["agency_name"] = [_vietnamese(names) for names in frame["agency.name"]]
    forms = frame["dossierFormFile"]
    kept["component_count"] = forms.map(len)
    kept["component_file_count"] = [sum(bool(p["file"]) for p in parts) for parts in forms]
    kept["required_count"] = [sum(p["procedureForm"]["required"] for p in parts) for parts in forms]
    kept["required_file_count"] = [
        sum(p["procedureForm"]["required"] and bool(p["file"]) for p in parts) for parts in forms
    ]
    kept["result_file_count"] = [sum(a["group"] == "result" for a in found) for found in frame["attachment"]]
    kept["fee_count"] = frame["dossierFee"].map(len)
    kept["fee_total"] = [sum(f["amount"] or 0 for f in fees) for fees in frame["dossierFee"]]
    return kept


def _vietnamese(names: list[dict]) -> str | None:
    return next((text["name"] for text in names if text["languageId"] == 228), None)
