"""List forms become figures by data alone: a form that exists only in a temporary folder, and the forms of the house."""

import shutil
from decimal import Decimal

import psycopg
import pytest

from books import loading
from expectations import forms, gate
from ingestion import settings
from ingestion.sources import workbooks
from sample import unit_form_rows as rows
from sample import unit_forms
from warehouse import config
from warehouse import dbt as runner

TOML = """
title_vi = "Phản ánh, kiến nghị"
rows = "list"
recognised_by = ["SỔ THEO DÕI PHẢN ÁNH, KIẾN NGHỊ"]
unit_from = "letterhead"
unit_levels = ["commune"]
unique = ["petition_no"]
[letterhead]
unit = ["Đơn vị báo cáo"]
period = ["Kỳ báo cáo"]
[period]
kinds = ["year"]
[editions]
2026 = { from = 2026-01-01 }
[sheets]
main = []
"""
COLUMNS = """sheet,code,role,type,presence,2026
main,row_no,order,text,required,STT
main,petition_no,field,text,required,Số thứ tự phản ánh
main,answered_on,field,date,empty_allowed,Ngày trả lời
main,due_on,field,date,required,Hạn trả lời
main,person,ignored,text,optional,Người phản ánh
"""
RULES = """petitions_listed,count,,,,zero,
petitions_answered_in_time,count,,[answered_on] is filled,[answered_on] <= [due_on],not_applicable,
"""
CHECKS = """raw_table: raw_workbooks.list_row
owner: UBND cấp xã
checks:
  - {name: due_this_year, description_vi: Hạn trả lời phải trong năm, dimension: consistency, severity: quarantine,
     must: "[due_on] <= [period_last]"}
"""
DO_LUONG, KIM_LIEN = "commune-17662-2025", "commune-17971-2025"
TO = "từ ngày 01/01/2026 đến ngày {}/2026"


def petition(no: str, answered: str, due: str) -> dict:
    return {"petition_no": no, "answered_on": answered, "due_on": due}


PETITIONS = [petition("1", "05/02/2026", "10/02/2026"), petition("2", "15/02/2026", "10/02/2026"),
             petition("3", "", "10/03/2026"), petition("4", "", "10/03/2027")]  # fmt: skip


def progress(unit: str, name: str, day: str, tasks: list[dict]):
    lines = [f"Đơn vị báo cáo: UBND {unit}", f"Kỳ báo cáo: {TO.format(day)}", f"Tính đến ngày: {day}/2026"]
    unit_forms.write_form(settings.inbox() / name, "par_plan_progress", "2026", lines, tasks)


def deliver() -> dict:
    """Everything that waits, through the gate to the standard record: (unit, figure) -> (value, reason, source)."""
    for name in workbooks.plan():
        workbooks.load(name)
    gate.gate_in()
    runner.dbt("run", "--select", "+core_figure", "+core_assessment", "--exclude", "path:models/scoring")
    with psycopg.connect(config.dsn("admin")) as conn:
        found = conn.execute("select unit_key, figure_code, value, missing_reason, source_ref from core.fct_figure")
        return {(unit, code): (value, reason, source) for unit, code, value, reason, source in found}


@pytest.fixture(scope="module")
def nights(warehouse, tmp_path_factory):
    """Two deliveries, in a house whose layouts, rules and checks know one more form."""
    at = tmp_path_factory.mktemp("house")
    layouts = shutil.copytree(settings.LAYOUTS, at / "layouts")
    (layouts / "petition_list.toml").write_text(TOML)
    (layouts / "petition_list.csv").write_text(COLUMNS)
    checks = shutil.copytree(forms.FOLDER, at / "forms")
    (checks / "petition_list.yml").write_text(CHECKS)
    project = shutil.copytree(runner.PROJECT, at / "dbt", ignore=shutil.ignore_patterns("target"))
    with (project / "seeds" / "reference" / "list_figures.csv").open("a") as file:
        file.writelines(f"petition_list,{rule}\n" for rule in RULES.splitlines())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "LAYOUTS", layouts)
        patch.setattr(unit_forms, "LAYOUTS", layouts)
        patch.setattr(forms, "FOLDER", checks)
        patch.setattr(runner, "PROJECT", project)
        workbooks._layouts.cache_clear()
        settings.inbox().mkdir(parents=True, exist_ok=True)
        loading.prepare()
        about = ["Đơn vị báo cáo: UBND xã Đô Lương", "Kỳ báo cáo: Năm 2026"]
        unit_forms.write_form(settings.inbox() / "so_pakn.xlsx", "petition_list", "2026", about, PETITIONS)
        nothing = [{"kind": "Không phát sinh", "quantity": "-"}]
        unit_forms.write_form(settings.inbox() / "tt.xlsx", "reform_communication", "2023", about, nothing)
        unit_forms.write_form(settings.inbox() / "vtvl.xlsx", "job_positions", "2023", about, [
            rows.POSITIONS[0], rows.POSITIONS[1] | {"qualified": ""},
        ])  # fmt: skip
        old = ["Đơn vị ban hành: Sở Nội vụ", "Năm kế hoạch: 2025"]
        unit_forms.write_form(settings.inbox() / "kh.xlsx", "par_plan", "2021", old, rows.PLAN_2025)
        unit_forms.write_dti(settings.inbox())
        progress("xã Đô Lương", "td.xlsx", "31/10", rows.PROGRESS)
        progress("xã Kim Liên", "kl.xlsx", "31/10", [rows.PROGRESS[0] | {"completed_on": ""}, *rows.PROGRESS[1:]])
        first = deliver()
        later = [rows.PROGRESS[1] | {"status": "Hoàn thành", "completed_on": "20/11/2026"}, *rows.PROGRESS[2:]]
        progress("xã Đô Lương", "td_lan_2.xlsx", "30/11", later)
        progress("xã Kim Liên", "kl_sua.xlsx", "31/10", rows.PROGRESS)
        yield first, deliver()
    workbooks._layouts.cache_clear()


