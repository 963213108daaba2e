"""Free-text unit names at a date, on the units of the province."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from ingestion.errors import UnitUnresolved
from ingestion.units import UnitCatalogue

SEEDS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "reference"
OLD, BETWEEN, NEW = date(2024, 4, 14), date(2024, 12, 1), date(2026, 10, 14)


@pytest.fixture(scope="module")
def units():
    return UnitCatalogue.from_seeds(SEEDS)


@pytest.mark.parametrize(
    ("text", "at", "level", "unit_key"),
    [
        ("17662", NEW, None, "commune-17662-2025"),
        ("17662", OLD, None, "commune-17662-2020"),
        ("H41", NEW, None, "province-40-2020"),
        ("commune-17662-2025", NEW, None, "commune-17662-2025"),
        ("Xã Đô Lương", NEW, None, "commune-17662-2025"),
        ("UBND xã Đô Lương", NEW, None, "commune-17662-2025"),
        ("Ủy ban nhân dân xã Đô Lương", NEW, None, "commune-17662-2025"),
        ("Uỷ  ban nhân dân xã đô lương ", NEW, None, "commune-17662-2025"),
        ("UỶ BAN NHÂN DÂN XÃ ĐÔ LƯƠNG", NEW, None, "commune-17662-2025"),
        ("Đô Lương", NEW, None, "commune-17662-2025"),
        ("xa do luong", NEW, None, "commune-17662-2025"),
        (unicodedata.normalize("NFD", "Xã Đô\u00a0Lương"), NEW, None, "commune-17662-2025"),
        ("TT PVHCC xã Đô Lương", NEW, None, "commune-17662-2025"),
        ("Đô Lương", OLD, "district", "district-427-2020"),
        ("H. Đô Lương", OLD, None, "district-427-2020"),
        ("Bộ phận một cửa huyện Đô Lương", OLD, None, "district-427-2020"),
        ("TP.Vinh", OLD, None, "district-412-2020"),
        ("thị xã Thái Hoà", OLD, None, "district-414-2020"),
        ("Huyện Kì Sơn", OLD, None, "district-417-2020"),
        ("Xã Nam Sơn, huyện Đô Lương", OLD, None, "commune-17656-2020"),
        ("Xã Nam Sơn (Quỳ Hợp)", OLD, ("district", "commune"), "commune-17086-2020"),
        ("Cửa Lò", date(2024, 11, 30), "district", "district-413-2020"),
        ("Xã Ngọc Sơn, huyện Đô Lương", OLD, None, "commune-17635-2020"),
        ("Xã Lam Sơn, huyện Đô Lương", OLD, None, "commune-17623-2020"),
        ("Xã Bạch Ngọc", BETWEEN, None, "commune-17623-2024"),
        ("17623", OLD, None, "commune-17623-2020"),
        ("17623", BETWEEN, None, "commune-17623-2024"),
        ("Phường Nghi Phú", BETWEEN, None, "commune-16702-2024"),
        ("Xã Nghi Phong, thành phố Vinh", BETWEEN, None, "commune-17902-2024"),
        ("Xã Nghi Phong, huyện Nghi Lộc", OLD, None, "commune-17902-2020"),
        ("000.00.29.H41", OLD, None, "district-420-2020"),
        ("H41.29", OLD, None, "district-420-2020"),
        (" h41.29 ", OLD, None, "district-420-2020"),
        ("000.00.00.H41", NEW, None, "province-40-2020"),
        ("H41.101", NEW, None, "commune-16681-2025"),
        ("17662 - Xã Đô Lương", NEW, None, "commune-17662-2025"),
        ("Xã Đô Lương (mã 17662)", NEW, None, "commune-17662-2025"),
        ("UBND xã Yên Sơn, huyện Đô Lương – 17662", OLD, None, "commune-17662-2020"),
        ("Xã Nam Sơn (17656)", OLD, None, "commune-17656-2020"),  # the code tells two homonyms apart
        ("Sở Nội vụ", NEW, None, "department-so-noi-vu-2025"),
        ("Sở NV", OLD, None, "department-so-noi-vu-2020"),
        ("Sở VHTT&DL", NEW, None, "department-so-van-hoa-the-thao-va-du-lich-2025"),
        ("Tỉnh Thừa Thiên Huế", OLD, None, "province-46-2020"),
        ("Gia Lai", NEW, "province", "province-52-2025"),
        ("H21", OLD, None, "province-64-2020"),
        ("Sở NN&PTNT", OLD, "department", "department-so-nong-nghiep-va-phat-trien-nong-thon-2020"),
        ("Văn phòng Uỷ ban nhân dân tỉnh", OLD, None, "department-van-phong-ubnd-tinh-2020"),
        ("Sở Nội vụ tỉnh Nghệ An", OLD, None, "department-so-noi-vu-2020"),
    ],
)
def test_resolved(units, text, at, level, unit_key):
    assert units.resolve(text, at, level) == unit_key


@pytest.mark.parametrize(
    ("text", "at", "level", "said"),
    [
        ("Đô Lương", OLD, None, ["2 đơn vị", "Huyện Đô Lương", "Thị trấn Đô Lương"]),
        ("Xã Nam Sơn", OLD, None, ["huyện Quỳ Hợp, mã 17086", "huyện Đô Lương, mã 17656"]),
        ("Xã Đô Lươg", NEW, None, ["Có phải là Xã Đô Lương"]),
        ("Xã Không Tên Nào", NEW, "commune", ["tên hoặc mã một đơn vị", "cấp xã"]),
        ("Huyện Đô Lương", NEW, None, ["hết hiệu lực từ 01/07/2025", "không có đơn vị kế thừa cùng cấp"]),
        ("Thị xã Cửa Lò", BETWEEN, None, ["đã sáp nhập vào Thành phố Vinh", "mã 412) từ ngày 01/12/2024"]),
        ("Xã Yên Sơn, huyện Đô Lương", NEW, None, ["Huyện Đô Lương", "hết hiệu lực"]),
        ("Xã Ngọc Sơn", BETWEEN, None, ["2 đơn vị", "huyện Quỳnh Lưu", "huyện Thanh Chương"]),
        (
            "Xã Ngọc Sơn, huyện Đô Lương",
            BETWEEN,
            None,
            ["đã sáp nhập vào Xã Bạch Ngọc (huyện Đô Lương, mã 17623) từ ngày 01/12/2024"],
        ),
        ("commune-17635-2020", NEW, None, ["đã sáp nhập vào Xã Bạch Ngọc", "nay thuộc Xã"]),
        (
            "Xã Hưng Đông",
            BETWEEN,
            None,
            ["đã đổi thành Phường Hưng Đông (thành phố Vinh, mã 16705) từ ngày 01/12/2024"],
        ),
        (
            "Sở Lao động - Thương binh và Xã hội",
            NEW,
            None,
            ["đã chia cho", "Sở Nội vụ", "Sở Y tế", "từ ngày 01/03/2025"],
        ),
        ("Tỉnh Bình Định", NEW, None, ["đã sáp nhập vào Tỉnh Gia Lai", "mã 52) từ ngày 01/07/2025"]),
        ("17662 Xã Yên Sơn", NEW, None, ["mã 17662 là Xã Đô Lương", "kiểm tra lại mã và tên"]),
        ("H41.29.88", OLD, None, ["Đơn vị gần nhất phía trên theo mã: Huyện Quỳ Hợp"]),
        ("H41.290", OLD, None, ["Đơn vị gần nhất phía trên theo mã: Tỉnh Nghệ An"]),
        ("Phường Trường Vinh", OLD, None, ["có hiệu lực từ 01/07/2025"]),
        ("Xã Đô Lương", NEW, "district", ["không thuộc cấp báo cáo này"]),
        ("Xã Nam Sơn, huyện Không Có", OLD, None, ["huyện Không Có"]),
        ("", NEW, None, ["tên hoặc mã một đơn vị"]),
    ],
)
def test_refused_with_what_helps(units, text, at, level, said):
    with pytest.raises(UnitUnresolved) as refused:
        units.resolve(text, at, level)
    assert all(part in str(refused.value) for part in said), str(refused.value)


@pytest.mark.parametrize("text", ["Xã Yên", "Yên"])
def test_many_units_called_yen_are_never_guessed(units, text):
    yen = [u.name_vi for u in units.by_key.values() if u.short_name_vi.startswith("Yên ") and u.is_valid(NEW)]
    assert len(yen) >= 4
    with pytest.raises(UnitUnresolved):
        units.resolve(text, NEW)


def test_parent_narrows(units):
    assert units.resolve("Xã Nam Sơn", OLD, parent="district-427-2020") == "commune-17656-2020"
    with pytest.raises(UnitUnresolved):
        units.resolve("Xã Nam Sơn", OLD, parent="district-412-2020")


@pytest.mark.parametrize("at", [OLD, BETWEEN, NEW])
def test_every_unit_is_found_by_its_code_and_full_name(units, at):
    for key, unit in units.by_key.items():
        if unit.is_valid(at):
            parent = unit.parent_unit_key or None
            assert units.resolve(unit.gso_code or key, at, unit.level) == key
            assert units.resolve(f"UBND {unit.name_vi.lower()}", at, unit.level, parent) == key


def test_a_file_of_another_province_is_refused(units):
    assert units.resolve("Tỉnh Hà Tĩnh", NEW) == "province-42-2020"
    with pytest.raises(UnitUnresolved, match="một đơn vị của tỉnh này"):
        units.resolve_own("Tỉnh Hà Tĩnh", NEW)
    assert units.resolve_own("Tỉnh Nghệ An", NEW) == "province-40-2020"
    assert units.resolve_own("Xã Đô Lương", NEW) == "commune-17662-2025"
