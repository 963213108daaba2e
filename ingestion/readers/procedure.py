"""The procedure catalogue of the national adapter (LayDanhSachTTHC, LayThuTuc) to rows, with its dirt.

Fields: shared reference "Provincial one-stop dossier interface", 3.1 (upper-case keys). ASSUMED upper-case forms of the
names of a provincial system: MUCDO, LIENTHONG, THUTUCKHONGCOKETQUA, KHONGCONGAYHENTRA; absent means not said.
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from ingestion.readers.dossier import place

COLUMNS = (
    "procedure_code", "procedure_name", "status", "sector_code", "sector_name", "level", "is_interlinked",
    "has_no_paper_result", "has_no_due_date", "processing_time", "processing_time_unit", "channels", "highest_fee",
)  # fmt: skip
"""Columns of a row of raw_dossiers.procedure, after receipt_id, row_no, source_code. The code stays as delivered."""

Scalar = str | int | float | bool | None
DIRECT = "1"
_AMOUNT = re.compile(r"\d{1,3}([.,]\d{3})+|\d+")


class Sector(msgspec.Struct, frozen=True):
    MALINHVUC: Scalar = None
    TENLINHVUC: Scalar = None


class Fee(msgspec.Struct, frozen=True):
    SOTIEN: Scalar = None


class Time(msgspec.Struct, frozen=True):
    THOIGIANGIAIQUYET: Scalar = None
    DONVITINH: Scalar = None
    PHILEPHI: list[Fee] | None = None


class Way(msgspec.Struct, frozen=True):
    KENH: Scalar = None
    THOIGIAN: list[Time] | None = None


class Procedure(msgspec.Struct, frozen=True):
    MATTHC: str
    TENTTHC: Scalar = None
    TRANGTHAI: Scalar = None
    LINHVUCTHUCHIEN: list[Sector] | None = None
    MUCDO: Scalar = None
    LIENTHONG: Scalar = None
    THUTUCKHONGCOKETQUA: Scalar = None
    KHONGCONGAYHENTRA: Scalar = None
    CACHTHUCTHUCHIEN: list[Way] | None = None


_list, _one = msgspec.json.Decoder(list[Procedure] | None), msgspec.json.Decoder(Procedure | list[Procedure] | None)


def read_codes(body: bytes) -> list[str]:
    """Codes of LayDanhSachTTHC, as written there, each once."""
    return list(dict.fromkeys(p.MATTHC for p in _list.decode(body) or ()))


class Unreadable(msgspec.Struct, frozen=True):
    """A procedure that is not as the interface promises: its code, and where it breaks."""

    procedure_code: str
    reason: str

    def as_quarantined(self) -> tuple[dict, str, str]:
        """Record, check name and reason for ``Landing.quarantine``."""
        record = {"procedure_code": self.procedure_code}
        return record, "decodable", f"Thủ tục không đúng cấu trúc đã công bố của hệ thống: {self.reason}"


def read(code: str, body: bytes) -> tuple | Unreadable | None:
    """The answer of LayThuTuc for a code as a row like COLUMNS; None when it knows no such procedure."""
    try:
        found = _one.decode(body)
    except msgspec.ValidationError as e:
        return Unreadable(code, place(e))
    if isinstance(found, list):
        found = found[0] if found else None
    return found and _row(found)


def money(text: str | None) -> Decimal | None:
    """An amount of VND as people type it: "1.000.000", "50000 đồng", "Không" (0); None when it cannot be read."""
    if text is None:
        return None
    bare = text.replace("\u00a0", " ").strip().lower().removesuffix("đồng").removesuffix("vnđ").strip()
    if bare in ("không", "không thu", "miễn phí"):
        return Decimal(0)
    return Decimal(re.sub(r"\D", "", bare)) if _AMOUNT.fullmatch(bare) else None


def _row(p: Procedure) -> tuple:
    sector = (p.LINHVUCTHUCHIEN or [Sector()])[0]
    ways = sorted(p.CACHTHUCTHUCHIEN or (), key=lambda way: _text(way.KENH) != DIRECT)
    times = [time for way in ways for time in way.THOIGIAN or ()]
    said = next((t for t in times if _text(t.THOIGIANGIAIQUYET)), Time())
    fees = [m for t in times for fee in t.PHILEPHI or () if (m := money(_text(fee.SOTIEN))) is not None]
    return (
        p.MATTHC, _text(p.TENTTHC), _text(p.TRANGTHAI), _text(sector.MALINHVUC), _text(sector.TENLINHVUC),
        _text(p.MUCDO), _flag(p.LIENTHONG), _flag(p.THUTUCKHONGCOKETQUA), _flag(p.KHONGCONGAYHENTRA),
        _number(_text(said.THOIGIANGIAIQUYET)), None if said.DONVITINH is None else str(said.DONVITINH),
        ",".join(sorted({c for way in ways if (c := _text(way.KENH))})) or None, max(fees, default=None),
    )  # fmt: skip


def _text(value: Scalar) -> str | None:
    return None if value is None else str(value).replace("\0", "").strip() or None


def _flag(value: Scalar) -> bool | None:
    return {"1": True, "True": True, "0": False, "False": False}.get(_text(value) or "")


def _number(text: str | None) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if text and re.fullmatch(r"\d+([.,]\d+)?", text) else None