def test_a_form_of_data_alone_is_in_the_standard_record(nights):
    first, _ = nights
    assert first[DO_LUONG, "petitions_listed"] == (3, None, "so_pakn.xlsx ▸ Biểu ▸ 9:11")
    assert first[DO_LUONG, "petitions_answered_in_time"][0] == 1


def test_its_check_keeps_a_row_out_and_says_where(nights, query):
    ((name, reason),) = query(
        "select check_name, reason_vi from quarantine.row where record ->> 'form_code' = 'petition_list'"
    )
    assert (name, reason) == (
        "petition_list__due_this_year", "Trang tính “Biểu”, ô D12 (10/03/2027): Hạn trả lời phải trong năm",
    )  # fmt: skip


def test_none_is_zero_blank_is_missing_and_no_case_is_not_applicable(nights):
    first, _ = nights
    assert first[DO_LUONG, "communication_activities"][:2] == (0, None)
    assert first[DO_LUONG, "job_holders_assigned"][:2] == (3, None)
    assert first[DO_LUONG, "job_holders_qualified"][:2] == (None, "blank")
    assert first[DO_LUONG, "job_positions_filled"][:2] == (2, None)
    assert (KIM_LIEN, "communication_activities") not in first


def test_an_edition_that_does_not_ask_gives_no_figure(nights):
    first, _ = nights
    home_affairs = {code: value[0] for (unit, code), value in first.items() if unit == "department-so-noi-vu-2025"}
    assert home_affairs["reform_plan_tasks"] == 5 and home_affairs["reform_plan_tasks_with_product"] == 4
    assert not any("procedures" in code or "budget" in code for code in home_affairs)


def test_the_latest_delivery_wins_and_a_task_that_vanished_counts_no_more(nights):
    before, after = ({c: v[0] for (u, c), v in night.items() if u == DO_LUONG and "tasks" in c} for night in nights)
    assert before == {
        "reform_tasks_planned": 6, "reform_tasks_dropped": 1, "reform_tasks_done": 3, "reform_tasks_overdue": 1,
        "reform_tasks_done_with_deadline": 2, "reform_tasks_done_on_time": 1, "reform_tasks_with_evidence": 3,
    }  # fmt: skip
    assert after == {
        "reform_tasks_planned": 5, "reform_tasks_dropped": 1, "reform_tasks_done": 3, "reform_tasks_overdue": 1,
        "reform_tasks_done_with_deadline": 2, "reform_tasks_done_on_time": 0, "reform_tasks_with_evidence": 2,
    }  # fmt: skip


def test_a_list_with_a_faulty_entry_waits_whole_and_comes_back_whole(nights, query):
    before, after = nights
    assert not any(unit == KIM_LIEN for unit, _ in before)
    assert after[KIM_LIEN, "reform_tasks_planned"][0] == 6 and after[KIM_LIEN, "reform_tasks_done"][0] == 3
    states = dict(query(
        "select state, count(*) from quarantine.row where record ->> 'form_code' = 'par_plan_progress' group by 1"
    ))  # fmt: skip
    assert states == {"released": 6, "corrected": 1}


def test_self_assessed_points_stand_with_their_evidence(nights, query):
    assert nights[0]["district-427-2020", "dti_self_points"][0] == Decimal("191.5")
    found = query("select criterion_code, stage, points, evidence from core.fct_assessment where index_code = 'dti'")
    assert sorted(found)[1] == ("2.1", "self", Decimal("45.5"), "03/KH-UBND ngày 10/01/2022")


def test_no_entry_carries_what_is_known_and_not_read(nights, query):
    everything = query("select string_agg(l::text, '') from raw_workbooks.list_row as l")[0][0]
    assert "CANARY" not in everything and "0900" not in everything
