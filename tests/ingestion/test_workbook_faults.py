"""Workbooks that are refused: every fault with its cell, and nothing of the file taken."""

import pickle
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from ingestion.errors import Final, WorkbookRejected
from ingestion.readers.workbook import Layouts, read_workbook
from ingestion.units import UnitCatalogue

REPO = Path(__file__).resolve().parents[2]
SEEDS = REPO / "dbt_project" / "seeds" / "reference"
LAYOUTS = Layouts.load(REPO / "ingestion" / "layouts")
UNITS = UnitCatalogue.from_csv(SEEDS / "units.csv", SEEDS / "unit_aliases.csv")
GOOD = {
    "A1": "BÁO CÁO KẾT QUẢ KÝ SỐ VĂN BẢN", "A2": "Kỳ báo cáo: Năm 2026",
    "A3": "STT", "B3": "Tên cơ quan, đơn vị", "C3": "Văn bản đi", "E3": "Văn bản đến",
    "C4": "Tổng số", "D4": "Trong đó ký số", "E4": "Tổng số", "F4": "Xử lý đúng hạn",
    "A5": "I", "B5": "Các xã", "C5": 30, "A6": 1, "B6": "Xã Đô Lương", "C6": 10, "D6": 8, "E6": 20, "F6": 15,
    "A7": 2, "B7": "Xã Nam Đàn", "C7": 20, "D7": 8, "E7": 20, "F7": 15,
    "B8": "Tổng cộng", "C8": 30, "D8": 16, "E8": 40, "F8": 30, "A9": "Ghi chú", "B11": "NGƯỜI LẬP",
}  # fmt: skip
LIST = {
    "A1": "DANH MỤC THỦ TỤC HÀNH CHÍNH THUỘC THẨM QUYỀN GIẢI QUYẾT", "A2": "Kỳ báo cáo: Tháng 5/2024",
    "A3": "Đơn vị báo cáo: UBND huyện Đô Lương", "A4": "STT", "B4": "Mã TTHC", "C4": "Tên TTHC", "D4": "Lĩnh vực",
    "E4": "Cấp thực hiện", "F4": "Mức độ DVC trực tuyến", "A5": 1, "B5": "1.001", "C5": "Cấp giấy", "D5": "Đất đai",
    "E5": "Cấp xã", "F5": "Toàn trình",
}  # fmt: skip


def workbook(cells, *others):
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        for name, content in (("Ký số", cells), *others):
            sheet = book.add_worksheet(name)
            for cell, value in content.items():
                write = sheet.write_formula if str(value).startswith("=") else sheet.write
                write(cell, value, *([None, "#DIV/0!"] if "/0" in str(value) else []))
    return data.getvalue()


def refused(data):
    with pytest.raises(WorkbookRejected) as error:
        read_workbook("thu.xlsx", data, LAYOUTS, UNITS)
    return error.value


@pytest.mark.parametrize(
    ("base", "change", "cell", "said"),
    [
        (GOOD, {"G3": "Hồ sơ hủy", "G6": 1}, "G3", "cột lạ “Hồ sơ hủy”"),
        (GOOD, {"F4": "Kết quả"}, "F4", "cần cột “Văn bản đến / Xử lý đúng hạn”"),
        (GOOD, {"F4": "", "F6": "", "F7": "", "F8": ""}, "A3", "thiếu cột này"),
        (GOOD, {"G3": "Văn bản đi", "G4": "Tổng số"}, "G4", "lặp lại"),
        (GOOD, {"H6": 5}, "H6", "cột không có tiêu đề"),
        (GOOD, {"B6": "Xã Đô Lương Thượng"}, "B6", "Có phải là Xã Đô Lương"),
        (GOOD, {"B6": ""}, "B6", "để trống"),
        (GOOD, {"B7": "UBND xã Đô Lương"}, "B7", "đã có ở dòng 6"),
        (GOOD, {"D6": "12o3"}, "D6", "“12o3”"),
        (GOOD, {"D6": "Nguyễn Văn A"}, "D6", "chữ, không phải số"),
        (GOOD, {"D6": "8 (Nguyễn Văn A)"}, "D6", "số lẫn chữ"),
        (GOOD, {"B6": "Nguyễn Văn A"}, "B6", "tên không có trong danh mục"),
        (GOOD, {"B6": "17662 - Xã Đô Lương (Nguyễn Văn A)"}, "B6", "tên không có trong danh mục"),
        (GOOD, {"A2": "Kỳ báo cáo: Năm 20x6, Nguyễn Văn A lập"}, "A2", "“Năm …”"),
        (LIST, {"A3": "Đơn vị báo cáo: UBND huyện Đô Lương, Nguyễn Văn A"}, "A3", "tên không có trong danh mục"),
        (LIST, {"F5": "Nguyễn Văn A"}, "F5", "giá trị khác"),
        (GOOD, {"D6": "1,5"}, "D6", "không có phần lẻ"),
        (GOOD, {"D6": "=1/0"}, "D6", "lỗi công thức"),
        (GOOD, {"C8": 31}, "C8", "cần 30, là tổng của 2 dòng chi tiết; trong tệp: “31”"),
        (GOOD, {"C5": 29}, "C5", "cần 30"),
        (GOOD, {"A10": 3, "B10": "Xã Vạn An", "C10": 5}, "A10", "bảng đã kết thúc"),
        (GOOD, {"A2": ""}, None, "Kỳ báo cáo"),
        (GOOD, {"A2": "Kỳ báo cáo: Tháng 5/2026"}, "A2", "kỳ báo cáo là năm"),
        (GOOD, {"A2": "Kỳ báo cáo: Năm 2019"}, None, "từ 01/01/2026"),
        (
            GOOD,
            {"A3": "", "B3": "x", "C3": "x", "E3": "x", "C4": "", "D4": "", "E4": "", "F4": ""},
            None,
            "tiêu đề bảng",
        ),
        (GOOD, {"A1": "Báo cáo khác"}, None, "tên một biểu mẫu"),
        (LIST, {"A3": "Đơn vị báo cáo: UBND huyện Đô Lươn"}, "A3", "Huyện Đô Lương"),
        (LIST, {"F5": "Mức độ 4"}, "F5", "“Toàn trình”"),
        (LIST, {"C5": ""}, "C5", "để trống"),
        (LIST, dict(zip(("A6", "B6", "C6", "D6", "E6"), (2, "1.001", "a", "b", "Xã"), strict=True)), "B6", "ở dòng 5"),
    ],
)
def test_a_fault_names_its_cell(base, change, cell, said):
    error = refused(workbook(base | change))
    assert said in str(error)
    assert cell in {f.cell for f in error.faults}
    assert all(f.file == "thu.xlsx" and f.sentence_vi in str(error) for f in error.faults)
    assert "Nguyễn" not in str(error)


def test_all_faults_are_told_at_once_and_survive_a_process_border():
    error = refused(workbook(GOOD | {"B6": "Xã X", "C6": "a1", "D7": "b2", "G3": "Thừa"}))
    assert [f.cell for f in error.faults] == ["G3", "C6", "B6", "D7"]
    assert isinstance(error, Final)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize("other", [{"A1": 1}, GOOD])
def test_contents_on_another_sheet_are_not_lost_in_silence(other):
    assert "trang tính" in str(refused(workbook(GOOD, ("Sheet2", other))))
