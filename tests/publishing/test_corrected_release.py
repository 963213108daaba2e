"""A decided correction in the sample province, from its line to the bridge: a new release that says what moved, and why."""

from decimal import Decimal

import psycopg
import pytest
from typer.testing import CliRunner

import parix
from dags.recompute import recompute, rescore
from ingestion import settings
from publishing import approval, correcting, inputs, official, release_cli, releases, verifying
from publishing.bridge_parts import PARTS
from tests.publishing import corrected_night
from tests.publishing.corrected_night import LATE, SENT_AGAIN, UNIT
from warehouse import config

OFFICIAL = "select unit_key, rank, score, class_vi from marts.fct_index_rank where index_code = 'par' and edition = '2023' order by 1"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("seeds") / "corrections.csv"


@pytest.fixture(scope="module")
def corrected(night, file):
    """The official ranking of 2023 as it was frozen, and the old values of the corrected figure by year."""
    with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
        frozen = conn.execute(OFFICIAL).fetchall()
    return frozen, corrected_night.correct(file)


@pytest.fixture(scope="module")
def differences(corrected):
    with psycopg.connect(config.dsn("bi_reader"), row_factory=psycopg.rows.dict_row) as conn:
        return {row["unit_key"]: row for row in conn.execute("select * from fct_official_difference")}


@pytest.fixture(scope="module")
def approved(corrected, differences, file):
    return corrected_night.approve(file)


def test_the_figure_says_that_it_was_corrected(corrected, query):
    found = query("select unit_key, period_code, value, correction_code, receipt_id is not null from marts.fct_figure"
                  " where correction_code is not null order by 2")  # fmt: skip
    old = corrected[1]
    assert found == [(UNIT, "2022", old["2022"] / 2, "DC-1", True), (UNIT, "2023", old["2023"] / 2, "DC-3", True)]
    states = query("select correction_code, state from marts.fct_figure_correction where kind = 'decided' order by 1")
    assert states == [("DC-1", "applied"), ("DC-2 #2", "refused"), ("DC-3", "applied")]


def test_files_sent_again_stand_beside_the_decisions(corrected, query):
    rows = query(
        "select unit_key, period_code, receipt_id, new_value from marts.fct_figure_correction where kind = 'resent'"
    )
    sent = query("select unit_key, period_code, receipt_id, new_value from raw_workbooks.correction")
    assert sorted(map(str, rows)) == sorted(map(str, sent)) and rows


def test_the_new_release_has_a_bridge_made_of_the_correction_alone(corrected, query):
    with psycopg.connect(config.dsn("bi_reader"), row_factory=psycopg.rows.dict_row) as conn:
        rows = conn.execute("select * from fct_rank_bridge").fetchall()
    assert {(r["index_code"], r["edition"], r["period_code"]) for r in rows} == {("par", "2022", "2022")}
    assert len(rows) > 1
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
    assert told.exit_code == 0 and "par 2022 2022, so với bản 1" in told.output and "Huyện Đô Lương" in told.output
    lines = CliRunner().invoke(parix.app, ["corrections"])
    assert lines.exit_code == 1 and "dòng DC-2, cột unit_key: không có đơn vị" in lines.output
    assert "đã sửa" in lines.output


def computed_today(query) -> dict:
    """(index, edition, period, unit) -> score, rank, peer group: every ranking of the release out of its own figures, units and
    books, what the steps of a bridge are measured with."""
    number = query("select release_id from ops.release where state = 'published'")[0][0]
    with releases.connect() as conn:
        given = [inputs.ask(conn, number, q) for q in (inputs.UNITS, inputs.FIGURES, inputs.ASSESSMENTS)]
        books = conn.cursor(row_factory=psycopg.rows.dict_row).execute(
            "select index_code, edition, files from books.book"
        )
        again = rescore(books.fetchall(), given[0], {"again": tuple(given[1:])}, inputs.running(conn, number))["again"]
    keys = ("index_code", "edition", "period_code", "unit_key")
    return {tuple(r[k] for k in keys): (r["score"], r["rank"], r["peer_group"]) for r in again}


