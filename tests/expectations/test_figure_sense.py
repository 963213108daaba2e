"""A table of cases: what single figures and pairs may be, by the book that uses them; and the damaged row of Hà Tĩnh."""

import csv
from pathlib import Path

import psycopg
import pytest

from books import loading
from books.book import read
from expectations import gate
from warehouse import config

PUBLISHED = Path(__file__).resolve().parents[1] / "published"
DISTRICT = "district-427-2020"
# name, year, figures (code, number), figures kept out and by which check
CASES = [
    ("as many as there were", "2023", {"par_petitions_answered": 40, "par_petitions_received": 40}, {}),
    ("nothing there", "2023", {"par_petitions_answered": 0, "par_petitions_received": 0}, {}),
    ("more than there were", "2023", {"par_petitions_answered": 41, "par_petitions_received": 40},
     {"par_petitions_answered": "ratio_within_sense", "par_petitions_received": "ratio_within_sense"}),
    ("bands with a limit", "2023", {"par_assigned_tasks_on_time": 9, "par_assigned_tasks": 8},
     {"par_assigned_tasks_on_time": "ratio_within_sense", "par_assigned_tasks": "ratio_within_sense"}),
    ("more than planned is no fault", "2023", {"par_training_done": 300, "par_training_planned": 280}, {}),
    ("only one side came", "2023", {"par_petitions_answered": 500}, {}),
    ("a year without such a book", "2019", {"par_petitions_answered": 41, "par_petitions_received": 40}, {}),
    ("a fraction", "2023", {"index:sipas": "0.9876"}, {}),
    ("a percent", "2023", {"index:sipas": "98.76"}, {"index:sipas": "fraction_not_percent"}),
    ("all of them", "2023", {"index:sipas": 1}, {}),
    ("a negative count", "2023", {"par_reform_meetings": -1}, {"par_reform_meetings": "not_negative"}),
    ("in time, three days before", "2023", {"par_report_days_late": -3}, {}),
    ("yes or no", "2023", {"par_working_rules": 1}, {}),
    ("neither", "2023", {"par_working_rules": 2}, {"par_working_rules": "value_of_its_criterion"}),
    ("no such answer", "2023", {"par_security_level": 7}, {"par_security_level": "value_of_its_criterion"}),
    ("more points than there are", "2023", {"par_points_organisation": "2.25"},
     {"par_points_organisation": "value_of_its_criterion"}),
]  # fmt: skip


def deliver(conn, name: str, unit: str, year: str, figures: dict) -> int:
    (receipt,) = conn.execute(
        """
        insert into ops.delivery (source_code, sha256, name, rows_delivered, rows_loaded, is_illustrative, archive_path)
        values ('workbook:test', %s, %s, %s, %s, true, '') returning receipt_id
        """,
        (name, name, len(figures), len(figures)),
    ).fetchone()
    for i, (code, value) in enumerate(figures.items(), 1):
        conn.execute(
            """
            insert into raw_workbooks.figure (receipt_id, row_no, form_code, edition, sheet, cell, sheet_row, row_role,
                unit_key, period_code, figure_code, value)
            values (%s, %s, 'test', '1', 'Số liệu', %s, 10, 'detail', %s, %s, %s, %s)
            """,
            (receipt, i, f"C{i + 9}", unit, year, code, value),
        )
    return receipt


@pytest.fixture(scope="module")
def kept_out(warehouse) -> dict:
    """Receipt's name -> {figure: check} after one gate over all cases, each a delivery for a unit of its own."""
    loading.prepare()
    with psycopg.connect(config.dsn("transformer")) as conn:
        loading.write(conn, "books", read(PUBLISHED / "books" / "ddci_hatinh"), "test")
    loading.load_reference()
    with psycopg.connect(config.dsn("admin")) as conn:
        for name, year, figures, _ in CASES:
            deliver(conn, name, f"unit of {name}", year, figures)
        with (PUBLISHED / "data" / "ddci_hatinh_2021.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                scores = {k: v for k, v in row.items() if k not in ("unit", "group", "responses", "class") and v}
                deliver(conn, row["unit"], row["unit"], "2021", {f"published_{k}": v for k, v in scores.items()})
        conn.commit()
        gate.gate_in()
        found = conn.execute(
            "select d.name, q.record ->> 'figure_code', q.check_name, q.reason_vi, q.record ->> 'cell' from quarantine.row as q"
            " inner join ops.delivery as d on q.receipt_id = d.receipt_id"
        ).fetchall()
    assert all(f"ô {cell}" in reason for *_, reason, cell in found)
    kept: dict[str, dict] = {}
    for name, code, check, *_ in found:
        kept.setdefault(name, {})[code] = check
    return kept


@pytest.mark.parametrize(("name", "expected"), [(name, expected) for name, _, _, expected in CASES])
def test_case(kept_out, name, expected):
    assert kept_out.get(name, {}) == expected


def test_of_ha_tinh_only_the_damaged_number_is_kept_out(kept_out):
    """Sở Tài chính is published with a dynamism of 50 on a scale from 1 to 10."""
    published = {name: found for name, found in kept_out.items() if name not in {case[0] for case in CASES}}
    assert published == {"Sở Tài chính": {"published_dynamism": "value_of_its_criterion"}}
