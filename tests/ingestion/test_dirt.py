"""The dirt of real files, case by case: dossier interface reference, section 5 ("Mess"). Read right, or refused by cell."""

import unicodedata
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.errors import WorkbookRejected
from ingestion.readers.dates import read_day, swapped
from ingestion.readers.legacy import TCVN3, VNI, decode_text, has_old_text, old_texts
from ingestion.readers.percents import read_percent
from ingestion.readers.spreadsheet import open_sheets
from ingestion.readers.workbook import Layouts, read_workbook
from ingestion.text import NumberUnreadable
from ingestion.units import UnitCatalogue

REPO = Path(__file__).resolve().parents[2]
SEEDS = REPO / "dbt_project" / "seeds" / "reference"
LAYOUTS = Layouts.load(REPO / "ingestion" / "layouts")
UNITS = UnitCatalogue.from_csv(SEEDS / "units.csv", SEEDS / "unit_aliases.csv")


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("05/02/2024", "2024-02-05"), ("5-2-2024", "2024-02-05"), ("5.2.24", "2024-02-05"), ("5/2/24", "2024-02-05"),
        ("10/11//2025", "2025-11-10"), (" '10/11/2025", "2025-11-10"), ("10/ 11 /2025", "2025-11-10"),
        ("ngày 5 tháng 2 năm 2024", "2024-02-05"), ("2024-02-05", "2024-02-05"), ("2024-02-05 00:00:00", "2024-02-05"),
        (45327, "2024-02-05"), (45327.0, "2024-02-05"), (datetime(2024, 2, 5, 13, 30), "2024-02-05"),
        ("5/2/68", None), ("31/02/2024", None), ("02/15/2024", None), ("tháng 2", None), ("", None), (True, None),
        (45327.5, None), (12, None), (-5, None),
    ],
)  # fmt: skip
def test_days(raw, day):
    if day is None:
        with pytest.raises(NumberUnreadable):
            read_day(raw, 2024, is_1904=False)
    else:
        assert read_day(raw, 2024, is_1904=False).isoformat() == day


def test_serial_days_count_from_where_the_file_says():
    assert read_day(43865, 2024, is_1904=True) == read_day(45327, 2024, is_1904=False) == date(2024, 2, 5)
    with pytest.raises(NumberUnreadable):
        read_day(45327, 2024)  # a .csv does not say


JAN = date(2024, 1, 1), date(2024, 3, 31)


@pytest.mark.parametrize(
    ("column", "found"),
    [
        ([date(2024, 5, 2), "15/02/2024"], {0: date(2024, 2, 5)}),  # turned by Excel: only February is in the quarter
        ([date(2024, 3, 2), "15/02/2024"], {0: None}),  # 2 March and 3 February are both in it
        ([date(2024, 2, 2), "15/02/2024"], {0: date(2024, 2, 2)}),
        ([date(2024, 5, 2), date(2024, 2, 15)], {}),  # a day 15 is a day: nothing was turned
        ([date(2024, 5, 2), date(2024, 6, 2)], {0: None, 1: None}),  # all outside, all inside when turned
        ([date(2024, 5, 2)], {}), (["05/02/2024", "15/02/2024"], {}), ([], {}),
    ],
)  # fmt: skip
def test_days_that_an_american_excel_turned_round(column, found):
    assert swapped(column, *JAN) == found


@pytest.mark.parametrize(
    ("raw", "shown", "row", "column", "points"),
    [
        ("98,76%", False, [], [], "98.76"), ("98.76 %", False, [], [], "98.76"), (0.9876, True, [], [], "98.76"),
        (98.76, False, [98.76], [98.76], "98.76"), (0.5, False, [0.5, 40, 59.5], [0.5, 0.4], "0.5"),
        (0.9876, False, [], [0.9876, 0.5, 1], "98.76"), (1, False, [], [0.9876, 0.5, 1], "100"),
        (1.5, False, [], [98, 1.5], "1.5"), (0, False, [], [0], "0"), ("0,9876", False, [], [0.98, 0.5, 0.1], "98.76"),
        (0.9876, False, [], [0.9876], None), (0.9876, False, [], [98, 0.9876], None), (1, False, [], [1], None),
        (1.2, False, [], [1.2, 0.9, 0.8], None), ("0.9876", False, [], [], None),
    ],
)  # fmt: skip
def test_percent_in_three_notations(raw, shown, row, column, points):
    if points is None:
        with pytest.raises(NumberUnreadable, match="%"):
            read_percent(raw, shown, row, column)
    else:
        assert f"{read_percent(raw, shown, row, column)[0].normalize():f}" == points


@pytest.mark.parametrize(
    ("old", "font", "text"),
    [
        ("Tªn c¬ quan, ®¬n vÞ", None, "Tên cơ quan, đơn vị"), ("X· §« L\u00ad¬ng", None, "Xã Đô Lương"),
        ("Hµ Néi", None, "Hà Nội"), ("Thñ tôc hµnh chÝnh", None, "Thủ tục hành chính"),
        ("Ñôn vò baùo caùo", None, "Đơn vị báo cáo"), ("Uyû ban nhaân daân", None, "Uỷ ban nhân dân"),
        ("XAÕ ÑOÂ LÖÔNG", None, "XÃ ĐÔ LƯƠNG"), ("Nguyeãn", None, "Nguyễn"), ("Hµ", "tcvn3", "Hà"),
        ("Xã Đô Lương", None, "Xã Đô Lương"), ("góp ý", None, "góp ý"), ("góp ý", "tcvn3", "gúp ý"),
        ("Xã Đô Lương", "tcvn3", "Xã Đô Lương"), ("Hà Nội, 20 m² ± 5", None, "Hà Nội, 20 m² ± 5"),
        ("café Zürich", None, "café Zürich"), ("uỷ quyền", None, "uỷ quyền"), ("5 – 6 «ghi chú»", None, "5 – 6 «ghi chú»"),
    ],
)  # fmt: skip
def test_text_of_before_unicode(old, font, text):
    assert decode_text(old, font) == text