def test_the_scorings_on_the_way_give_what_is_published_and_what_differs_from_the_official(
    corrected, differences, query
):
    """The difference names exactly the units whose official score or rank is another out of the figures of today."""
    found = computed_today(query)
    rows = query("select index_code, edition, period_code, unit_key, score, rank, peer_group from marts.fct_index_rank")
    published = {tuple(r[:4]): (r[4] if r[4] is None else Decimal(r[4]), *r[5:]) for r in rows}
    other = {key: found[key] for key in published if found[key] != published[key]}
    assert {key[:3] for key in other} == {("par", "2023", "2023")}
    assert {key[3]: place[:2] for key, place in other.items()} == {
        unit: (row["score"], row["rank"]) for unit, row in differences.items()
    }
    assert {key[3]: published[key][:2] for key in other} == {
        unit: (row["official_score"], row["official_rank"]) for unit, row in differences.items()
    }
    assert {place[:2] for key, place in found.items() if key not in published} <= {(None, None)}, (
        "provinces without figures"
    )


def test_the_official_ranking_stands_as_it_was_frozen(corrected, query):
    assert query(OFFICIAL) == corrected[0]
    assert query("select distinct official_version, status from marts.fct_index_rank where edition = '2023'") == [(1, "official")]  # fmt: skip
    told = query("select severity, is_passed, rows_failed from ops.gate_result where check_name = 'official_still_follows'"
                 " order by gate_id desc limit 1")  # fmt: skip
    assert told == [("warn", False, query("select count(*) from marts.fct_official_difference")[0][0])]


def test_the_difference_says_which_criteria_are_the_units_own(differences):
    own = {unit for unit, row in differences.items() if row["changed_criteria"]}
    assert own == {UNIT, SENT_AGAIN, LATE} and own < differences.keys()
    assert {tuple(differences[unit]["changed_criteria"]) for unit in own} == {("1.1.2",)}
    assert all(row["rank_change"] == row["official_rank"] - row["rank"] for row in differences.values())


def test_a_person_is_asked_with_reasons_and_ranks_and_approves_what_was_seen(corrected, differences, query):
    asked = approval.propose()
    (one,) = asked["corrections"]
    assert (one["index_code"], one["edition"], one["period_code"]) == ("par", "2023", "2023")
    first, second = one["reason_vi"].split("; Tệp gửi lại ")
    assert first.startswith("Đính chính DC-3: Huyện Đô Lương, kỳ 2023") and second.endswith("của Thị xã Thái Hòa: 1 ô")
    assert "1 số liệu khác của kỳ này đã đổi" in asked["body_vi"] and "phiên bản 1, duyệt ngày" in asked["body_vi"]
    row = differences[UNIT]
    assert f"| {row['official_rank']} | {row['rank']} | Huyện Đô Lương | 85,94 |" in asked["body_vi"]
    with pytest.raises(official.RankingMoved, match="nothing was noted"):
        correcting.approve([one | {"sha256": "0" * 64}], "ai đó")
    assert query("select count(*) from ops.official_correction") == [(0,)]


def test_a_ranking_that_differs_without_a_correction_is_not_proposed(corrected, query):
    """Late figures or another code alone: the difference is shown, the ranking stays as it was announced."""
    schema = query("select schema_name from ops.release where state = 'published'")[0][0]
    turn = f"update {schema}.fct_figure_correction set state = %s where state = %s and correction_code ~ '^DC-|/1001$'"
    query(turn, "none", "applied")
    try:
        assert approval.propose()["corrections"] == []
    finally:
        query(turn, "applied", "none")


