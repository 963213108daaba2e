"""Planted cases through the real model: each signal is told, with its numbers, and honest data tell none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import psycopg
import pytest
from psycopg.rows import dict_row

from warehouse import config
from warehouse.dbt import dbt

SCHEMA = "release_990"
KEY = ("par", "1", "2025")
TABLES = """
    create schema release_990;
    grant all on schema release_990 to parix_transformer;
    create table release_990.dim_period (period_code text, last_day date);
    insert into release_990.dim_period values ('2025', '2025-12-31');
    create table release_990.dim_criterion (
        index_code text, edition text, criterion_code text, name_vi text, is_leaf boolean, denominator text, direction text,
        target numeric, floor numeric, steps jsonb, figure_codes text[]
    );
    create table release_990.fct_index_rank (
        index_code text, edition text, period_code text, unit_key text, peer_group text, is_ranked boolean
    );
    create table release_990.fct_criterion_score (
        index_code text, edition text, period_code text, unit_key text, criterion_code text, state text,
        numerator_value numeric, denominator_value numeric
    );
    create table release_990.fct_criterion_stage (
        index_code text, edition text, period_code text, unit_key text, criterion_code text, stage text,
        assessed_on date, receipt_id bigint, source_ref text
    );
    create table release_990.fct_score_check (
        index_code text, edition text, period_code text, unit_key text, criterion_code text,
        self_points numeric, system_points numeric, survey_points numeric, max_points numeric
    );
    create table release_990.fct_figure_correction (
        kind text, correction_code text, unit_key text, period_code text, figure_code text, source_code text, entry text,
        old_value text, new_value text, decided_on date, receipt_id bigint, source_ref text
    );
    insert into ops.release (fingerprint, code_version, state, built_at) values
        ('a', 'a', 'superseded', '2025-01-01'), ('b', 'b', 'superseded', '2026-03-01');
