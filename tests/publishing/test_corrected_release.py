"""A decided correction in the sample province, from its line to the bridge: a new release that says what moved, and why."""

from decimal import Decimal

import psycopg
import pytest
from typer.testing import CliRunner

import parix
from dags.recompute import rescore
from publishing import inputs, release_cli, releases
from publishing.bridge_parts import PARTS
from publishing.release_cli import CorrectionsRefused
from warehouse import config

UNIT, WRONG = "district-427-2020", "district-999-2020"
LINE = "insert into reference.corrections (correction_code, unit_key, period_code, figure_code, old_value, new_value," \
       " reason_vi, decided_by, decided_on) values (%s, %s, '2023', 'par_tasks_done', %s, %s, 'Thử', 'Sở Nội vụ (mẫu)', '2026-05-31')"  # fmt: skip


@pytest.fixture(scope="module")
def corrected(night, tmp_path_factory):
    """The night, then a build because corrections.csv has two more lines: a sound one and a wrong one. Yields the old value."""
    changed = tmp_path_factory.mktemp("seeds") / "corrections.csv"
    changed.write_text("the file has another hash now")
    with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
        (old,) = conn.execute(
            "select value from core.fct_figure where unit_key = %s and period_code = '2023' and figure_code = 'par_tasks_done'",
            (UNIT,),
        ).fetchone()
        for code, unit in (("DC-1", UNIT), ("DC-2", WRONG)):
            conn.execute(LINE, (code, unit, str(old), str(old / 2)))
        with pytest.MonkeyPatch.context() as patch, pytest.raises(CorrectionsRefused, match="dòng DC-2, cột unit_key"):
            patch.setattr(releases, "CORRECTIONS", changed)
            assert not releases.needs_full_build(), "a correction rebuilds no dossiers"
            parix.build()
    return old


def test_the_figure_says_that_it_was_corrected(corrected, query):
    found = query("select unit_key, value, correction_code, receipt_id is not null from marts.fct_figure"
                  " where correction_code is not null")  # fmt: skip
    assert found == [(UNIT, corrected / 2, "DC-1", True)]
    states = query("select correction_code, state from marts.fct_figure_correction where kind = 'decided' order by 1")
    assert states == [("DC-1", "applied"), ("DC-2 #2", "refused")]


def test_files_sent_again_stand_beside_the_decisions(corrected, query):
    rows = query(
        "select unit_key, period_code, receipt_id, new_value from marts.fct_figure_correction where kind = 'resent'"
    )
    sent = query("select unit_key, period_code, receipt_id, new_value from raw_workbooks.correction")
    assert sorted(map(str, rows)) == sorted(map(str, sent)) and rows


def test_the_new_release_has_a_bridge_made_of_the_correction_alone(corrected, query):
    columns = ", ".join(("unit_key", "previous_rank", *PARTS, "rank"))
    with psycopg.connect(config.dsn("bi_reader"), row_factory=psycopg.rows.dict_row) as conn:
        rows = conn.execute("select * from fct_rank_bridge").fetchall()
    assert {(r["index_code"], r["edition"], r["period_code"]) for r in rows} == {("par", "2023", "2023")}
    assert len(rows) > 1, columns
    by_unit = {r["unit_key"]: r for r in rows}
    assert by_unit[UNIT]["correction"] == by_unit[UNIT]["rank"] - by_unit[UNIT]["previous_rank"] > 0
    assert by_unit[UNIT]["score_correction"] == by_unit[UNIT]["score"] - by_unit[UNIT]["previous_score"] < 0
    assert {r[p] for r in rows for p in PARTS if p != "correction"} == {0}
    moved = query(
        """
        select count(*) from release_1.fct_index_rank as o inner join marts.fct_index_rank as n
            using (index_code, edition, period_code, unit_key)
        where (o.rank, o.score) is distinct from (n.rank, n.score)
        """
    )
    assert moved == [(len(rows),)]


def test_the_gate_out_told_both_lines_apart(corrected, query):
    found = query("select check_name, is_passed, rows_failed from ops.gate_result where suite = 'corrections_out'"
                  " and gate_id = (select max(gate_id) from ops.gate) order by 1")  # fmt: skip
    assert found == [("correction_is_sound", False, 1), ("correction_still_applies", True, 0)]


def test_the_terminal_shows_bridge_and_corrections(corrected, monkeypatch):
    monkeypatch.setattr(release_cli.out, "_width", 200)  # a console has the width of the terminal in which it was made
    told = CliRunner().invoke(parix.app, ["bridge"])
    assert told.exit_code == 0 and "par 2023 2023" in told.output and "Huyện Đô Lương" in told.output
    lines = CliRunner().invoke(parix.app, ["corrections"])
    assert lines.exit_code == 1 and "dòng DC-2, cột unit_key: không có đơn vị" in lines.output
    assert "đã sửa" in lines.output


def test_the_scorings_on_the_way_give_what_is_published(corrected, query):
    """Every ranking of the release out of its own figures, units and books: what the steps of a bridge are measured with."""
    number = query("select release_id from ops.release where state = 'published'")[0][0]
    with releases.connect() as conn:
        given = [inputs.ask(conn, number, q) for q in (inputs.UNITS, inputs.FIGURES, inputs.ASSESSMENTS)]
        books = conn.cursor(row_factory=psycopg.rows.dict_row).execute(
            "select index_code, edition, files from books.book"
        )
        again = rescore(books.fetchall(), given[0], {"again": tuple(given[1:])}, inputs.running(conn, number))["again"]
    published = query(
        "select index_code, edition, period_code, unit_key, score, rank, peer_group from marts.fct_index_rank"
    )
    scored = {tuple(r[:4]): (r[4] if r[4] is None else Decimal(r[4]), *r[5:]) for r in published}
    keys = ("index_code", "edition", "period_code", "unit_key")
    found = {tuple(r[k] for k in keys): (r["score"], r["rank"], r["peer_group"]) for r in again}
    assert {key: place for key, place in found.items() if key in scored} == scored
    assert {place[:2] for key, place in found.items() if key not in scored} <= {(None, None)}, (
        "provinces without figures"
    )
