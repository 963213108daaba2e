"""The national sync model to rows: strings everywhere, "" is not given, flags are 0 or 1, amounts as people type them."""

import json
from decimal import Decimal

import msgspec
import pytest

from ingestion.readers import national as reader
from ingestion.readers import procedure
from ingestion.readers.dossier import Undecodable

BARE = {"MaHoSo": "000.00.36.H41-260102-0007", "ChuHoSo": "CANARY"}


def read_one(**fields):
    (row,) = reader.read_result(json.dumps([BARE | fields]).encode())
    return row if isinstance(row, Undecodable) else dict(zip(reader.COLUMNS, row, strict=True))


PAPERS = [{"DuocSoHoa": "1", "DuocTaiSuDung": "1", "DuongDanTaiTepTin": "https://x/CANARY.pdf"},
          {"DuocSoHoa": "0", "DuocTaiSuDung": "2", "DuocLayTuKhoDMQG": "1", "DuongDanTaiTepTin": ""},
          {"DuocSoHoa": "1", "IsDeleted": True}, {"DuocSoHoa": "1", "IsDeleted": "True"}]  # fmt: skip
CASES = [
    ({}, {"dossier_id": "000.00.36.H41-260102-0007", "agency_code": "000.00.36.H41", "status_id": None}),
    ({"MaHoSo": "H41.122-260102-0007"}, {"agency_code": "H41.122"}),
    ({"MaHoSo": "0912345"}, {"agency_code": None}),
    ({"TrangThaiHoSo": "10", "KenhThucHien": ""}, {"status_id": "10", "channel_id": None}),
    ({"TrangThaiHoSo": 5}, {"status_id": "5"}),
    ({"NgayHenTra": "", "NgayTiepNhan": "20260102081200"}, {"appointment_at": None, "accepted_at": "20260102081200"}),
    ({"TaiLieuNop": PAPERS}, {"component_count": 2, "component_file_count": 1, "reused_component_count": 2,
                              "edoc_store_count": 1}),
    ({"TaiLieuNop": None}, {"component_count": 0}),
    ({"DanhSachLePhi": [{"Gia": "1.000.000"}, {"Gia": "Không"}]}, {"fee_count": 2, "fee_total": Decimal(1000000)}),
    ({"DanhSachLePhi": [{"Gia": "0"}]}, {"fee_total": 0}),
    ({"DanhSachLePhi": [{"Gia": "theo quy định"}]}, {"fee_count": 1, "fee_total": None}),
    ({"DanhSachLePhi": []}, {"fee_count": 0, "fee_total": None}),
    ({"DuocThanhToanTrucTuyen": "2", "NoiNopHoSo": "1"}, {"online_payment_code": "2", "submitted_via": "1"}),
    ({"HoSoCoThanhPhanSoHoa": "1", "TaiKhoanDuocXacThucVoiVNeID": "0"},
     {"is_digitised_stated": True, "is_vneid_verified": False}),
    ({"HoSoCoThanhPhanSoHoa": ""}, {"is_digitised_stated": None}),
    ({"DSKetNoiCSDL": [{"MaCSDL": "7"}, {"MaCSDL": "1"}]}, {"national_databases": "7,1"}),
    ({"DanhSachHoSoBoSung": [{"NgayBoSung": "20260103", "NgayTiepNhanBoSung": "", "NoiDungBoSung": "CANARY"}]},
     {"supplements": '[{"requested_at":"20260103","resumed_at":null}]'}),
    ({"DanhSachGiayToKetQua": [{"DuongDanTepTinKetQua": "u"}, {"DuongDanTepTinKetQua": ""}, {}]},
     {"result_file_count": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), CASES, ids=[" ".join(c[0]) or "bare" for c in CASES])
def test_a_field(fields, expected):
    row = read_one(**fields)
    assert {k: row[k] for k in expected} == expected
    assert "CANARY" not in str(row)


WRONG = [
    ({"HoSoCoThanhPhanSoHoa": "2"}, "trường HoSoCoThanhPhanSoHoa: cần 0 hoặc 1"),
    ({"TaiLieuNop": "x"}, "trường TaiLieuNop: cần danh sách, nhận được chữ"),
    ({"TenTTHC": "a\0"}, "có ký tự NUL, cơ sở dữ liệu không lưu được"),
]


@pytest.mark.parametrize(("fields", "reason"), WRONG)
def test_a_record_of_the_wrong_shape_is_told_by_its_number(fields, reason):
    bad = read_one(**fields)
    assert (bad.dossier_id, bad.reason) == (BARE["MaHoSo"], reason)


def test_an_answer_without_a_record_is_no_fault_and_one_without_a_list_is():
    assert reader.read_result(b"null") == reader.read_result(b"[]") == []
    with pytest.raises(msgspec.DecodeError):
        reader.read_result(b"{}")


MONEY = [("Không", 0), ("1.000.000", 1000000), ("1,000,000", 1000000), ("50000", 50000), ("2.000 đồng", 2000),
         ("\u00a075.000 ", 75000), ("1.5", None), ("theo quy định", None), ("", None), (None, None)]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MONEY)
def test_money(text, expected):
    assert procedure.money(text) == expected


def test_the_time_of_the_law_is_that_of_the_direct_channel():
    ways = [{"KENH": "2", "THOIGIAN": [{"THOIGIANGIAIQUYET": "7", "DONVITINH": "Ngày"}]},
            {"KENH": "1", "THOIGIAN": [{"THOIGIANGIAIQUYET": "10,5", "DONVITINH": "Ngày làm việc  "}]}]  # fmt: skip
    row = procedure.read("1.012790", json.dumps([{"MATTHC": "1.012790", "CACHTHUCTHUCHIEN": ways}]).encode())
    found = dict(zip(procedure.COLUMNS, row, strict=True))
    assert (found["processing_time"], found["processing_time_unit"], found["channels"]) == (
        Decimal("10.5"),
        "Ngày làm việc  ",
        "1,2",
    )
    assert procedure.read("x", b"null") is None and procedure.read("x", b"[]") is None
    wrong = procedure.read("1.0", b'{"MATTHC": 5}')
    assert wrong.as_quarantined()[0] == {"procedure_code": "1.0"} and "MATTHC" in wrong.reason