"""
GROUPS = {  # criterion: ratio of so many thousandths -> how many units; the step stands at 900
    "bunched": {895: 1, 904: 18, 912: 3, 850: 18},
    "even": {884: 10, 894: 10, 904: 10, 914: 10},
    "rising": {892: 2, 904: 16, 912: 22},
    "few": {904: 9, 850: 31},
    "ends_at_1": {1000: 40},
}
SELF = {"far": ("5", "3", "5"), "near": ("4", "3", "5"), "modest": ("2", "3", "5")}  # self, system, maximum
EDITS = {  # unit: figure or entry, old, new, received, appraised, places and points by the bridge; what is told
    "after": ("f_edit", "10", "12", "2025-06-10", "2025-06-01", None, {"edited_after_appraisal"}),
    "before": ("f_edit", "10", "12", "2025-05-20", "2025-06-01", None, set()),
    "late": ("f_edit", "10", "12", "2025-12-28", None, (-2, "1.5"), {"late_rank_edit"}),
    "late_and_after": ("f_edit", "10", "12", "2026-01-05", "2025-12-30", (-1, "0"),
                       {"late_rank_edit", "edited_after_appraisal"}),
    "late_for_nothing": ("f_edit", "10", "12", "2026-01-05", None, (0, "0"), set()),
    "early": ("f_edit", "10", "12", "2025-12-01", None, (-2, "1.5"), set()),
    "sheet": ("par – edit – self – 2025-05-01: points", "1", "2.5", "2025-06-10", "2025-06-01", None,
              {"edited_after_appraisal"}),
    "explained": ("par – edit – explanation – 2025-06-05: points", None, "2", "2025-06-10", "2025-06-01", None, set()),
    "evidence": ("par – edit – self – 2025-05-01: evidence", "a", "b", "2025-06-10", "2025-06-01", None, set()),
}  # fmt: skip


def rows_of(conn, table, rows):
    with conn.cursor().copy(f"copy {table} from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def plant(conn):
    crowd = [f"u{i}" for i in range(40)]
    leaves = [*GROUPS, "self", "edit"]
    rows_of(conn, f"{SCHEMA}.dim_criterion", (
        ("par", "1", c, c, True, "d" if c in GROUPS else None, "up", "1" if c == "ends_at_1" else "0.9" if c in GROUPS else None,
         None, None, [f"f_{c}"]) for c in leaves))  # fmt: skip
    rows_of(conn, f"{SCHEMA}.fct_index_rank", ((*KEY, u, "xa", True) for u in [*crowd, *SELF, *EDITS]))
    for criterion, cells in GROUPS.items():
        ratios = [ratio for ratio, count in cells.items() for _ in range(count)]
        rows_of(conn, f"{SCHEMA}.fct_criterion_score",
                ((*KEY, u, criterion, "scored", n, 1000) for u, n in zip(crowd, ratios, strict=True)))  # fmt: skip
    rows_of(
        conn,
        f"{SCHEMA}.fct_score_check",
        ((*KEY, u, "self", own, system, None, most) for u, (own, system, most) in SELF.items()),
    )
    stages = [(*KEY, u, "self", "self", None, 7, "tệp ▸ C5") for u in SELF]
    stages += [(*KEY, u, "edit", "appraisal", e[4], None, None) for u, e in EDITS.items() if e[4]]
    rows_of(conn, f"{SCHEMA}.fct_criterion_stage", stages)
    for i, (u, (what, old, new, received, _, moved, _)) in enumerate(EDITS.items()):
        (receipt,) = conn.execute(
            "insert into ops.delivery (source_code, sha256, name, received_at, rows_delivered, rows_loaded, is_illustrative,"
            " archive_path) values ('workbook:x', %s, 'x', %s, 1, 1, true, 'x') returning receipt_id", (str(i), received),
        ).fetchone()  # fmt: skip
        is_figure = what.startswith("f_")
        rows_of(conn, f"{SCHEMA}.fct_figure_correction", [(
            "resent", f"c{i}", u, "2025", what if is_figure else None, "workbook:par_assessment", None if is_figure else what,
            old, new, date.fromisoformat(received), receipt, "tệp ▸ B6")])  # fmt: skip
        if moved:
            conn.execute(
                "insert into ops.rank_bridge values ((select max(release_id) from ops.release),"
                " (select min(release_id) from ops.release), 'par', '1', '2025', %s, 10, %s, 0, 0, 0, 0, 10 + %s,"
                " 50, %s, 0, 0, 0, 0, 50 + %s)", (u, moved[0], moved[0], Decimal(moved[1]), Decimal(moved[1])),
            )  # fmt: skip
    conn.execute(f"grant select on all tables in schema {SCHEMA} to parix_transformer")


@pytest.fixture(scope="module")
def signals(warehouse):
    with psycopg.connect(config.dsn("admin")) as conn:
        conn.execute(TABLES)
        plant(conn)
    dbt("seed", "--select", "labels", "evaluation_groups")
    dbt("run", "--select", "core_label")
    dbt("run", "--select", "fct_manipulation_signal", variables={"release_id": 990, "release_schema": SCHEMA})
    with psycopg.connect(config.dsn("admin"), row_factory=dict_row) as conn:
        return conn.execute(f"select * from {SCHEMA}.fct_manipulation_signal").fetchall()


@pytest.mark.parametrize("who", EDITS)
def test_edits(signals, who):
    found = {r["signal"]: r for r in signals if r["unit_key"] == who}
    assert found.keys() == EDITS[who][6]
    for row in found.values():
        assert row["receipt_id"] and row["source_ref"] and row["criterion_code"] == "edit"
        if moved := EDITS[who][5]:
            assert (row["places_moved"], row["points_moved"]) == (-moved[0], float(moved[1]))


def test_self_scores_far_above(signals):
    found = [r for r in signals if r["signal"] == "self_far_above"]
    assert [(r["unit_key"], r["points_moved"], r["receipt_id"]) for r in found] == [("far", 2, 7)]
    assert "tự chấm tiêu chí self 5 điểm, số liệu hệ thống cho 3 điểm, tối đa 5 điểm" in found[0]["evidence_vi"]


def test_only_the_bunched_group_and_nobody_in_it_by_name(signals):
    found = [r for r in signals if r["signal"] == "bunched_above_step"]
    assert [(r["criterion_code"], r["unit_key"], r["peer_group"], r["item"]) for r in found] == [
        ("bunched", None, "xa", "90 %")
    ]
    assert "18 đơn vị ở sát trên ngưỡng" in found[0]["evidence_vi"] and "chỉ 1 ở sát dưới" in found[0]["evidence_vi"]


def test_signals_are_no_verdicts(signals):
    assert signals
    for row in signals:
        assert row["signal_vi"].startswith("dấu hiệu cần xem lại")
        assert row["evidence_vi"].endswith("Đây là dấu hiệu cần xem lại, không phải kết luận.")
        assert not any(word in row["evidence_vi"].lower() for word in ("gian lận", "vi phạm", "cố ý", "sai phạm"))
