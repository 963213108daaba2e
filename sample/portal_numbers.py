"""What the sample's stand-in of the national portal shows: SAMPLE DATA, illustrative, the same in every process.

Counts lean on the sample's own dossiers, so that a reconciliation has something to find; everything else is drawn from a
hash of unit, period and name. Points follow the formulas of the shared reference, but for one planted line (FINDING).
"""

import hashlib
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from sample import units
from sample.dossiers import dossiers

PROVINCE = "H41"
FINDING = ("H41.107", "SO_HOA_GIAY_TO_GIAI_QUYET")
"""The unit and the metric whose published points are 0.05 above the formula's."""
UNREPORTED = "H41.129"
"""The unit of which the portal says NO_NATIONAL_REPORT_DATA."""
MAXIMA = {
    "PUBLISH_ON_TIME": 6, "PUBLIC_UPDATE_ON_TIME": 4, "PUBLIC_CONTENT_FULL": 2, "DOSSIER_SYNC": 6,
    "ORIGINAL_RESULT_AVAILABLE": 6, "SO_HOA_GIAY_TO_GIAI_QUYET": 4, "ELECTRONIC_CERTIFIED_COPY": 2,
    "REUSED_DIGITIZED_DATA": 2, "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": 4, "CITIZEN_DATA_CONNECTED_DOSSIER": 2,
    "CITIZEN_DATA_CONNECTED_FORMALITY": 2, "DOSSIER_RECEIVING_SATISFACTION": 6, "PETITION_PROCESSING_ON_TIME": 6,
    "PETITION_HANDLING_SATISFACTION": 6, "PETITION_CLASSIFICATION_TTHC": 0, "PETITION_CLASSIFICATION_STAFF": 0,
}  # fmt: skip
TARGETS = {"REUSED_DIGITIZED_DATA": "0.80", "DOSSIER_RECEIVING_SATISFACTION": "0.90"}
FULL_WITHOUT = ("PETITION_PROCESSING_ON_TIME", "PETITION_HANDLING_SATISFACTION")
FLAGS = {
    "TEMP_NATIONAL_REPORT_DENOMINATOR": "Mẫu số đang dùng số tạm (dữ liệu mẫu)",
    "NO_NATIONAL_REPORT_DATA": "Không có dữ liệu báo cáo tổng hợp (dữ liệu mẫu)",
}


def to_two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def share(*of: object) -> Decimal:
    """A number from 0 to 0.9999 that is the same for the same things."""
    digest = hashlib.sha256("|".join(map(str, of)).encode()).digest()
    return Decimal(int.from_bytes(digest[:4], "big") % 10000) / 10000


def part(whole: int, low: str, high: str, *of: object) -> int:
    """Between ``low`` and ``high`` of a whole."""
    low, high = Decimal(low), Decimal(high)
    return int(whole * (low + (high - low) * share(*of)))


@cache
def below() -> dict[str, dict]:
    """The portal's code -> the department or commune of today; in the order of the codes as text, as the portal sends them."""
    by_key = {unit["unit_key"]: unit for unit in units.units()}
    codes = {
        row["source_unit_code"]: by_key[row["unit_key"]] for row in units.code_map() if row["source_code"] == "portal"
    }
    return dict(sorted((code, unit) for code, unit in codes.items() if unit["level"] != "province"))


@cache
def received() -> Counter:
    """Dossiers of the sample by (portal's code, month) of acceptance in 2026; the sample's departments have none there, theirs
    are made up."""
    agencies, code_of = units.agencies(), {unit["unit_key"]: code for code, unit in below().items()}
    agency = {agencies[key]["code"]: code for key, code in code_of.items() if key in agencies}
    found = Counter(
        (agency[row["agency"]["code"]], row["acceptedDate"][:7])
        for row in dossiers()
        if (row.get("acceptedDate") or "").startswith("2026-") and row["agency"]["code"] in agency
    )
    for code, unit in below().items():
        for month in range(1, 11) if unit["level"] == "department" else ():
            found[code, f"2026-{month:02d}"] += part(9, "0.2", "1", code, month)
    return found


def points(metric: str, n: int | None, d: int | None, most: Decimal) -> Decimal | None:
    """The formula of one metric; None where the portal publishes null."""
    if metric.startswith("PETITION_CLASSIFICATION"):
        return None
    if n is None or (not d and metric in FULL_WITHOUT):
        return most
    if not d:
        return Decimal(0) if metric == "DOSSIER_RECEIVING_SATISFACTION" else None
    return to_two(min(most, most * n / d / Decimal(TARGETS.get(metric, "1"))))
