"""A workbook that does not pass its check: told by sheet and cell, and nothing is written."""

import pytest

from books import pins
from books.sheet_import import import_workbook
from tests.books.planted import good
from tests.books.test_sheet import edited


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "place", "word"),
    [
        ("Tiêu chí", "E12", 3.5, (3, "E3 (max_points)"), "= 40.5, not 40"),
        ("Tiêu chí", "E12", "4,5", (12, "E12 (max_points)"), "Write 4.5"),
        ("Tiêu chí", "E12", "=1+2", (12, "E12"), "formula"),
        ("Tiêu chí", "E12", "#REF!", (12, "E12"), "error #REF!"),
        ("Tiêu chí", "E12", True, (12, "E12"), "TRUE"),
        ("Tiêu chí", "H12", "report", (12, "H12 (rule)"), "Is “reported” meant?"),
        ("Tiêu chí", "E1", "Điểm\nmax", (1, "E1"), "there is no column “max”"),
        ("Bậc điểm", "B10", 0.9, (10, "B10 (from_value)"), "line 9 and line 10"),
        ("Đơn vị", "A3", "u1", (3, "A3 (unit_code)"), "already in line 2"),
        ("Đơn vị", "A9", "u1", (9, "A9 (unit_code)"), "already in line 2"),
        ("Bộ chỉ số", "C10", 2.5, (11, "C11 (rank_decimals)"), None),
        ("Bộ chỉ số", "C11", 2.5, (11, "C11 (rank_decimals)"), "whole number"),
        ("Bộ chỉ số", "C13", "1/1/2030", (13, "C13 (valid_from)"), "2030-01-01"),
        ("Bộ chỉ số", "B13", "from", (13, "B13"), "there is no column “from”"),
    ],
)
def test_faults_name_sheet_and_cell(tmp_path, sheet, cell, value, place, word):
    done, before, after = edited(tmp_path, lambda workbook: workbook[sheet].__setitem__(cell, value))
    told = [(f.file, (f.line, f.column), f.en) for f in done.faults if not f.is_warning]
    assert (before == after and not done.written) and told
    if word is not None:
        assert [where for where, at, en in told if at == place and word in en] == [f"x.xlsx › {sheet}"], told


def test_no_workbook_of_ours(tmp_path):
    for path, text in (
        (tmp_path / "a.xlsx", "no workbook"),
        (tmp_path / "b.csv", "a,b"),
        (tmp_path / "none.xlsx", None),
    ):
        if text:
            path.write_text(text)
        assert ".xlsx" in import_workbook(path, tmp_path / "x").faults[0].en
    done, _, _ = edited(tmp_path, lambda workbook: workbook.remove(workbook["Bậc điểm"]))
    assert [(f.file, f.en) for f in done.faults] == [
        ("x.xlsx › Bậc điểm", "the sheet is missing. Use the exported workbook.")]  # fmt: skip


def test_a_closed_book_is_not_written(tmp_path):
    home = tmp_path / "books"
    folder = good(home / "x" / "2030")
    (home / pins.PINS).write_text("")
    pins.pin(folder)
    done, before, after = edited(tmp_path, lambda workbook: workbook["Tiêu chí"].__setitem__("C3", "Khác"), folder)
    assert before == after and "closed" in done.faults[0].en
    done, _, _ = edited(tmp_path, lambda workbook: None, folder)
    assert (done.faults, done.written, done.changes) == ([], [], [])


def test_a_book_goes_into_its_own_folder(tmp_path):
    home = tmp_path / "books"
    folder = good(home / "x" / "2030")
    (home / pins.PINS).write_text("")
    done, before, after = edited(tmp_path, lambda workbook: workbook["Bộ chỉ số"].__setitem__("C3", 2031), folder)
    assert before == after and "does not belong into" in done.faults[0].en
