"""From a rank down, for people: sentences whose numbers are right, units by their names, and what is official as it was sealed."""

import json
import re
from decimal import ROUND_HALF_UP, Decimal

import psycopg
import pytest
from psycopg.rows import dict_row
from typer.testing import CliRunner

import parix
from ingestion.errors import UnitUnresolved
from publishing import official, releases, trace_words, tracing
from tests.publishing.second_release import copied
from warehouse import config

DO_LUONG = "district-427-2020"
UNITS = [("par", "2023", DO_LUONG), ("par", "2022", DO_LUONG), ("par", "2023", "department-so-noi-vu-2020"),
         ("par", "2026", "commune-17662-2025"), ("sipas", "2026", "commune-17662-2025"),
         ("qd766", "2026", "commune-17662-2025"), ("qd766", "2026", "province-40-2020")]  # fmt: skip
QUOTIENT = re.compile(r"^([\d.,]+) / ([\d.,]+) = ([\d.,]+)( %)?")


@pytest.fixture(scope="module")
def bi(night):
    with psycopg.connect(config.dsn("bi_reader"), row_factory=dict_row, autocommit=True) as conn:
        yield conn


def read(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


@pytest.mark.parametrize(("index", "period", "unit"), UNITS)
def test_every_criterion_says_its_rule_with_numbers_that_are_right(bi, index, period, unit):
    rows = bi.execute("select * from marts.trace_rank(%s, %s, %s)", (index, period, unit)).fetchall()
    published = bi.execute(
        "select criterion_code, points, state from fct_criterion_score where index_code = %s and period_code = %s and unit_key = %s",
        (index, period, unit),
    ).fetchall()
    assert {(r["criterion_code"], r["points"], r["state"]) for r in rows} == {tuple(p.values()) for p in published}
    for row in rows:
        assert "→" in row["rule_vi"], row
        if said := QUOTIENT.match(row["rule_vi"]):
            x = read(said[1]) / read(said[2]) * (100 if said[4] else 1)
            assert x.quantize(read(said[3]), ROUND_HALF_UP) == read(said[3]), row["rule_vi"]
        if row["is_leaf"] and row["system_points"] is not None and row["state"] == "scored":
            shown = re.search(r"→ (≈ )?(-?[\d.,]+) điểm", row["rule_vi"])
            assert abs(read(shown[2]) - row["system_points"]) < Decimal("0.0001")


def run(*arguments: str):
    return CliRunner().invoke(parix.app, ["trace", *arguments])


@pytest.mark.parametrize("unit", ["do luong", "Huyện Đô Lương", "UBND huyện Đô Lương", "H. Do Luong", DO_LUONG])
def test_a_unit_by_any_of_its_names(night, unit):
    rows = json.loads(run("rank", unit, "par", "2023", "--criterion", "1.3", "--json").output)
    assert {r["unit_key"] for r in rows} == {DO_LUONG} and [r["criterion_code"] for r in rows] == [
        "1.3",
        "1.3.1",
        "1.3.2",
    ]
    places = [p for r in rows for f in r["figures"] for p in f["places"]]
    assert {(p["kind"], p["file_name"], p["sheet"]) for p in places} == {("cell", "so_lieu_par_2023.xlsx", "Số liệu")}


def test_an_ambiguous_name_is_answered_with_the_candidates(night):
    told = run("figure", "nam son", "f06a_resolved_total", "2024-A02").exception
    assert isinstance(told, UnitUnresolved) and len(told.candidates) >= 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("rank", "x", "par", "1999"), "Không có bảng xếp hạng par 1999. Đã công bố: par 2022"),
        (("rank", "do luong", "par", "2023", "--criterion", "99"), "Không có tiêu chí 99"),
        (("figure", "x", "dossiers_recieved", "2026"), "Có phải là dossiers_received"),
        (("figure", "x", "dossiers_received", "1999"), "Các kỳ có (mới nhất trước): 2026"),
        (("receipt", "999999"), "Không có phiếu nhận 999999; phiếu mới nhất là"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(night, arguments, sentence):
    told = run(*arguments).exception
    assert isinstance(told, tracing.NothingToTrace) and sentence in str(told)


def test_trees_for_the_terminal(night, query):
    tree = run("rank", "do luong", "par", "2023").output
    assert "PAR 2023 · Huyện Đô Lương: hạng 7 / 21, 85,94 điểm" in tree and "13 / 52 = 25 % < 30 %" in tree
    figure = run("figure", "xa do luong", "documents_signed", "2026").output
    assert "ky_so_van_ban_2026.xlsx ▸ Ký số ▸ ô D" in figure and "SHA-256" in figure
    ((number,),) = query("select receipt_id from ops.delivery where source_code = 'workbook:par_province'")
    receipt = run("receipt", str(number)).output
    assert "so_lieu_par_2023_tinh.xlsx" in receipt and "2 số liệu của 1 đơn vị, 1 kỳ" in receipt


def test_what_is_official_is_read_as_it_was_sealed(bi, query):
    asked = ("par", "2023", DO_LUONG)
    before = bi.execute("select * from marts.trace_rank(%s, %s, %s)", asked).fetchall()
    sealed = query("select release_id from ops.release where state = 'published'")[0][0]
    official.seal(official.propose()["rankings"], "Chủ tịch (mẫu)")
    release = copied(query)
    query(
        f"update {release['release_schema']}.fct_index_rank set status = 'official' where index_code = 'par' and period_code = '2023'"
    )
    query(f"update {release['release_schema']}.fct_figure set value = 1 where unit_key = %s", DO_LUONG)
    releases.switch(**release)
    after = bi.execute("select * from marts.trace_rank(%s, %s, %s)", asked).fetchall()
    assert [(r["release_id"], r["rule_vi"], r["figures"]) for r in after] == [
        (sealed, r["rule_vi"], r["figures"]) for r in before
    ]


CHANGED = {"kind": "changed", "receipt_id": 9, "item": "par_tasks_done", "entry": None, "old_value": "12", "old_receipt_id": 3,
           "old_cell": "D5", "new_value": "13"}  # fmt: skip


@pytest.mark.parametrize(
    ("correction", "sentence"),
    [
        (CHANGED, "phiếu 9 đổi “12” (phiếu 3, ô D5) thành “13” [par_tasks_done]"),
        (CHANGED | {"kind": "added", "old_value": None}, "phiếu 9 thêm “13” [par_tasks_done]"),
        (CHANGED | {"kind": "withdrawn"}, "phiếu 9 rút “12” (phiếu 3) [par_tasks_done]"),
    ],
)
def test_corrections_in_words(correction, sentence):
    assert trace_words.corrections({"role": "value", "corrections": [correction]}) == [sentence]
