"""The gate asks the index books what a figure and an assessment may be: the planted faults of the sample's workbooks."""

from pathlib import Path

import pytest

from books import loading
from expectations import gate
from ingestion.sources import workbooks
from sample.assessments import FAULTS
from sample.night import fill_inbox
from sample.par_workbooks import OUTSIDE_THEIR_SENSE

EVERYTHING = "select check_name, record, reason_vi from quarantine.row where state = 'open'"


@pytest.fixture(scope="module")
def examined(warehouse):
    fill_inbox(Path(warehouse) / "inbox")
    loading.prepare()
    for name in workbooks.plan():
        workbooks.load_or_reject(name)
    return gate.gate_in()


def kept_out(query, checks) -> dict:
    return {
        (check, record["unit_key"], record.get("figure_code") or record["fields"]["criterion_code"]): (record, reason)
        for check, record, reason in query(EVERYTHING)
        if check in checks
    }


def test_figures_outside_their_sense_are_kept_out_with_their_cells(examined, query):
    found = kept_out(query, ("ratio_within_sense", "fraction_not_percent", "value_of_its_criterion", "not_negative"))
    unit = "department-so-xay-dung-2020"
    assert {key[1:] for key in found} == {(unit, code) for code in OUTSIDE_THEIR_SENSE}
    for record, reason in found.values():
        assert f"ô {record['cell']}" in reason


@pytest.mark.parametrize(
    ("check", "code", "said"),
    [
        ("ratio_within_sense", "par_petitions_answered", "lớn hơn 1. Hãy kiểm tra cả hai số"),
        ("ratio_within_sense", "par_petitions_received", "lớn hơn 1. Hãy kiểm tra cả hai số"),
        ("fraction_not_percent", "index:sipas", "87,25 lớn hơn 1; số liệu này là phần của 1. Nếu là phần trăm thì hãy gõ 0,8725"),
        ("not_negative", "par_reform_meetings", "-2 là số âm"),
    ],
)  # fmt: skip
def test_the_reason_says_what_to_do(examined, query, check, code, said):
    assert said in kept_out(query, (check,))[check, "department-so-xay-dung-2020", code][1]


def test_assessments_that_no_book_allows_are_kept_out_with_their_cells(examined, query):
    found = kept_out(query, FAULTS)
    assert set(found) == {(check, "district-417-2020", fault[0]) for check, fault in FAULTS.items()}
    cell = {"criterion_known": "criterion_code", "reason_given": "reason", "not_in_the_future": "assessed_at"}
    for (check, _, _), (record, reason) in found.items():
        assert f"ô {record['cells'][cell.get(check, 'points')]}" in reason


def test_nothing_else_of_the_workbooks_is_kept_out_but_the_form_that_does_not_add_up(examined, query):
    others = {record["form_code"] for check, record, _ in query(EVERYTHING) if check.startswith("f06a")}
    assert others == {"vpcp_06a"}
    of_forms = {
        "online_payment__paid_adds_up",
        "par_plan_progress__completed_day_given",
    }  # sample.unit_forms.QUARANTINED
    asked = {*FAULTS, "ratio_within_sense", "fraction_not_percent", "not_negative", *of_forms}
    assert {check for check, _, _ in query(EVERYTHING) if not check.startswith("f06a")} == asked


def test_the_next_gate_leaves_each_row_to_the_suite_of_its_form(examined, query):
    before = query(EVERYTHING)
    query("insert into reference.dossier_channel_map values ('igate', '7', 'Khác', '9', 'direct', '')")
    again = gate.gate_in()
    assert (again["quarantined"], again["released"]) == (0, 0)
    assert len(query(EVERYTHING)) == len(before)


def test_a_row_comes_back_once_a_book_takes_it(examined, query):
    query("update books.criterion set max_points = 3 where edition = '2023' and criterion_code = '1.1.2'")
    loading.load_reference()
    assert gate.gate_in()["released"] == 1