@given(st.lists(st.text(st.sampled_from("aoôöùøïàhn ®µ\0ế"), max_size=6)))
def test_many_texts_at_one_look_are_judged_as_each_by_itself(texts):
    assert sorted(old_texts(texts)) == sorted(text for text in texts if has_old_text(text))


def test_the_vni_table_is_whole():
    assert len({v for v in VNI.values() if v.islower()}) == 7 * 5 + 3 * 6 - 1 + 6 + 9, sorted(VNI.values())


HEAD = [["BÁO CÁO KẾT QUẢ KÝ SỐ VĂN BẢN"], ["Kỳ báo cáo: Năm 2026"],
        ["STT", "Tên cơ quan, đơn vị", "Văn bản đi", None, "Văn bản đến", None],
        [None, None, "Tổng số", "Trong đó ký số", "Tổng số", "Xử lý đúng hạn"]]  # fmt: skip
ONE = [1, "Xã Đô Lương", 10, 8, 20, 15]


def workbook(*rows, head=HEAD, change=None) -> bytes:
    book = openpyxl.Workbook()
    for row in [*head, *(rows or [ONE])]:
        book.active.append(row)
    if change:
        change(book, book.active)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def figures(data) -> list:
    return [f.value for f in read_workbook("thu.xlsx", data, LAYOUTS, UNITS).figures]


def in_tcvn3(text):
    """As it is typed in a font of TCVN3: a toned capital is its small letter in a font of capitals."""
    table = {letter: chr(byte) for byte, letter in TCVN3.items()}
    return "".join(table.get(c) or table.get(c.lower(), c) for c in text) if isinstance(text, str) else text


def _hide(book, sheet):
    sheet.row_dimensions[7].hidden = True


READ = {
    "no-break, thin and zero-width spaces": workbook([1, "Xã\u00a0Đô\u200b Lương", "1\u202f010", "8\u00a0", " '20", "15"]),
    "line feeds and dashes in the header": workbook(head=[*HEAD[:2], ["STT", "Tên cơ quan,\nđơn vị", "Văn bản\nđi", None, "Văn bản đến", None], [None, None, "Tổng số", "Trong đó\r\n ký số", "Tổng số", "Xử lý – đúng hạn"]]),
    "NFD": workbook(head=[[unicodedata.normalize("NFD", c) if c else c for c in row] for row in HEAD]),
    "TCVN3": workbook([1, in_tcvn3("Xã Đô Lương"), 10, 8, 20, 15], head=[[in_tcvn3(c) for c in row] for row in HEAD]),
    "numbering row with formulas in text": workbook(["(1)", "(2)", "(3)", "(4)=(5)+(6)", "5", "(6)"], ONE),
    "footnotes": workbook(ONE, [None], ["(1) Số liệu đến 31/10"], ["* Không tính văn bản mật"]),
    "a section whose subtotal is never counted": workbook(["I", "Các xã", 10, 8, 20, 15], ONE, [None, "Tổng cộng", 10, 8, 20, 15]),
    "an empty hidden row": workbook(ONE, [None], change=_hide),
}  # fmt: skip


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_read_right(data):
    found = figures(data)
    assert found[1:] == [8, 20, 15] and found[0] in (10, 1010)


def _1904(book, sheet):
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904


def test_days_of_a_file_that_counts_from_1904():
    sheet = open_sheets(workbook([1, datetime(2024, 2, 5), 43865], head=[], change=_1904))[0]
    assert sheet.is_1904 and read_day(sheet.rows[0][1], 2024) == date(2024, 2, 5)


def _formula(book, sheet):
    sheet["C5"] = "=5+5"


def _error(book, sheet):
    sheet["D5"] = "#REF!"
    sheet["D5"].data_type = "e"


def _columns(book, sheet):
    sheet.column_dimensions["D"].hidden = True


def _sheet(book, sheet):
    book.create_sheet("Trang khác")
    sheet.sheet_state = "hidden"


REFUSED = {
    "formula never calculated": (workbook(change=_formula), "C5", "mở và lưu lại tệp bằng Excel"),
    "#REF!": (workbook(change=_error), "D5", "lỗi công thức"),
    "a hidden row": (workbook(ONE, [2, "Xã Nam Đàn", 1, 1, 1, 1], [3, "Xã Vạn An", 1, 1, 1, 1], change=_hide), "A7", "dòng đang ẩn"),
    "a hidden column": (workbook(change=_columns), "D4", "đang ẩn"),
    "a hidden sheet": (workbook(change=_sheet), None, "trang tính đang ẩn"),
    "an x": (workbook([1, "Xã Đô Lương", "x", 8, 20, 15]), "C5", "chữ, không phải số"),
    "a unit that is no more": (workbook([1, "Xã Nam Sơn, huyện Đô Lương", 1, 1, 1, 1]), "B5", "hết hiệu lực"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "cell", "said"), REFUSED.values(), ids=REFUSED)
def test_refused_by_cell(data, cell, said):
    with pytest.raises(WorkbookRejected) as error:
        figures(data)
    assert said in str(error.value) and cell in {f.cell for f in error.value.faults}
