"""Workbooks of the other forms that units send: payments, reform plans, communication, inspections, Project 06 and so on.

Small and illustrative, laid out by the forms' own layouts. Columns that are known and never read hold planted personal data.
FAULTY says which files are wrong on purpose.
"""

import csv
import itertools
import tomllib
from pathlib import Path

from sample import units
from sample.forms import LAYOUTS
from sample.sheets import CANARIES, Book, number, spelled
from sample.unit_form_rows import (
    DTI,
    INSPECTIONS,
    PLAN_2025,
    PLAN_2026,
    POSITIONS,
    PROGRESS,
    SATISFACTION,
    TALKS,
    answers,
)

REJECTED = {"ke_hoach_cchc_2026_xa_nam_dan.xlsx": "a deadline that names no day (Sớm nhất có thể)"}
QUARANTINED = {
    "tien_do_cchc_2026_xa_kim_lien.xlsx": "a task that is done and has no day: the whole list waits",
    "thanh_toan_truc_tuyen_2026.xlsx": "the third commune's payments do not add up",
}
DO_LUONG, NAM_DAN, KIM_LIEN = "xã Đô Lương", "xã Nam Đàn", "xã Kim Liên"
YEAR = "Năm 2026"
TO_OCTOBER = "từ ngày 01/01/2026 đến ngày 31/10/2026"


def write(folder: Path) -> list[Path]:
    """Write all of them into ``folder`` and return their paths."""
    three = [
        u for u in units.units() if u["gso_code"] in ("17662", "17623", "17641") and u["valid_from"] == units.REFORM
    ]

    def about(unit: str, period: str, label: str = "Đơn vị báo cáo", **above: str) -> list[str]:
        return [f"{label}: UBND {unit}", period, *(f"{k}: {v}" for k, v in above.items())]

    def table(name: str, form: str, edition: str, lines: list[str], rows: list[dict]) -> Path:
        return write_form(folder / f"{name}.xlsx", form, edition, lines, rows)

    def per_unit(rows: list[dict]) -> list[dict]:
        return [{"unit": spelled(u, i), **row} for i, (u, row) in enumerate(zip(three, rows, strict=True))]

    reported = {"Tính đến ngày": "31/10/2026"}
    undated = [PROGRESS[0] | {"completed_on": ""}, *PROGRESS[1:]]
    return [
        table("thanh_toan_truc_tuyen_2026", "online_payment", "2026", [f"Kỳ báo cáo: {TO_OCTOBER}"], per_unit(PAYMENTS)),
        table("ke_hoach_cchc_2025_so_noi_vu", "par_plan", "2021",
              ["Đơn vị ban hành: Sở Nội vụ", "Năm kế hoạch: 2025"], PLAN_2025),
        table("ke_hoach_cchc_2026_xa_do_luong", "par_plan", "2026",
              about(DO_LUONG, f"Năm kế hoạch: {YEAR}", "Đơn vị ban hành"), PLAN_2026),
        table("ke_hoach_cchc_2026_xa_nam_dan", "par_plan", "2026",
              about(NAM_DAN, f"Năm kế hoạch: {YEAR}", "Đơn vị ban hành"),
              [PLAN_2026[0] | {"deadline": "Sớm nhất có thể"}, *PLAN_2026[1:]]),
        table("tien_do_cchc_2026_xa_do_luong", "par_plan_progress", "2026",
              about(DO_LUONG, f"Kỳ báo cáo: {TO_OCTOBER}", **reported), PROGRESS),
        table("tien_do_cchc_2026_xa_kim_lien", "par_plan_progress", "2026",
              about(KIM_LIEN, f"Kỳ báo cáo: {TO_OCTOBER}", **reported), undated),
        table("tuyen_truyen_cchc_2026_xa_do_luong", "reform_communication", "2023",
              about(DO_LUONG, f"Kỳ báo cáo: {TO_OCTOBER}"), TALKS),
        table("kiem_tra_cong_vu_2026", "duty_inspections", "2023", [f"Kỳ báo cáo: {TO_OCTOBER}"], per_unit(INSPECTIONS)),
        table("ky_luat_2026", "staff_discipline", "2023", [f"Kỳ báo cáo: {TO_OCTOBER}"], per_unit(DISCIPLINE)),
        table("de_an_06_2026", "project06", "2023", [f"Kỳ báo cáo: {TO_OCTOBER}"], per_unit(PROJECT06)),
        table("hai_long_2026_quy_3", "satisfaction_summary", "2026", ["Kỳ khảo sát: Quý III/2026"], per_unit(SATISFACTION)),
        table("phieu_ddci_2026", "ddci_answers", "2022", [f"Kỳ khảo sát: {TO_OCTOBER}"],
              [{"unit": spelled(u, i), **row} for u in three for i, row in enumerate(answers(u["unit_key"]))]),
        table("bien_che_2026", "staff_counts", "2023", [f"Kỳ báo cáo: {TO_OCTOBER}"], per_unit(STAFF)),
        table("vi_tri_viec_lam_2026_xa_do_luong", "job_positions", "2023", about(DO_LUONG, "Kỳ báo cáo: Năm 2026"), POSITIONS),
    ]  # fmt: skip


