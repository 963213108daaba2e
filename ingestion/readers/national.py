"""Dossiers in the national sync model (DongBoHoSoMC, TraCuuHoSo) to rows: an allow-list, typed.

Fields: shared reference "Provincial one-stop dossier interface", 1.1 to 1.6. Every scalar travels as a string, "" is not
given. Names, papers, contacts, abstracts, notes and addresses of files are not declared and exist nowhere afterwards; of
an address is kept that there is one.
"""

from __future__ import annotations

import contextlib
import re
from decimal import Decimal

import msgspec

from ingestion.readers import dossier
from ingestion.readers.dossier import Undecodable
from ingestion.readers.procedure import money

COLUMNS = (
    "dossier_id", "dossier_code", "status_id", "channel_id", "procedure_code", "procedure_name", "sector_code",
    "sector_name", "agency_code", "applied_at", "accepted_at", "appointment_at", "completed_at", "returned_at",
    "rejected_at", "supplements", "resolving_unit_name", "component_count", "component_file_count",
    "result_file_count", "fee_count", "fee_total", "submitted_via", "return_method", "online_payment_code",
    "reused_component_count", "edoc_store_count", "is_digitised_stated", "is_vneid_verified", "national_databases",
)  # fmt: skip
"""Columns of a row. The model has no moment of last change: versions are told apart by what they say."""

Scalar = str | int | float | bool | None
_UNIT = re.compile(r"^(H\d{2}(?:\.\d+)*|\d{3}\.\d{2}\.\d{2}\.[GH]\d{2}|G\d{2}(?:\.\d+)*)-")


class Paper(msgspec.Struct, frozen=True, gc=False):
    DuocSoHoa: Scalar = None
    DuocTaiSuDung: Scalar = None
    DuocLayTuKhoDMQG: Scalar = None
    IsDeleted: Scalar = None
    DuongDanTaiTepTin: msgspec.Raw = msgspec.Raw()


class Result(msgspec.Struct, frozen=True, gc=False):
    DuongDanTepTinKetQua: msgspec.Raw = msgspec.Raw()


class Fee(msgspec.Struct, frozen=True, gc=False):
    Gia: Scalar = None


class Request(msgspec.Struct, frozen=True, gc=False):
    NgayBoSung: Scalar = None
    NgayTiepNhanBoSung: Scalar = None


class Database(msgspec.Struct, frozen=True, gc=False):
    MaCSDL: Scalar = None


class Dossier(msgspec.Struct, frozen=True, gc=False):
    MaHoSo: str
    MaTTHC: Scalar = None
    TenTTHC: Scalar = None
    MaLinhVuc: Scalar = None
    TenLinhVuc: Scalar = None
    KenhThucHien: Scalar = None
    NgayNopHoSo: Scalar = None
    NgayTiepNhan: Scalar = None
    NgayHenTra: Scalar = None
    TrangThaiHoSo: Scalar = None
    NgayTuChoi: Scalar = None
    NgayKetThucXuLy: Scalar = None
    NgayTra: Scalar = None
    HinhThuc: Scalar = None
    DonViXuLy: Scalar = None
    NoiNopHoSo: Scalar = None
    HoSoCoThanhPhanSoHoa: Scalar = None
    TaiKhoanDuocXacThucVoiVNeID: Scalar = None
    DuocThanhToanTrucTuyen: Scalar = None
    DSKetNoiCSDL: list[Database] | None = None
    TaiLieuNop: list[Paper] | None = None
    DanhSachLePhi: list[Fee] | None = None
    DanhSachHoSoBoSung: list[Request] | None = None
    DanhSachGiayToKetQua: list[Result] | None = None


class Keys(msgspec.Struct, frozen=True, gc=False):
    MaHoSo: object = None


_records = msgspec.json.Decoder(list[msgspec.Raw] | None)
_dossier, _keys = msgspec.json.Decoder(Dossier), msgspec.json.Decoder(Keys)


