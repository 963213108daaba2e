"""List forms: numbers and dates read exactly, a unit per entry, fields of the letterhead, and nothing personal."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from ingestion.errors import WorkbookRejected
from ingestion.readers.workbook import Layouts, read_workbook
from ingestion.text import NumberUnreadable, field_text
from ingestion.units import UnitCatalogue

REPO = Path(__file__).resolve().parents[2]
SEEDS = REPO / "dbt_project" / "seeds" / "reference"
LAYOUTS = Layouts.load(REPO / "ingestion" / "layouts")
UNITS = UnitCatalogue.from_csv(SEEDS / "units.csv", SEEDS / "unit_aliases.csv")
SHEET = {
    "A1": "PHIẾU CHẤM ĐIỂM THEO BỘ CHỈ SỐ", "A2": "Bộ chỉ số: PAR INDEX", "A3": "Năm đánh giá: 2023",
    "A4": "STT", "B4": "Đơn vị", "C4": "Mã tiêu chí", "D4": "Bước", "E4": "Kết quả thực hiện", "F4": "Điểm",
    "G4": "Số, ký hiệu tài liệu kiểm chứng", "H4": "Lý do", "I4": "Ngày chấm",
    "A5": 1, "B5": "UBND huyện Đô Lương", "C5": "1.1.2", "D5": "Tự chấm", "E5": "87,5", "F5": "1,75", "G5": "12/BC-UBND",
    "I5": "5/1/2024", "A6": 2, "B6": "Sở Nội vụ", "C6": "4.1.2", "D6": "Kết quả cuối cùng", "F6": 0.75,
    "H6": "Đồng ý; liên hệ 0912 345 678, a.b@c.vn", "I6": "30/01/2024",
}  # fmt: skip


def read(cells):
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Phiếu")
        for cell, value in cells.items():
            sheet.write_string(cell, value) if isinstance(value, str) else sheet.write(cell, value)
    return read_workbook("phieu.xlsx", data.getvalue(), LAYOUTS, UNITS)


def test_an_entry_has_its_unit_its_numbers_and_the_index_of_the_letterhead():
    one, two = read(SHEET).list_rows
    assert (one.unit_key, two.unit_key) == ("district-427-2020", "department-so-noi-vu-2020")
    assert one.period_code == "2023"
    assert one.fields == {
        "index_code": "par", "criterion_code": "1.1.2", "stage": "self", "value": "87.5", "points": "1.75",
        "evidence": "12/BC-UBND", "reason": "", "assessed_at": "2024-01-05",
    }  # fmt: skip
    assert (two.fields["points"], two.fields["stage"]) == ("0.75", "final")
    assert (one.cells["index_code"], one.cells["points"], two.cells["points"]) == ("A2", "F5", "F6")


def test_phone_numbers_and_addresses_stay_in_the_file():
    book = read(SHEET)
    assert book.list_rows[1].fields["reason"] == "Đồng ý; liên hệ …, …"
    assert "0912" not in repr(book)


@pytest.mark.parametrize(
    ("change", "cell", "said"),
    [
        ({"A2": "Bộ chỉ số: PCI"}, "A2", "“PAR INDEX”"),
        ({"A2": ""}, None, "dòng “Bộ chỉ số: …” phía trên bảng"),
        ({"F5": "1,7x"}, "F5", "một số"),
        ({"F5": "1.234"}, "F5", "chỉ hiểu được một cách"),
        ({"I5": "tháng 1"}, "I5", "ngày/tháng/năm"),
        ({"I5": "31/02/2024"}, "I5", "một ngày"),
        ({"D5": "Nháp"}, "D5", "“Tự chấm”"),
        ({"B5": "Huyện Đô Lươn"}, "B5", "Huyện Đô Lương"),
        ({"C5": ""}, "C5", "để trống"),
        ({"B6": "Huyện Đô Lương", "C6": "1.1.2", "D6": "Tự đánh giá"}, "C6", "đã có ở dòng 5"),
    ],
)
def test_a_fault_names_its_cell(change, cell, said):
    with pytest.raises(WorkbookRejected) as refused:
        read(SHEET | change)
    assert said in str(refused.value)
    assert [f.cell for f in refused.value.faults] == [cell]


@pytest.mark.parametrize(
    ("raw", "kind", "text"),
    [
        ("1,5", "decimal", "1.5"), ("1.234,50", "decimal", "1234.50"), (0.1, "decimal", "0.1"), (3.0, "decimal", "3"),
        ("-", "decimal", ""), ("1.234", "integer", "1234"), ("98,7%", "percent", "98.7"), ("1/2/2024", "date", "2024-02-01"),
        ("01-12-2024", "date", "2024-12-01"), (" a  b ", "text", "a b"),
        ("QĐ 125/QĐ-UBND ngày 15/01/2023, 2 trang", "remark", "QĐ 125/QĐ-UBND ngày 15/01/2023, 2 trang"),
        ("gọi +84 912 345 678 hoặc 038123456789", "remark", "gọi … hoặc …"),
    ],
)  # fmt: skip
def test_field_text(raw, kind, text):
    assert field_text(raw, kind) == text
    if kind == "decimal" and text:
        assert Decimal(text).is_finite()


@pytest.mark.parametrize(("raw", "kind"), [("1,5", "integer"), ("5 %", "decimal"), (45000.5, "date"), ("x", "date")])
def test_what_cannot_be_read_is_refused(raw, kind):
    with pytest.raises(NumberUnreadable):
        field_text(raw, kind)
