"""The sample inbox: what each file holds, which are wrong on purpose, and what may never leave them."""

import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from ingestion.errors import WorkbookRejected
from ingestion.readers.spreadsheet import open_sheets
from ingestion.readers.workbook import Layouts, read_workbook
from ingestion.units import UnitCatalogue
from sample import sipas, unit_forms
from sample.sheets import ILLUSTRATIVE
from sample.workbooks import CANARIES, QUARANTINED, REJECTED, write_inbox

REPO = Path(__file__).resolve().parents[2]
SEEDS = REPO / "dbt_project" / "seeds" / "reference"
UNITS = UnitCatalogue.from_csv(SEEDS / "units.csv", SEEDS / "unit_aliases.csv")
LAYOUTS = Layouts.load(REPO / "ingestion" / "layouts")
DO_LUONG = "district-427-2020"


def read(path):
    return read_workbook(path.name, path.read_bytes(), LAYOUTS, UNITS)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    return {path.name: path for path in write_inbox(tmp_path_factory.mktemp("inbox"))}


@pytest.fixture(scope="module")
def books(inbox):
    return {name: read(path) for name, path in inbox.items() if name not in REJECTED | unit_forms.REJECTED}


def test_catalogue_counts_what_is_published(books):
    rows = books["danh_muc_tthc_do_luong_2024_05.xlsx"].list_rows
    counted = Counter((r.fields["authority_level"], r.fields["service_level"]) for r in rows)
    assert counted == {("district", "full"): 111, ("district", "partial"): 150, ("commune", "full"): 36,
                       ("commune", "partial"): 114, ("commune", ""): 6}  # fmt: skip
    assert {(r.unit_key, r.period_code) for r in rows} == {(DO_LUONG, "2024-05")}


def test_every_commune_reports_signatures(books):
    book = books["ky_so_van_ban_2026.xlsx"]
    assert book.period_code == "2026"
    assert Counter(f.figure_code for f in book.figures) == dict.fromkeys(
        ("documents_out", "documents_signed", "documents_in", "documents_in_on_time"), 130
    )


@pytest.mark.parametrize(
    ("name", "units", "codes"),
    [("so_lieu_par_2022", 21, 41), ("so_lieu_par_2023", 21, 152), ("so_lieu_par_2023_so_nganh", 23, 145)],
)
def test_every_unit_reports_every_figure_of_its_form(books, name, units, codes):
    counted = Counter(f.figure_code for f in books[f"{name}.xlsx"].figures)
    assert (len(counted), set(counted.values())) == (codes, {units})


def test_every_commune_is_asked(books):
    rows = [row for peers in ("phuong", "xa") for row in books[f"phieu_sipas_2026_{peers}.xlsx"].list_rows]
    assert set(Counter(row.unit_key for row in rows).values()) == {sipas.PER_UNIT}
    assert len({row.unit_key for row in rows}) == 130
    answers = Counter(v for row in rows for k, v in row.fields.items() if k[-1].isdigit())
    assert set(answers) == {"", "1", "2", "3", "4", "5", "9"}


def test_sheets_of_points_in_stages(books):
    rows = [row for name, book in books.items() if "cham_" in name for row in book.list_rows]
    assert {row.fields["index_code"] for row in rows} == {"par"}
    assert {row.fields["stage"] for row in rows} == {"self", "appraisal", "explanation", "final"}
    jury = Counter(row.fields["stage"] for row in rows if row.fields["criterion_code"] == "4.1.2")
    assert (jury["appraisal"], jury["final"]) == (21 + 23, 21 + 23)


def test_months_of_06a_follow_each_other(books):
    months = [books[f"06a_huyen_do_luong_2024_A0{m}.xlsx"] for m in (2, 3, 4)]
    totals = [{f.figure_code[5:]: f.value for f in b.figures if f.row_role == "total"} for b in months]
    assert [b.period_code for b in months] == ["2024-A02", "2024-A03", "2024-A04"]
    for t in totals:
        assert t["received_total"] == t["received_online"] + t["received_direct_post"] + t["received_carried_over"]
        assert t["received_total"] == t["resolved_total"] + t["pending_total"]
        assert t["resolved_total"] == t["resolved_early"] + t["resolved_on_time"] + t["resolved_late"]
        assert t["pending_total"] == t["pending_in_time"] + t["pending_late"]
    assert [t["received_carried_over"] for t in totals[1:]] == [t["pending_total"] for t in totals[:-1]]


def test_one_06a_does_not_add_up(books):
    figures = books[next(iter(QUARANTINED))].figures
    total = {f.figure_code: f.value for f in figures if f.row_role == "total"}
    parts = sum(total[f"f06a_resolved_{part}"] for part in ("early", "on_time", "late"))
    assert total["f06a_resolved_total"] == parts + 2


@pytest.mark.parametrize(("name", "cell"), [*zip(REJECTED, ("N11", "A8", "D15"), strict=True)])
def test_files_that_are_refused(inbox, name, cell):
    with pytest.raises(WorkbookRejected) as refused:
        read(inbox[name])
    assert [(f.file, f.sheet, f.cell) for f in refused.value.faults] == [(name, "Biểu 06a", cell)]
    assert not any(canary in str(refused.value) for canary in CANARIES)


def test_same_bytes_every_time(inbox, tmp_path):
    again = write_inbox(tmp_path)
    assert {p.name: p.read_bytes() for p in again} == {name: p.read_bytes() for name, p in inbox.items()}


def test_planted_personal_data_stays_in_the_file(inbox, books):
    for name, path in inbox.items():
        with zipfile.ZipFile(path) as z:
            content = "".join(z.read(n).decode() for n in z.namelist() if n.endswith(".xml"))
        assert all(ILLUSTRATIVE in str(sheet.rows) for sheet in open_sheets(path.read_bytes())), name
        assert any(canary in content for canary in CANARIES), name
    assert not re.search("|".join(map(re.escape, (*CANARIES, "CANARY"))), repr(books))
