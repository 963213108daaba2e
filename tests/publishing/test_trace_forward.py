"""Every receipt leads forward to the figures, criteria and ranks that it touched; what the way back finds, the way forward
finds too, and a receipt that touched nothing says why."""

import random

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.publishing.test_trace_back import DRAWN, trace
from warehouse import config

AT_ONCE = 60
"""Random pairs of a receipt and a figure."""


@pytest.fixture(scope="module")
def bi(night):
    with psycopg.connect(config.dsn("bi_reader"), row_factory=dict_row, autocommit=True) as conn:
        yield conn


@pytest.fixture(scope="module")
def touched(bi, night):
    """Receipt -> what it touched."""
    with psycopg.connect(config.dsn("auditor")) as conn:
        receipts = [r for (r,) in conn.execute("select receipt_id from ops.delivery order by 1")]
    return {r: bi.execute("select * from marts.trace_receipt(%s)", (r,)).fetchall() for r in receipts}


def key(row: dict) -> tuple:
    return row["unit_key"], row["period_code"], row["figure_code"]


def test_what_leads_back_leads_forward(bi, touched):
    figures = {r: {key(row): row["how"] for row in rows if row["kind"] == "figure"} for r, rows in touched.items()}
    for which, n in (
        ("source_code like 'workbook:%'", 60),
        ("source_code = 'igate'", 60),
        ("source_code = 'portal'", 20),
    ):
        for drawn in bi.execute(DRAWN.format(which=which, n=n)).fetchall():
            for row in trace(bi, drawn):
                assert figures[row["receipt_id"]].get(key(drawn)) is not None, (row["receipt_id"], drawn)


def test_what_leads_forward_leads_back(bi, touched):
    pairs = [(r, row) for r, rows in touched.items() for row in rows if row["kind"] == "figure"]
    drawn = random.Random(7).sample(pairs, AT_ONCE)
    drawn += [
        next(pair for pair in pairs if pair[0] == r) for r in {r for r, _ in pairs}
    ]  # of each receipt one at least
    for receipt, row in drawn:
        back = [b for b in trace(bi, row) if b["receipt_id"] == receipt and b["role"] == row["how"]]
        assert back and back[0]["value"] == row["value"], (receipt, row)


def test_every_figure_of_the_release_was_touched(bi, touched):
    known = {key(row) for rows in touched.values() for row in rows if row["kind"] == "figure"}
    there = {key(row) for row in bi.execute("select unit_key, period_code, figure_code from fct_figure")}
    assert known == there


def test_no_receipt_touches_nothing_without_saying_why(touched):
    silent = [r for r, rows in touched.items() if not rows]
    said = {r: rows[0]["note_vi"] for r, rows in touched.items() if rows and rows[0]["kind"] == "nothing"}
    assert silent == []
    assert set(said.values()) == {f"Mọi dòng mới ({n}) đang ở vùng cách ly." for n in (66, 7)}


WAYS = [  # a source, which way its receipts go on, into which index
    ("workbook:par_district", "value", "par"),
    ("workbook:par_district", "compared", "par"),
    ("workbook:par_assessment", "assessment", "par"),
    ("workbook:sipas_answers", "value", "sipas"),
    ("workbook:sipas_answers", "imported", "par"),
    ("workbook:par_province", "inherited", "par"),
    ("igate", "value", "par"),
    ("portal", "value", "qd766"),
]


@pytest.mark.parametrize(("source", "how", "index"), WAYS)
def test_figures_lead_on_to_criteria_and_ranks(query, touched, source, how, index):
    receipts = [r for (r,) in query("select receipt_id from ops.delivery where source_code = %s", source)]
    rows = [row for r in receipts for row in touched[r]]
    criteria = {(c["unit_key"], c["period_code"]) for c in rows
                if c["kind"] == "criterion" and c["how"] == how and c["index_code"] == index}  # fmt: skip
    ranks = {(r["unit_key"], r["period_code"]) for r in rows if r["kind"] == "rank" and r["index_code"] == index}
    assert criteria and (how == "assessment" or criteria <= ranks)


def test_a_criterion_that_a_figure_made_is_found_from_its_receipt(bi, query, touched):
    """Down from ranks, and forward again: over all units of a few."""
    ranks = query("select index_code, period_code, unit_key from marts.fct_index_rank")
    for index, period, unit in random.Random(7).sample(ranks, 8):
        for row in bi.execute("select * from marts.trace_rank(%s, %s, %s)", (index, period, unit)):
            for figure in row["figures"]:
                if figure["receipt_id"]:
                    found = {(r["index_code"], r["period_code"], r["unit_key"], r["criterion_code"])
                             for r in touched[figure["receipt_id"]] if r["kind"] == "criterion"}  # fmt: skip
                    assert (index, period, unit, row["criterion_code"]) in found, figure


CRAFTED = [
    ("'workbook:x', 5, 0, 5, 0, {gate}", "Mọi dòng đều trùng với dữ liệu đã nhận trước đó."),
    ("'workbook:x', 0, 0, 0, 3, {gate}", "Chỉ rút lại 3 dòng đã gửi trước đó."),
    ("'workbook:x', 5, 5, 0, 0, null", "Chưa qua cổng kiểm tra; sẽ được xét ở lần dựng tới."),
    ("'portal', 5, 5, 0, 0, {gate}", "Câu trả lời của Cổng không nói về đơn vị nào của tỉnh."),
    ("'national', 5, 5, 0, 0, {gate}", "Chỉ dùng để đối chiếu với hồ sơ của tỉnh; không số liệu nào được tính từ đó."),
    (
        "'igate', 5, 5, 0, 0, {gate}",
        "Mọi hồ sơ trong phiếu đã có phiên bản mới hơn ở phiếu nhận sau, hoặc không thuộc diện được đếm.",
    ),
]


@pytest.mark.parametrize(("delivery", "sentence"), CRAFTED)
def test_reasons(bi, query, delivery, sentence):
    gate = query("select min(gate_id) from ops.gate where border = 'in'")[0][0]
    ((receipt,),) = query(
        "insert into ops.delivery (source_code, rows_delivered, rows_loaded, rows_duplicate, rows_withdrawn, gate_id, sha256,"
        f" name, is_illustrative, archive_path) values ({delivery.format(gate=gate)}, gen_random_uuid()::text, 'x', true, 'x')"
        " returning receipt_id"
    )
    (row,) = bi.execute("select * from marts.trace_receipt(%s)", (receipt,)).fetchall()
    assert (row["kind"], row["note_vi"]) == ("nothing", sentence)
