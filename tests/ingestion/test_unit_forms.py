"""The forms that units send: every rule, check and name fits its layout; editions differ; nobody's name is read."""

import csv
from collections import Counter
from pathlib import Path

import pytest
import yaml

from ingestion.errors import WorkbookRejected
from ingestion.readers.workbook import Layouts, read_workbook
from ingestion.units import UnitCatalogue
from sample import unit_form_rows as rows
from sample import unit_forms
from sample.sheets import CANARIES

REPO = Path(__file__).resolve().parents[2]
SEEDS = REPO / "dbt_project" / "seeds" / "reference"
LAYOUTS = Layouts.load(REPO / "ingestion" / "layouts")
UNITS = UnitCatalogue.from_csv(SEEDS / "units.csv", SEEDS / "unit_aliases.csv")
NEW = {
    "online_payment", "par_plan", "par_plan_progress", "reform_communication", "duty_inspections", "staff_discipline",
    "project06", "satisfaction_summary", "ddci_answers", "dti_assessment", "staff_counts", "job_positions",
}  # fmt: skip
PSEUDO = {"value", "period_first", "period_last"}
RULES = list(csv.DictReader((SEEDS / "list_figures.csv").open(encoding="utf-8", newline="")))
CHECKS = [
    (path.stem, check)
    for path in sorted((REPO / "expectations" / "forms").glob("*.yml"))
    for check in yaml.safe_load(path.read_text(encoding="utf-8"))["checks"]
]


def fields(form: str) -> set[str]:
    return {c.code for c in LAYOUTS.by_code[form].columns if c.role in ("field", "letterhead", "figure")}


def named(*conditions: str) -> set[str]:
    return {part.split("]")[0] for text in conditions for part in text.split("[")[1:]} - PSEUDO


def read(path: Path):
    return read_workbook(path.name, path.read_bytes(), LAYOUTS, UNITS)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    return {p.name: p for p in [*unit_forms.write(folder), unit_forms.write_dti(folder)]}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r["figure_code"])
def test_a_counting_rule_names_fields_of_its_form(rule):
    known = fields(rule["form_code"])
    assert named(rule["population"], rule["condition"]) <= known
    field = rule["field"]
    assert not field or field in known or any(f.startswith(field.rstrip("*")) for f in known if field.endswith("*"))
    assert rule["aggregate"] in ("count", "count_distinct", "sum") and (field or rule["aggregate"] == "count")
    assert rule["when_none"] in ("zero", "blank", "not_applicable", "none") and rule["blanks"] in ("", "skip")


@pytest.mark.parametrize(("form", "check"), CHECKS, ids=lambda v: v if isinstance(v, str) else v["name"])
def test_a_check_names_fields_of_its_form(form, check):
    assert named(check["must"], check.get("when", "")) <= fields(form)
    assert len(f"{form}__{check['name']}") < 64


def test_every_figure_has_one_rule_and_a_name_in_two_languages_with_its_measure():
    codes = Counter(r["figure_code"] for r in RULES)
    codes.update({c.code for form in NEW for c in LAYOUTS.by_code[form].columns if c.role == "figure"})
    assert set(codes.values()) == {1}
    names = list(csv.DictReader((SEEDS / "figure_names.csv").open(encoding="utf-8", newline="")))
    assert codes.keys() <= {n["figure_code"] for n in names}
    assert all(all(n.values()) and None not in n for n in names)
    assert len({n["figure_code"] for n in names}) == len(names)


def test_every_form_has_a_sample_and_nothing_personal_leaves_it(files):
    books = {name: read(path) for name, path in files.items() if name not in unit_forms.REJECTED}
    assert {book.form_code for book in books.values()} == NEW
    assert not any(canary in repr(books) for canary in CANARIES)


def test_a_deadline_that_names_no_day_is_sent_back(files):
    with pytest.raises(WorkbookRejected) as refused:
        read(files[next(iter(unit_forms.REJECTED))])
    assert [(f.cell, f.expected) for f in refused.value.faults] == [("G10", "một thời hạn")]


def test_a_column_renamed_added_and_dropped_between_editions(files, tmp_path):
    old, new = (read(files[n]) for n in ("ke_hoach_cchc_2025_so_noi_vu.xlsx", "ke_hoach_cchc_2026_xa_do_luong.xlsx"))
    assert (old.edition, new.edition) == ("2021", "2026")
    assert old.list_rows[0].fields == {
        "task": rows.PLAN_2025[0]["task"],
        "deadline": "2025-01-29",
        "product": "Kế hoạch",
    }
    assert new.list_rows[3].fields == {
        "area": "procedures", "task": "Số hóa kết quả còn hiệu lực", "deadline": "2026-11-29",
        "product": "Kho kết quả số hóa", "budget_million_vnd": "150",
    }  # fmt: skip
    above = ["Đơn vị ban hành: Sở Nội vụ", "Năm kế hoạch: 2026"]
    late = unit_forms.write_form(tmp_path / "a.xlsx", "par_plan", "2021", above, rows.PLAN_2025)
    with pytest.raises(WorkbookRejected) as refused:  # last year's columns in a plan of this year
        read(late)
    expected = " ".join(f.expected for f in refused.value.faults)
    assert "Thời hạn hoàn thành" in expected and "Lĩnh vực cải cách" in expected


def test_payments_of_both_editions(files, tmp_path):
    figures = {"payment_dossiers_with_fee": 9, "payment_direct": 4, "payment_online": 5, "payment_total": 9,
               "payment_fees_vnd": "1.000.000", "payment_charges_vnd": 0, "payment_amount_vnd": "1.000.000"}  # fmt: skip
    path = tmp_path / "b.xlsx"
    old = read(unit_forms.write_form(path, "online_payment", "2023", ["Kỳ báo cáo: Quý I/2025"],
                                     [{"unit": "Huyện Đô Lương"} | figures]))  # fmt: skip
    new = read(files["thanh_toan_truc_tuyen_2026.xlsx"])
    assert {f.figure_code: f.value for f in old.figures} == figures | {
        "payment_fees_vnd": 10**6,
        "payment_amount_vnd": 10**6,
    }
    assert {f.figure_code for f in new.figures} - figures.keys() == {
        "payment_exempt", "payment_cash", "payment_other_transfer",
    }  # fmt: skip
