"""The workbook for officials: it says what the book says, lets them edit what they may, and comes back text for text."""

from datetime import datetime

import openpyxl
import pytest

from books.book import all_folders, read
from books.rules import RULES
from books.sheet import SHEETS, export
from books.sheet_import import import_workbook
from books.vocabulary import names
from tests.books.planted import good


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


@pytest.mark.parametrize("folder", all_folders(), ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_book_comes_back_byte_for_byte(folder, tmp_path):
    path = export(read(folder), tmp_path / "book.xlsx")
    fresh = import_workbook(path, tmp_path / "fresh")
    assert not [f for f in fresh.faults if not f.is_warning] and contents(tmp_path / "fresh") == contents(folder)
    again = import_workbook(path, tmp_path / "fresh")
    assert (again.changes, again.written) == ([], [])


def test_the_workbook_is_made_for_officials(tmp_path):
    workbook = openpyxl.load_workbook(export(read(good(tmp_path)), tmp_path / "x.xlsx"))
    assert workbook.sheetnames == [*SHEETS.values(), "Hướng dẫn", "_parix"]
    sheet = workbook["Tiêu chí"]
    assert workbook["_parix"].sheet_state == "veryHidden" and sheet.freeze_panes == "D2"
    assert [cell.value.split("\n")[1] for cell in sheet[1]] == list(names("criteria"))
    assert sheet["E1"].value == "Điểm tối đa\nmax_points"
    assert sheet.protection.sheet and not sheet.protection.password
    assert [sheet[cell].protection.locked for cell in ("A5", "B5", "C5", "E5", "A31")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    target = sheet.cell(9, 1 + names("criteria").index("target"))
    assert (target.value, target.number_format, sheet["C9"].alignment.indent) == (0.8, "0.00", 2)
    lists = {v.formula1: v.sqref for v in sheet.data_validations.dataValidation if v.type == "list"}
    offered = {}
    for source, where in lists.items():
        values = [
            cell.value for row in workbook["_parix"][source.lstrip("=").split("!")[1].replace("$", "")] for cell in row
        ]
        offered[sheet.cell(1, min(r.min_col for r in where.ranges)).value.split("\n")[1]] = values
    assert offered["rule"] == list(RULES) and offered["zero_denominator"] == ["zero", "full", "null", "exclude"]
    assert set(offered) >= {"aggregation", "rule", "direction", "zero_denominator", "not_applicable", "stage"}
    guide = [cell.value for row in workbook["Hướng dẫn"].iter_rows(max_col=1) for cell in row]
    assert set(RULES) <= set(guide)


def edited(tmp_path, edit, folder=None):
    """The good book's workbook after an official's edit, imported into the good book."""
    folder = folder or good(tmp_path / "book")
    path = export(read(folder), tmp_path / "x.xlsx")
    workbook = openpyxl.load_workbook(path)
    edit(workbook)
    workbook.save(path)
    before = contents(folder)
    return import_workbook(path, folder), before, contents(folder)


def test_edits_come_back_as_told(tmp_path):
    def edit(workbook):
        criteria, steps = workbook["Tiêu chí"], workbook["Bậc điểm"]
        criteria["E12"], criteria["E13"], criteria["H12"], criteria["K9"] = 2.5, 2.5, "jury", 0.85
        criteria["C9"], steps["E6"], steps["C13"] = "≥ mục tiêu", 0.0, 9
        steps["A14"], steps["B14"], steps["D14"] = "g", 9, "Yếu"
        workbook["Đơn vị"]["A4"], workbook["Đơn vị"]["D4"] = "u3", "no"
        workbook["Bộ chỉ số"]["C14"] = datetime(2031, 2, 1)

    done, before, after = edited(tmp_path, edit)
    assert [(c.kind, c.key, c.column, c.old, c.new) for c in done.changes] == [
        ("head", "", "valid_to", "2031-01-01", "2031-02-01"),
        ("renamed", "a6", "name_vi", "Có mục tiêu", "≥ mục tiêu"),
        ("points", "a9", "max_points", "3", "2.5"),
        ("points", "a10", "max_points", "2", "2.5"),
        ("rule", "a9", "rule", "reported", "jury"),
        ("parameter", "a6", "target", "0.80", "0.85"),
        ("steps", "g", None, "[1; 3) “Khá”; [3; …) “zero”", "[1; 3) “Khá”; [3; 9) “zero”; [9; …) “Yếu”"),
        ("units", "u3", None, "", "không xếp hạng"),
    ]
    assert done.faults == [] and {path.name for path in done.written} == before.keys() - {"x_2030__classes.csv"}
    assert b",0.85," in after["x_2030__criteria.csv"] and b"u3,,,no,\n" in after["x_2030__units.csv"]


def test_a_dropped_line_and_one_that_says_the_same(tmp_path):
    def edit(workbook):
        workbook["Đơn vị"].delete_rows(3)
        workbook["Tiêu chí"]["K9"], workbook["Tiêu chí"]["K9"].number_format = "0.800", "@"

    done, before, after = edited(tmp_path, edit)
    assert [(c.kind, c.key, c.old) for c in done.changes] == [("units", "u2", "nhóm B, không xếp hạng")]
    assert [path.name for path in done.written] == ["x_2030__units.csv"]
