"""Workbooks that can be read: what comes out of sheets as officials lay them out. Refusals: test_workbook_faults.py."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from ingestion.readers.workbook import Layouts, read_workbook
from ingestion.units import UnitCatalogue

REPO = Path(__file__).resolve().parents[2]
SEEDS = REPO / "dbt_project" / "seeds" / "reference"
LAYOUTS = Layouts.load(REPO / "ingestion" / "layouts")
UNITS = UnitCatalogue.from_csv(SEEDS / "units.csv", SEEDS / "unit_aliases.csv")
HEAD = [
    ["STT", "Tên cơ quan, đơn vị", "Văn bản đi", "", "Văn bản đến", ""],
    ["", "", "Tổng số", "Trong đó\nký số", "Tổng số", "Xử lý đúng hạn"],
]
ABOVE = [["SỞ NỘI VỤ"], ["BÁO CÁO KẾT QUẢ KÝ SỐ VĂN BẢN"], ["Kỳ báo cáo: Năm 2026"]]
NUMBERING = ["(1)", "(2)", "(3)", "(4)=(3)-1", "5", "6"]
ONE = [1, "Xã Đô Lương", 10, 8, 20, 15]
TWO = [2, "UBND xã Nam Đàn", "1.005", "-", 20.0, ""]


def workbook(*rows, above=ABOVE, head=HEAD, merges=()):
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Ký số")
        for r, row in enumerate([*above, *head, *rows]):
            for c, value in enumerate(row):
                sheet.write_string(r, c, value) if isinstance(value, str) else sheet.write(r, c, value)
        for merge, text in merges:
            sheet.merge_range(merge, text)
    return data.getvalue()


def read(data):
    return read_workbook("thu.xlsx", data, LAYOUTS, UNITS)


def table(book):
    found = {}
    for f in book.figures:
        found.setdefault(f.unit_key, []).append(f.missing_reason if f.value is None else f.value)
    return found


EXPECTED = {"commune-17662-2025": [10, 8, 20, 15], "commune-17935-2025": [1005, "dash", 20, "blank"]}


MERGED = [("A4:A5", "STT"), ("B4:B5", "Cơ quan, đơn vị"), ("C4:D4", "Văn bản đi"), ("E4:F4", "Văn bản đến")]
CLOTHES = {
    "plain": workbook(ONE, TWO),
    "merged header": workbook(ONE, TWO, merges=MERGED),
    "group repeated": workbook(ONE, TWO, head=[["TT", HEAD[0][1], *["Văn bản đi"] * 2, *["VĂN BẢN ĐẾN"] * 2], HEAD[1]]),
    "numbering row, total below": workbook(NUMBERING, ONE, TWO, ["", "Tổng cộng", 1015, 8, 40, 15]),
    "total above": workbook(["", "TỔNG SỐ", 1015, 8, 40, ""], ONE, TWO),
    "roman section with subtotal": workbook(["I", "Các xã", 1015, 8, 40, 15], ONE, TWO),
    "section lines": workbook(["I. CÁC XÃ"], ONE, ["II. CÁC XÃ KHÁC"], TWO),
    "sections in sections": workbook(["A", "Tất cả", 1015], ["I", "Một", 10], ONE, ["II", "Hai", "1.005"], TWO),
    "numbers below numbers": workbook(["1", "Các xã", 1015], ["1.1", *ONE[1:]], ["1.2", *TWO[1:]]),
    "no numbering": workbook(["", *ONE[1:]], ["", *TWO[1:]]),
    "blank and waiting rows, signatures": workbook(
        ONE, [], TWO, [3, "", " "], ["Ghi chú: 5 xã"], ["", "Người lập"], ["", "CANARY", "", "CANARY"]
    ),
    "a column that is not read": workbook([*ONE, "CANARY"], [*TWO, 5], head=[[*HEAD[0], "Ghi chú"], [*HEAD[1], ""]]),
    "period in the next cell": workbook(
        ONE, TWO, above=[*ABOVE[:2], ["Kỳ báo cáo:", "", "Từ ngày 01/01/2026 đến ngày 30/9/2026"]]
    ),
}


@pytest.mark.parametrize("data", CLOTHES.values(), ids=CLOTHES)
def test_one_table_in_many_clothes(data):
    book = read(data)
    assert (book.form_code, book.edition, book.period_code) == ("digital_signature", "2026", "2026")
    assert table(book) == EXPECTED
    assert "CANARY" not in repr(book)


def test_every_figure_leads_back_to_its_cell():
    book = read(CLOTHES["numbering row, total below"])
    found = {f.cell: (f.sheet, f.sheet_row, f.row_role, f.figure_code, f.raw_text, f.value) for f in book.figures}
    assert found["C8"] == ("Ký số", 8, "detail", "documents_out", "1.005", Decimal(1005))
    used = {cell: text for _, cell, text in book.cells}
    assert used["C8"] == "1.005" and used["B8"] == "UBND xã Nam Đàn" and used["A3"] == "nam 2026"
    assert not used.keys() & {"A1", "B9", "C9", "A8"}, "only what was used is kept"
