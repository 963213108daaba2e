"""Kinds of files: recognised by content, read right or refused with a sentence that says what the file is."""

import unicodedata
import zipfile
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter

from ingestion.readers.spreadsheet import Unreadable, open_sheets
from tests.ingestion.xls_file import Error, compound, record, stream, xls

ROWS = [["STT", "Đơn vị", "Số liệu"], [1, "Xã Đô Lương", 1234.5], [2, 'Xã Nam Đàn; "cũ"', "1.234,5"]]
TEXTS = [["STT", "Đơn vị", "Số liệu"], ["1", "Xã Đô Lương", "1234.5"], ["2", 'Xã Nam Đàn; "cũ"', "1.234,5"]]


def xlsx(rows=ROWS) -> bytes:
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        for r, row in enumerate(rows):
            (book.worksheets() or [book.add_worksheet("Bảng")])[0].write_row(r, 0, row)
    return data.getvalue()


def csv(delimiter: str, line_end="\r\n") -> str:
    quoted = (['"{}"'.format(v.replace('"', '""')) if set(v) & set(';,"\t') else v for v in row] for row in TEXTS)
    return line_end.join(delimiter.join(row) for row in quoted) + line_end


def toned(text: str) -> str:
    """The tone marks behind their letters, as Windows-1258 has them; the marks of letters stay in the letter."""
    letters = (unicodedata.normalize("NFD", c) for c in text)
    return "".join(
        unicodedata.normalize("NFC", d.translate(dict.fromkeys(map(ord, TONES)))) + "".join(m for m in d if m in TONES)
        for d in letters
    )


TONES = "\u0300\u0301\u0303\u0309\u0323"
CSVS = {
    "semicolon, UTF-8": csv(";").encode(),
    "comma, UTF-8 with mark": csv(",").encode("utf-8-sig"),
    "tab, UTF-16": csv("\t").encode("utf-16"),
    "comma, UTF-16 big": b"\xfe\xff" + csv(",").encode("utf-16-be"),
    "semicolon, UTF-16 without mark": csv(";", "\n").encode("utf-16-le"),
    "sep= line": ("sep=;\r\n" + csv(";")).encode(),
    "Windows-1258": toned(csv(";")).encode("cp1258"),
    "TCVN3": "STT;§¬n vÞ;Sè liÖu\r\n1;X· §« L\u00ad¬ng;1234.5\r\n2;\"X· Nam §µn; \"\"cò\"\"\";1.234,5\r\n".encode("latin-1"),
}  # fmt: skip


@pytest.mark.parametrize("data", CSVS.values(), ids=CSVS)
def test_csv_of_every_kind_is_one_table(data):
    (sheet,) = open_sheets(data)
    assert sheet.rows == TEXTS


def test_xls_is_read_as_xlsx_is():
    (old,), (new,) = open_sheets(xls(ROWS)), open_sheets(xlsx())
    assert old.rows == new.rows == ROWS and old.name == "Bảng"


def test_xls_hides_nothing():
    rows = [["a", "b"], [Error("x"), 0.9876]]
    data = xls(rows, xfs=((0, 10), (1, 0)), styles={(1, 1): 16}, is_1904=True,
               extra=record(0x041E, b"\xa4\x00\x03\x00\x000.0"))  # fmt: skip
    (sheet,) = open_sheets(data)
    assert sheet.broken == {"A2": "ô có lỗi công thức (#…)"} and sheet.percents == {"B2"} and sheet.is_1904


def test_hidden_rows_and_columns_are_known():
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["C"].hidden = True
    data = BytesIO()
    book.save(data)
    (sheet,) = open_sheets(data.getvalue())
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({1}, {2})


def _zip(*names) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as z:
        for name in names:
            z.writestr(name, xlsx() if name.endswith(".xlsx") else "<x/>")
    return data.getvalue()


REFUSED = {
    "empty": (b"", "rỗng"),
    "zeros": (bytes(5000), "rỗng"),
    "html": (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
    "html with mark": ("\ufeff  <!DOCTYPE html><HTML>".encode(), "HTML"),
    "xml of 2003": (b'<?xml version="1.0"?><Workbook/>', "XML"),
    "pdf": (b"%PDF-1.7", "PDF"),
    "picture": (b"\x89PNG\r\n", "ảnh"),
    "rar": (b"Rar!\x1a\x07", ".rar"),
    "word": (_zip("word/document.xml"), "Word"),
    "ods": (_zip("content.xml"), ".ods"),
    "xlsb": (_zip("xl/workbook.bin"), ".xlsb"),
    "zip of workbooks": (_zip("a.xlsx", "b.xlsx"), "Hãy giải nén"),
    "truncated xlsx": (xlsx()[:-200], "chưa tải lên hết"),
    "truncated xls": (xls(ROWS)[:1500], "hỏng"),
    "locked xlsx": (compound(b"x", "EncryptedPackage"), "mật khẩu"),
    "locked xls": (compound(stream(ROWS, extra=record(0x002F, bytes(6)))), "mật khẩu"),
    "old word": (compound(b"x", "WordDocument"), "Word"),
    "bytes": (bytes(range(1, 256)) * 20, "bảng mã"),
    "binary": (b"abc\x00\x01\x02" * 300, "văn bản"),
    "half an UTF-16": (csv(";").encode("utf-16")[:-1], "hỏng"),
}


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_named(data, said):
    with pytest.raises(Unreadable) as refused:
        open_sheets(data)
    assert said in " ".join(refused.value.args)