def write_dti(folder: Path) -> Path:
    """A district's self-assessment of its digital transformation in 2022. Not in the inbox of the sample's night: whoever
    assesses is scored, and the DTI of 2022 has no figures there."""
    above = ["Đơn vị tự đánh giá: UBND huyện Đô Lương", "Năm đánh giá: 2022", "Bộ chỉ số: Chỉ số chuyển đổi số (DTI)",
             "Bước: Tự đánh giá", "Ngày đánh giá: 05/01/2023"]  # fmt: skip
    return write_form(folder / "tu_danh_gia_dti_2022_do_luong.xlsx", "dti_assessment", "2022", above, DTI)


def _counts(codes: str, *rows: str) -> list[dict]:
    return [dict(zip(codes.split(), map(int, row.split()), strict=True)) for row in rows]


PAYMENTS = _counts(
    "payment_dossiers_with_fee payment_exempt payment_cash payment_online payment_other_transfer payment_total"
    " payment_fees_vnd payment_charges_vnd payment_amount_vnd",
    "820 64 110 640 38 788 21500000 9340000 30840000",
    "455 31 90 301 12 403 11200000 4015000 15215000",
    "512 20 75 380 21 480 9800000 5120000 14920000",
)
DISCIPLINE = _counts(
    "discipline_total discipline_reprimand discipline_warning discipline_pay_cut discipline_demotion"
    " discipline_removal_from_post discipline_dismissal discipline_leaders",
    "1 1 0 0 0 0 0 0", "0 0 0 0 0 0 0 0", "3 1 1 0 0 1 0 1",
)  # fmt: skip
PROJECT06 = _counts(
    "project06_residents project06_residents_verified project06_ids_due project06_ids_issued project06_accounts_planned"
    " project06_accounts_collected project06_accounts_activated project06_tasks_assigned project06_tasks_done"
    " project06_tasks_late",
    "31840 31702 22100 21874 18500 17930 16420 24 19 2",
    "18230 18230 12980 12410 10800 9960 8730 22 15 4",
    "20470 20318 14120 13990 11900 11500 10940 22 20 0",
)
STAFF = _counts(
    "staff_officials_assigned staff_officials_present staff_employees_assigned staff_employees_present staff_contracts"
    " staff_deputies_limit staff_deputies staff_positions_approved staff_positions_filled staff_reduced",
    "46 44 12 11 3 2 2 33 31 1", "38 38 9 9 2 2 2 30 28 0", "40 41 10 8 4 2 1 30 30 2",
)  # fmt: skip


def write_form(path: Path, form: str, edition: str, lines: list[str], rows: list[dict]) -> Path:
    """A workbook of a form: its title, the letterhead's ``lines``, and a row per dict of code -> value. Columns that are
    not read hold planted personal data; figure forms get a total."""
    with (LAYOUTS / f"{form}.csv").open(encoding="utf-8", newline="") as file:
        shape = [r for r in csv.DictReader(file) if r[edition] and r["role"] != "letterhead"]
    with Book(path) as book:
        page = book.sheet("Biểu", len(shape))
        page.letterhead("TỈNH NGHỆ AN", [_title(form), *lines])
        page.header(_tree([r[edition].split(" | ")[0].split(" / ") for r in shape]))
        for i, row in enumerate(rows, 1):
            page.line([_cell(column, row, i) for column in shape])
        if any(r["role"] == "figure" for r in shape):
            page.line(["", "Tổng cộng", *(_total(column, rows) for column in shape[2:])], is_bold=True)
        page.footer([], "Nghệ An, ngày 31 tháng 10 năm 2026")
    return path


def _tree(headers: list[list[str]]) -> list:
    """Header texts of any depth as the tree that ``Page.header`` draws: neighbours under the same text share it."""
    found: list = []
    for (top, is_deep), group in itertools.groupby(headers, key=lambda h: (h[0], len(h) > 1)):
        below = [h[1:] for h in group]
        found += [(top, _tree(below))] if is_deep else [top] * len(below)
    return found


def _title(form: str) -> str:
    return tomllib.loads((LAYOUTS / f"{form}.toml").read_text(encoding="utf-8"))["recognised_by"][0]


def _cell(column: dict, row: dict, i: int) -> object:
    if column["role"] == "order":
        return i
    return CANARIES[i % 5] if column["role"] == "ignored" else row.get(column["code"], "")


def _total(column: dict, rows: list[dict]) -> object:
    if column["role"] != "figure" or column["type"] != "integer":
        return ""
    return sum(number(row[column["code"]]) for row in rows)