def read_result(body: bytes) -> list[tuple | Undecodable]:
    """What TraCuuHoSo found (the JSON under ``result``; ``null`` or ``[]``: nothing) as rows like COLUMNS.

    A record of the wrong shape spoils nothing but itself. Raises msgspec.DecodeError when the whole is no list.
    """
    return [_read(record) for record in _records.decode(body) or ()]


def _read(record: msgspec.Raw) -> tuple | Undecodable:
    try:
        row = _row(_dossier.decode(record))
        if not any(isinstance(value, str) and "\0" in value for value in row):
            return row
        where = "có ký tự NUL, cơ sở dữ liệu không lưu được"
    except msgspec.ValidationError as e:
        where = dossier.place(e)
    except dossier.Misshapen as e:
        where = str(e)
    number = None
    with contextlib.suppress(msgspec.ValidationError):
        number = dossier.key_text(_keys.decode(record).MaHoSo)
    return Undecodable(number, number, None, where)


def _row(d: Dossier) -> tuple:
    papers = [p for p in d.TaiLieuNop or () if not _flag(p.IsDeleted, "TaiLieuNop.IsDeleted")]
    fees, unit = d.DanhSachLePhi or [], _UNIT.match(d.MaHoSo)
    number = text(d.MaHoSo)
    return (
        number, number, text(d.TrangThaiHoSo), text(d.KenhThucHien), text(d.MaTTHC), text(d.TenTTHC), text(d.MaLinhVuc),
        text(d.TenLinhVuc), unit and unit[1], text(d.NgayNopHoSo), text(d.NgayTiepNhan), text(d.NgayHenTra),
        text(d.NgayKetThucXuLy), text(d.NgayTra), text(d.NgayTuChoi),
        _supplements(d.DanhSachHoSoBoSung or []), text(d.DonViXuLy), len(papers),
        sum(_given(p.DuongDanTaiTepTin) or _flag(p.DuocSoHoa, "TaiLieuNop.DuocSoHoa") is True for p in papers),
        sum(_given(r.DuongDanTepTinKetQua) for r in d.DanhSachGiayToKetQua or ()), len(fees), _total(fees),
        text(d.NoiNopHoSo), text(d.HinhThuc), text(d.DuocThanhToanTrucTuyen),
        sum(text(p.DuocTaiSuDung) in ("1", "2") for p in papers),
        sum(_flag(p.DuocLayTuKhoDMQG, "TaiLieuNop.DuocLayTuKhoDMQG") is True for p in papers),
        _flag(d.HoSoCoThanhPhanSoHoa, "HoSoCoThanhPhanSoHoa"),
        _flag(d.TaiKhoanDuocXacThucVoiVNeID, "TaiKhoanDuocXacThucVoiVNeID"),
        ",".join(code for b in d.DSKetNoiCSDL or () if (code := text(b.MaCSDL))) or None,
    )  # fmt: skip


def text(value: Scalar) -> str | None:
    """A scalar as text; "" and blanks are not given."""
    return None if value is None else str(value).strip() or None


def _flag(value: Scalar, field: str) -> bool | None:
    found = {None: None, "0": False, "1": True, "False": False, "True": True}.get(text(value), text(value))
    if isinstance(found, str):
        raise dossier.Misshapen(f"trường {field}: cần 0 hoặc 1")
    return found


def _given(address: msgspec.Raw) -> bool:
    return bytes(address) not in (b"", b"null", b'""')


def _total(fees: list[Fee]) -> Decimal | None:
    """Sum in VND; unknown when one amount cannot be read."""
    amounts = [money(text(fee.Gia)) for fee in fees]
    return sum(amounts, Decimal(0)) if amounts and None not in amounts else None


def _supplements(requests: list[Request]) -> str | None:
    return dossier.moments([(text(r.NgayBoSung), text(r.NgayTiepNhanBoSung)) for r in requests]) if requests else None
