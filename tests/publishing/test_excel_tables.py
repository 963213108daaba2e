"""Worksheets for officials: what is text stays text, numbers are what is shown, and the sheet is ready to filter and print."""

import io
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.excel.table import Column, Table, decimals, sheet_names
from publishing.excel.write import workbook

MADE = datetime(2026, 11, 1, 2, 30)
COLUMNS = [
    Column("Hạng", 7, 0),
    Column("Đơn vị", 30),
    Column("Điểm", 10, 2, "Nhóm", Decimal(20)),
    Column("Hạng", 7, 0, "Nhóm"),
]


def opened(*rows, **more):
    table = Table("Cấp xã", "BẢNG ĐIỂM", ["Năm 2026", "Bản phát hành 3"], COLUMNS, list(rows), ["Ghi chú"], **more)
    file = io.BytesIO(workbook([table], "PAR 2026", MADE))
    return openpyxl.load_workbook(file)["Cấp xã"]


@pytest.mark.parametrize(
    ("wanted", "given_"),
    [
        (["cấp xã"], ["Cấp xã"]),
        (["a/b: [c]*?\\d"], ["A b c d"]),
        (["x" * 40, "X" * 40], ["X" + "x" * 30, "X" * 27 + " (2)"]),
        (["'quoted'", "", "History"], ["Quoted", "Bảng", "History (2)"]),
    ],
)
def test_names_of_sheets_are_those_that_excel_takes(wanted, given_):
    assert sheet_names(wanted) == given_


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-x", "@sum", "＝cmd", "http://a.b/c", "0123", "1e5"])
def test_text_from_outside_stays_text(text):
    cell = opened([1, text, Decimal(1), 1])["B9"]
    assert (cell.value, cell.data_type) == (text, "s") and cell.hyperlink is None


@settings(max_examples=10)
@given(st.lists(st.tuples(st.integers(0, 10**9), st.decimals(-(10**6), 10**6, places=6)), min_size=1, max_size=60))
def test_a_cell_holds_exactly_what_it_shows(rows):
    sheet = opened(*([count, "x", points, None] for count, points in rows))
    for row, (count, points) in enumerate(rows, 9):
        held = Decimal(repr(sheet[f"C{row}"].value))
        assert abs(held - points) <= Decimal("0.005") and held == round(held, 2)
        assert sheet[f"A{row}"].value == count
    assert sheet["C9"].number_format == "#,##0.00" and sheet["A9"].number_format == "#,##0"


def test_missing_is_not_zero_and_half_is_rounded_up():
    sheet = opened([None, "x", Decimal("2.675"), 0], [2, "y", "thiếu", 10**15])
    assert [c.value for c in sheet[9]] == ["–", "x", 2.68, 0]
    assert [c.value for c in sheet[10]] == [2, "y", "thiếu", str(10**15)], "a cell keeps fifteen digits"


@pytest.mark.parametrize("value", [1.5, True, b"x"])
def test_what_is_no_exact_number_is_refused(value):
    with pytest.raises(TypeError, match="no exact number"):
        opened([1, "x", value, 1])


def test_the_sheet_is_ready_to_read_filter_and_print():
    sheet = opened([1, "Xã A", Decimal(5), 1], [2, "Xã B", Decimal(4), 2], marked={1}, warning="MINH HỌA", printed=3)
    assert [sheet[f"A{n}"].value for n in range(1, 5)] == ["BẢNG ĐIỂM", "Năm 2026", "Bản phát hành 3", "MINH HỌA"]
    assert [c.value for c in sheet[6]] == ["Hạng", "Đơn vị", "Nhóm", None] and sheet["C7"].value == "Điểm"
    assert sheet["B8"].value == "Điểm tối đa" and sheet["C8"].value == 20 and sheet["D9"].value == "(4)"
    merged = {str(m) for m in sheet.merged_cells.ranges}
    assert {"A1:C1", "A6:A7", "B6:B7", "C6:D6"} <= merged
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("C10", "A9:D11", "$6:$9")
    page = sheet.page_setup
    assert (int(page.paperSize), page.orientation, page.fitToHeight) == (9, "landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_area.endswith("$A$1:$C$13")
    assert sheet["A11"].fill.fill_type == "solid" and sheet["A10"].fill.fill_type is None


def test_the_same_release_gives_the_same_bytes():
    table = Table("A", "B", [], COLUMNS, [[1, "x", Decimal(1), 1]])
    assert workbook([table], "T", MADE) == workbook([table], "T", MADE)


@pytest.mark.parametrize(
    ("values", "least", "needed"),
    [([], 0, 0), ([Decimal("1.50"), None], 0, 1), ([Decimal("1.25")], 0, 2), ([Decimal(7)], 2, 2), ([Decimal("0.1234")], 2, 4)],
)  # fmt: skip
def test_decimals_of_a_column(values, least, needed):
    assert decimals(values, least) == needed
