"""The marked copy that the sender of a refused file gets back, and what may never stand in it."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from ingestion import marking, settings
from ingestion.errors import Fault, Final, WorkbookRejected
from ingestion.marking import mark
from ingestion.readers.grid import SUMMARY
from ingestion.readers.spreadsheet import open_sheets
from ingestion.readers.workbook import Layouts, read_workbook
from ingestion.sources import workbooks
from ingestion.transport import inbox
from ingestion.units import UnitCatalogue
from tests.ingestion.xls_file import xls

REPO = Path(__file__).resolve().parents[2]
SEEDS = REPO / "dbt_project" / "seeds" / "reference"
LAYOUTS = Layouts.load(REPO / "ingestion" / "layouts")
UNITS = UnitCatalogue.from_csv(SEEDS / "units.csv", SEEDS / "unit_aliases.csv")
ROWS = [
    ["BÁO CÁO KẾT QUẢ KÝ SỐ VĂN BẢN"], ["Kỳ báo cáo: Năm 2026"],
    ["STT", "Tên cơ quan, đơn vị", "Văn bản đi", "", "Văn bản đến", ""],
    ["", "", "Tổng số", "Trong đó ký số", "Tổng số", "Xử lý đúng hạn"],
    [1, "Xã Đô Lương", 10, "8a", 20, 15], [2, "Xã Nam Đàn", 30, 8, 20, 15],
]  # fmt: skip


def xlsx(dress=None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Ký 'số'"
    for row in ROWS:
        sheet.append([v if v != "" else None for v in row])
    sheet["C5"].font = Font(bold=True, name="Times New Roman")
    sheet["F5"] = "=1+14"
    if dress:
        dress(book, sheet)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def refused(data: bytes) -> list[Fault]:
    with pytest.raises(WorkbookRejected) as error:
        read_workbook("ký số.xlsx", data, LAYOUTS, UNITS)
    return error.value.faults


def marked(data: bytes) -> tuple[openpyxl.Workbook, bytes]:
    copy = mark("ký số.xlsx", data, open_sheets(data), refused(data))
    return openpyxl.load_workbook(BytesIO(copy)), copy


CSV = "\n".join(";".join(map(str, row)) for row in ROWS).encode("utf-8-sig")


@pytest.mark.parametrize(("data", "name"), [(xlsx(), "Ký 'số'"), (xls(ROWS), "Bảng"), (CSV, "CSV")], ids=["xlsx", "xls", "csv"])  # fmt: skip
def test_faulty_cells_are_coloured_and_commented_and_summed_up(data, name):
    book, _ = marked(data)
    assert book.sheetnames[0] == SUMMARY and name in book.sheetnames
    cell = book[name]["D5"]
    assert cell.value == "8a" and cell.fill.start_color.rgb == "FFFFC7CE"
    assert "Cần: một số nguyên" in cell.comment.text and "“8a”" in cell.comment.text
    assert book[name]["C6"].comment is None and book[name]["C6"].fill.fill_type is None
    lines = [[c.value for c in row] for row in book[SUMMARY].iter_rows(min_row=4)]
    assert lines[0] == ["STT", "Trang tính", "Ô", "Cần", "Trong tệp", "Cách sửa"]
    (found,) = [line for line in lines if line[2] == "D5"]
    assert found[1] == name and found[3] == "một số nguyên" and found[5]
    (link,) = [c.hyperlink.location for row in book[SUMMARY]["C5:C9"] for c in row if c.value == "D5"]
    assert link == f"'{name.replace(chr(39), chr(39) * 2)}'!D5"


def test_formatting_stays_and_formulas_go():
    book, _ = marked(xlsx())
    sheet = book["Ký 'số'"]
    assert sheet["C5"].font.b and sheet["C5"].font.name == "Times New Roman"
    assert not any(c.data_type == "f" for page in book for row in page.iter_rows() for c in row)


def test_nothing_active_and_nothing_foreign_is_in_the_copy():
    def dress(book, sheet):
        sheet["B5"].hyperlink = "https://example.test/"
        sheet["H8"] = '=HYPERLINK("https://example.test/","x")'
        book.defined_names["evil"] = openpyxl.workbook.defined_name.DefinedName("evil", attr_text="[1]x!$A$1")
        rule = openpyxl.worksheet.datavalidation.DataValidation("list", formula1='"=1"')
        sheet.add_data_validation(rule)

    _, copy = marked(xlsx(dress))
    parts = {n: zipfile.ZipFile(BytesIO(copy)).read(n) for n in zipfile.ZipFile(BytesIO(copy)).namelist()}
    assert not [n for n in parts if "vba" in n.lower() or "externalLink" in n or "pivot" in n.lower()]
    everything = b"".join(parts.values())
    for trace in (b"example.test", b"evil", b"<f>", b"dataValidation"):
        assert trace not in everything


@pytest.mark.parametrize("text", ["=1+1", "+84", "-x", "@SUM(A1)", '=cmd|"/C calc"!A0'])
def test_text_that_begins_a_formula_stays_text(text):
    rows = [*ROWS, [3, text, 1, 1, 1, 1]]
    csv = "\n".join(";".join('"' + str(v).replace('"', '""') + '"' for v in row) for row in rows).encode()
    for data in (xls(rows), csv):
        book, _ = marked(data)
        cell = book.worksheets[1]["B7"]
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)
    found = [r[4].value for r in book[SUMMARY].iter_rows(min_row=5) if r[2].value == "B7"]
    assert all(not str(v).startswith(("=", "+", "-", "@")) for v in found)


def test_the_copy_comes_back_corrected_and_is_read():
    _, copy = marked(xlsx(lambda book, sheet: sheet.__setitem__("F5", 15)))
    book = openpyxl.load_workbook(BytesIO(copy))
    book["Ký 'số'"]["D5"] = 8
    data = BytesIO()
    book.save(data)
    again = read_workbook("ký số.danh-dau-loi.xlsx", data.getvalue(), LAYOUTS, UNITS)
    assert len(again.figures) == 8 and again.figures[0].report_key == "file:ký số"


def test_marks_of_before_go_when_it_is_refused_again():
    _, copy = marked(xlsx())
    book = openpyxl.load_workbook(BytesIO(copy))
    book["Ký 'số'"]["D5"], book["Ký 'số'"]["E6"] = 8, "x9"
    data = BytesIO()
    book.save(data)
    again, _ = marked(data.getvalue())
    assert again.sheetnames.count(SUMMARY) == 1
    assert again["Ký 'số'"]["D5"].comment is None and again["Ký 'số'"]["E6"].comment


def test_a_merged_or_unreadable_or_huge_file_gets_a_summary(monkeypatch):
    fault = Fault.at("x", "Ký 'số'", "B5", "một", "hai", "Hãy sửa.")
    merged = xlsx(lambda book, sheet: sheet.merge_cells("A5:B5"))
    book = openpyxl.load_workbook(BytesIO(mark("x", merged, open_sheets(merged), [fault])))
    assert book["Ký 'số'"]["A5"].comment and book["Ký 'số'"]["A5"].fill.fill_type
    monkeypatch.setattr(marking, "MAX_MARKED", 5)
    for data, sheets in ((b"%PDF", []), (merged, open_sheets(merged))):
        assert openpyxl.load_workbook(BytesIO(mark("x", data, sheets, [fault]))).sheetnames == [SUMMARY]


def test_what_lies_in_rejected(warehouse, query):
    folder = settings.inbox()
    (folder / "xã").mkdir(parents=True)
    name, data = "xã/" + "ký số dài " * 17 + "\x07.xlsx", xlsx(lambda b, s: b.create_sheet("CANARY").append([FORMULA]))
    (folder / name).write_bytes(data)
    assert inbox.waiting(folder) == [name]
    with pytest.raises(WorkbookRejected):
        workbooks.load(name)
    kept = sorted((folder / "rejected" / "xã").iterdir(), key=lambda p: len(p.name))
    assert len(kept) == 3 and kept[0].read_bytes() == data, "the sender's own file is unchanged"
    assert {p.name.removeprefix(kept[0].stem) for p in kept} == {".xlsx", ".xlsx.txt", ".danh-dau-loi.xlsx"}
    assert all("\x07" not in p.name for p in kept) and inbox.waiting(folder) == []
    assert "CANARY" not in str(query("select * from ops.rejection")[0][4]).replace("“CANARY”", "")


FORMULA = "=cmd"


@pytest.mark.parametrize("name", ["../x.xlsx", "/etc/hostname", "a/../../x", "x\0.xlsx", "link.xlsx"])
def test_a_name_that_leads_elsewhere_is_no_file_of_the_inbox(tmp_path, name):
    (tmp_path / "in").mkdir()
    (tmp_path / "x.xlsx").write_bytes(b"secret")
    (tmp_path / "in" / "link.xlsx").symlink_to(tmp_path / "x.xlsx")
    assert inbox.waiting(tmp_path / "in") == []
    with pytest.raises(Final):
        inbox.read(tmp_path / "in", name, 10)
