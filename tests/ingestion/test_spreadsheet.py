"""Files as bytes: what is opened, what is refused before it can do harm, and what Excel hides in a cell."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter

from ingestion.readers.spreadsheet import Unreadable, a1, open_sheets


def workbook(cells, blank=None):
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Bảng")
        for cell, value in cells.items():
            result = {"=1/0": ["#DIV/0!"], "=A1+1": [2]}.get(value)
            sheet.write(cell, value, *([None, *result] if result else []))
        if blank:
            sheet.write_blank(blank, None, book.add_format({"bold": True}))
    return data.getvalue()


def test_addresses():
    assert [a1(0, 0), a1(9, 25), a1(11, 26), a1(0, 16383)] == ["A1", "Z10", "AA12", "XFD1"]


def test_formulas_that_were_never_calculated_are_not_taken_for_blanks():
    book = openpyxl.load_workbook(BytesIO(workbook({"A1": 1, "B1": "=A1+1", "C1": '="a"', "D1": "=1/0"})))
    again = BytesIO()
    book.save(again)
    assert open_sheets(again.getvalue())[0].broken == dict.fromkeys(("B1", "C1", "D1"), "công thức chưa được tính")


def test_cells_with_an_error_are_not_taken_for_blanks():
    sheet = open_sheets(workbook({"A1": 1, "B1": "=A1+1", "D1": "=1/0"}))[0]
    assert (sheet.rows, sheet.broken) == ([[1, 2, "", ""]], {"D1": "ô có lỗi công thức (#…)"})


def _bomb():
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/workbook.xml", b"0" * 30_000_000)
    return data.getvalue()


def _implicit(data):
    """A last row and a long row whose cells do not say where they stand."""
    again = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            far = (
                b'<row r="9">' + b"<c><v>1</v></c>" * 999 + b'</row><row r="1000000"><c><v>1</v></c></row></sheetData>'
            )
            new.writestr(name, old.read(name).replace(b"</sheetData>", far))
    return again.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"PK\x03\x04 nothing", "hỏng"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "mật khẩu"),
     (_implicit(workbook({"A1": 1})), "dòng"), (b"0" * (20 * 1024**2 + 1), "20 MB"), (_bomb(), "giải nén"), (workbook({"A1": 1, "XFD1048576": 1}), "16384 cột")],
    ids=["broken zip", "old or locked", "cells without address", "too big", "zip bomb", "grid bomb"],
)  # fmt: skip
def test_files_that_are_no_workbook_or_a_trap(data, said):
    with pytest.raises(Unreadable) as refused:
        open_sheets(data)
    assert said in " ".join(refused.value.args)


def test_formats_far_below_a_table_are_no_data():
    data = workbook({"A1": 1}, blank="XFD1048576")
    assert open_sheets(data)[0].rows == [[1]]