def test_what_was_approved_is_version_2_and_names_the_first(approved, differences, query):
    now = {unit: (rank, score) for unit, rank, score, _ in query(OFFICIAL)}
    assert {unit: now[unit] for unit in differences} == {u: (r["rank"], r["score"]) for u, r in differences.items()}
    assert query("select distinct official_version, status from marts.fct_index_rank where edition = '2023'") == [(2, "official")]  # fmt: skip
    assert query("select * from marts.fct_official_difference") == []
    (first, second) = query("select official_id, version, supersedes, release_id, reason_vi, approved_by, seal_id"
                            " from ops.official_version where edition = '2023' order by version")  # fmt: skip
    published = query("select max(release_id) from ops.release where state = 'published'")[0][0]
    assert first[1:4] == (1, None, 1) and second[1:4] == (2, first[0], published)
    assert second[4:6] == (approved["corrections"][0]["reason_vi"], corrected_night.APPROVER)
    assert approval.propose()["corrections"] == []


def test_the_bridge_of_the_correction_begins_at_the_first_version_and_adds_up(approved, differences, query):
    with psycopg.connect(config.dsn("bi_reader"), row_factory=psycopg.rows.dict_row) as conn:
        rows = {r["unit_key"]: r for r in conn.execute("select * from fct_rank_bridge").fetchall()}
    assert rows.keys() == differences.keys()
    for unit, row in rows.items():
        assert (row["edition"], row["previous_release_id"]) == ("2023", 1)
        assert (row["previous_rank"], row["previous_score"]) == tuple(differences[unit][f"official_{k}"] for k in ("rank", "score"))  # fmt: skip
        assert row["previous_rank"] + sum(row[part] for part in PARTS) == row["rank"]
        assert row["previous_score"] + sum(row[f"score_{part}"] for part in PARTS) == row["score"]
    assert {u for u, r in rows.items() if r["score_correction"]} == {UNIT, SENT_AGAIN}
    assert {u for u, r in rows.items() if r["score_own_figures"]} == {LATE}
    assert not any(r["method"] or r["boundary"] for r in rows.values())


def test_the_first_version_is_read_as_of_its_day_and_both_seals_hold(corrected, approved, query):
    for number, day in enumerate(("2026-03-01", "2026-03-02", "2026-03-03")):
        query("update ops.publication set published_at = %s where publication_id ="
              " (select publication_id from ops.publication order by publication_id offset %s limit 1)", day, number)  # fmt: skip
    as_of = "select unit_key, rank, score, class_vi from marts.ranking_as_of(%s) where edition = '2023' and official_version = %s"
    assert sorted(query(as_of, "2026-03-02", 1)) == sorted(corrected[0])
    assert sorted(query(as_of, "2026-03-03", 2)) == sorted(query(OFFICIAL))
    frozen = query("select unit_key, rank, score, class_vi from ops.official_rank as r inner join ops.official_version as v"
                   " on r.official_id = v.official_id where v.version = 1")  # fmt: skip
    assert sorted(frozen) == sorted(corrected[0])
    seals = verifying.seals()
    assert [[(r["period_code"], r["version"]) for r in s["rankings"]] for s in seals] == [[("2023", 1)], [("2023", 2)]]
    assert [verifying.verify(s["seal_id"], recompute, settings.archive()) for s in seals] == [[], []]


def test_a_rank_is_traced_in_the_version_that_is_asked_for(approved, differences, query):
    asked = "select distinct status, rank, release_id from marts.trace_rank('par', '2023', %s, %s)"
    row, new = differences[UNIT], query("select max(release_id) from ops.release where state = 'published'")[0][0]
    assert query(asked, UNIT, 1) == [("superseded", row["official_rank"], 1)]
    assert query(asked, UNIT, 2) == query(asked, UNIT, None) == [("official", row["rank"], new)]


def test_a_version_that_nobody_approved_stops_the_gate(approved):
    batch = (config.REPO / "expectations" / "batches" / "marts_out.sql").read_text(encoding="utf-8")
    with psycopg.connect(config.dsn("admin")) as conn:
        (schema,) = conn.execute("select schema_name from ops.release where state = 'published'").fetchone()
        asked = f"select bool_and(is_as_frozen) from ({batch.format(schema=schema)}) as r"
        assert conn.execute(asked).fetchone() == (True,)
        conn.execute(f"update {schema}.fct_index_rank set official_version = 3 where edition = '2023'")
        assert conn.execute(asked).fetchone() == (False,)
        conn.rollback()
