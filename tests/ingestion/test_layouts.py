"""Layouts are data: a new edition needs no Python, and a wrong layout says where it is wrong."""

import csv
import shutil
from pathlib import Path

import pytest

from ingestion.errors import LayoutError
from ingestion.readers.workbook import Layouts, read_workbook
from ingestion.units import UnitCatalogue
from sample.sheets import Book

REPO = Path(__file__).resolve().parents[2]
SEEDS = REPO / "dbt_project" / "seeds" / "reference"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(REPO / "ingestion" / "layouts", tmp_path / "layouts"))


def report_of_2027(path):
    with Book(path) as book:
        page = book.sheet("Ký số", 6)
        page.letterhead("SỞ NỘI VỤ", ["BÁO CÁO KẾT QUẢ KÝ SỐ VĂN BẢN", "Kỳ báo cáo: Năm 2027"])
        page.header(["STT", "Đơn vị mới", ("Văn bản đi", ["Tổng số", "Trong đó ký số"]),
                     ("Văn bản đến", ["Tổng số", "Xử lý đúng hạn"])])  # fmt: skip
        page.line([1, "Xã Đô Lương", 10, 8, 20, 15])
    return path.read_bytes()


def test_a_new_edition_needs_no_python(folder, tmp_path):
    toml, columns = folder / "digital_signature.toml", folder / "digital_signature.csv"
    until, more = "from = 2026-01-01, to = 2027-01-01 }", "2027 = { from = 2027-01-01 }"
    toml.write_text(toml.read_text().replace("from = 2026-01-01 }", f"{until}\n{more}"))
    rows = [row | {"2027": row["2026"]} for row in csv.DictReader(columns.read_text().splitlines())]
    rows[1]["2027"] = "Đơn vị mới"
    with columns.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    units = UnitCatalogue.from_csv(SEEDS / "units.csv", SEEDS / "unit_aliases.csv")
    book = read_workbook("a.xlsx", report_of_2027(tmp_path / "a.xlsx"), Layouts.load(folder), units)
    assert (book.edition, book.period_code, [f.value for f in book.figures]) == ("2027", "2027", [10, 8, 20, 15])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("main,documents_out,figure", "main,documents_out,number", "line 4"),
        ("figure,integer", "figure,whole", "whole"),
        ("main,note", "other,note", "unknown sheet"),
        ("presence,2026", "presence,2027", "editions"),
        ("documents_in,", "documents_out,", "twice"),
        ("main,unit,unit", "main,unit,label", "lacks a unit"),
    ],
)
def test_a_wrong_layout_says_where(folder, old, new, said):
    columns = folder / "digital_signature.csv"
    columns.write_text(columns.read_text().replace(old, new))
    with pytest.raises(LayoutError, match=rf"digital_signature\.csv.*{said}"):
        Layouts.load(folder)


def test_an_unknown_setting_is_no_comment(folder):
    toml = folder / "vpcp_06a.toml"
    toml.write_text("total_rows = 'required'\n" + toml.read_text())
    with pytest.raises(LayoutError, match=r"vpcp_06a\.toml.*total_rows"):
        Layouts.load(folder)
