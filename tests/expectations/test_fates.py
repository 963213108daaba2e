"""What becomes of rows that a check keeps out: whole however many they are, accepted, taken back, asked again; and counted."""

import re

import psycopg
import pytest
from psycopg.types.json import Jsonb
from typer.testing import CliRunner

from books import loading
from expectations import fates, gate, quarantine_cli, replay, suites
from tests.dbt.deliveries import deliver, dossier
from warehouse import config

KNOWN = {"agency_code": "000.00.00.H41"}
MANY = 1_234
HOME, WHY = "Sở Nội vụ", "số hồ sơ cũ, đã đối chiếu với sổ giấy"
UNIT = "commune-17662-2025"


def dossiers(*rows, **columns):
    return [dossier(name, "2026-03-05", **KNOWN | columns | own) for name, own in rows]


def examine(*names: str):
    """A gate of these suites alone: it costs seconds to ask Great Expectations for the others, too."""
    asked = [s for s in suites.load_suites("in") if s.suite in names]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "load_suites", lambda border: asked)
        return gate.gate_in()


@pytest.fixture(scope="module")
def kept(warehouse):
    """The receipts of what was delivered, after a gate: many rows that fail one check, some that fail others."""
    loading.prepare()
    odd = deliver(*dossiers(*((f"odd {i}", {"dossier_code": f"cũ {i}"}) for i in range(MANY))), gated=False)
    mixed = deliver(
        *dossiers(
            ("unknown one", {"status_id": "99"}), ("unknown two", {"status_id": "99"}),
            ("unknown and odd", {"status_id": "99", "dossier_code": "cũ"}), ("sound", {}),
        ), gated=False,
    )  # fmt: skip
    with psycopg.connect(config.dsn("admin")) as conn:
        conn.execute(
            """
            insert into quarantine.row (source_table, receipt_id, row_no, record, check_name, reason_vi, checks)
            values ('raw_dossiers.dossier', %s, 9, '{"dossier_id": "unread"}', 'decodable', 'không đọc được', '{decodable}')
            """,
            (mixed,),
        )
        conn.execute("update ops.delivery set rows_delivered = 5, rows_undecodable = 1 where receipt_id = %s", (mixed,))
    report = examine("dossiers_in")
    return {"odd": odd, "mixed": mixed, "report": report}


@pytest.fixture
def row(query, kept):
    """Number of the row of quarantine of a dossier."""
    return lambda name: query("select quarantine_id from quarantine.row where record ->> 'dossier_id' = %s", name)[0][0]


@pytest.fixture
def state(query, row):
    """State of a dossier's row, and how many times the dossier stands in raw."""
    return lambda name: (
        *query("select state from quarantine.row where quarantine_id = %s", row(name))[0],
        query("select count(*) from raw_dossiers.dossier where dossier_id = %s", name)[0][0],
    )


@pytest.fixture(autouse=True)
def counts_add_up(query, kept):
    yield
    assert query("select * from ops.receipt_balance where difference <> 0") == []


def test_every_failing_row_is_kept_whole_however_many_there_are(kept, query):
    found = query("select record, checks, reason_vi from quarantine.row where receipt_id = %s", kept["odd"])
    assert {record["dossier_id"] for record, *_ in found} == {f"odd {i}" for i in range(MANY)}
    assert all(r["dossier_code"] == r["dossier_id"].replace("odd", "cũ") and r["accepted_at"] for r, *_ in found)
    assert {(*checks, "Nghị định 61/2018" in reason) for _, checks, reason in found} == {("code_well_formed", True)}
    assert query("select rows_failed from ops.gate_result where check_name = 'code_well_formed'") == [(MANY + 1,)]
    assert query("select loaded, quarantined, duplicates from ops.receipt_balance order by 1, 2") == [
        (0, MANY, 0), (1, 4, 0),
    ]  # fmt: skip


def test_an_accepted_row_is_in_raw_and_says_who_when_why(row, state, query):
    number = row("odd 7")
    assert [m.quarantine_id for m in fates.accept([number], WHY, HOME)] == [number]
    assert state("odd 7") == ("accepted", 1)
    told = query(
        "select checks, accepted_by, reason, accepted_at is not null, ended_at from quarantine.acceptance"
        " where quarantine_id = %s", number,
    )  # fmt: skip
    assert told == [(["code_well_formed"], HOME, WHY, True, None)]
    gates = query("select max(gate_id) from ops.gate where kind = 'acceptance'")
    assert query("select released_gate_id from raw_dossiers.dossier where dossier_id = 'odd 7'") == gates


def test_accepting_twice_changes_nothing(row, query):
    number = row("odd 8")
    fates.accept([number], WHY, HOME)
    before = query("select max(gate_id) from ops.gate")
    assert fates.accept([number], "another reason", "UBND tỉnh") == []
    assert query("select max(gate_id) from ops.gate") == before
    assert query("select reason from quarantine.acceptance where quarantine_id = %s", number) == [(WHY,)]


@pytest.mark.parametrize(
    ("names", "reason", "by", "said"),
    [
        (["unknown one"], WHY, HOME, "status_known"),
        (["unknown and odd"], WHY, HOME, "Trạng thái hồ sơ"),
        (["unread"], WHY, HOME, "decodable"),
        (["odd 9", "unknown one"], WHY, HOME, "Không dòng nào được chuyển"),
        (["odd 9"], " ", HOME, "lý do"),
        (["odd 9"], WHY, "", "người quyết định"),
    ],
)
def test_what_cannot_be_counted_cannot_be_accepted(row, state, names, reason, by, said):
    with pytest.raises(fates.NotMoved, match=said):
        fates.accept([row(name) for name in names], reason, by)
    assert {state(name) for name in names} == {("open", 0)}


def test_rows_that_are_not_there_are_named(kept):
    with pytest.raises(fates.NotMoved, match="123456789"):
        replay.replay([123456789])


def test_a_later_gate_leaves_an_accepted_row_where_it_is(row, state, query, kept):
    fates.accept([row("odd 10")], WHY, HOME)
    query("update ops.delivery set gate_id = null where receipt_id = %s", kept["odd"])
    examine("dossiers_in")
    assert state("odd 10") == ("accepted", 1)
    assert state("odd 11") == ("open", 0)


def test_an_accepted_row_that_fails_something_else_goes_back(row, state, query, kept):
    fates.accept([row("odd 12")], WHY, HOME)
    query("update raw_dossiers.dossier set channel_id = 'new' where dossier_id = 'odd 12'")
    query("update ops.delivery set gate_id = null where receipt_id = %s", kept["odd"])
    examine("dossiers_in")
    assert state("odd 12") == ("open", 0)
    ended = query("select ended_by, ended_reason from quarantine.acceptance where quarantine_id = %s", row("odd 12"))
    assert ended == [("gate", "the row fails what was not accepted: channel_known")]


def test_an_acceptance_that_is_taken_back_stays_to_be_read(row, state, query):
    fates.accept([row("odd 13")], WHY, HOME)
    fates.take_back([row("odd 13")], "sổ giấy ghi khác", "Thanh tra")
    assert state("odd 13") == ("open", 0)
    told = query("select accepted_by, ended_by, ended_reason from quarantine.acceptance where quarantine_id = %s",
                 row("odd 13"))  # fmt: skip
    assert told == [(HOME, "Thanh tra", "sổ giấy ghi khác")]
    with pytest.raises(fates.NotMoved, match="open"):
        fates.take_back([row("odd 13")], WHY, HOME)
    fates.accept([row("odd 13")], WHY, HOME)
    assert state("odd 13") == ("accepted", 1)


def test_only_the_named_row_is_asked_again(row, state, query):
    query("insert into reference.dossier_status_map values ('igate', '99', 'Mới', '4', 'Đang xử lý', 'processing', '')")
    found = replay.replay([row("unknown one"), row("unknown and odd")])
    assert [(r.quarantine_id, r.state) for r in found] == [
        (row("unknown one"), "released"),
        (row("unknown and odd"), "open"),
    ]
    assert state("unknown one") == ("released", 1)
    assert state("unknown two") == ("open", 0)
    assert query("select checks from quarantine.row where quarantine_id = %s", row("unknown and odd")) == [
        (["code_well_formed"],)
    ], "what it fails now"
    assert query("select rows_checked from ops.gate_result where gate_id = (select max(gate_id) from ops.gate)"
                 " and check_name = 'status_known'") == [(2,)]  # fmt: skip


def test_asked_twice_it_stays_released(row, query):
    before = query("select max(gate_id) from ops.gate")
    assert [r.state for r in replay.replay([row("unknown one")])] == ["released"]
    assert query("select max(gate_id) from ops.gate") == before


def test_what_was_never_read_is_marked_to_be_read_once_more(row, state, query):
    (found,) = replay.replay([row("unread")])
    assert found.state == "open" and "không giữ nội dung" in found.reason_vi
    assert state("unread") == ("open", 0)
    assert query("select record ->> 'dossier_id' from quarantine.row where is_asked_again") == [("unread",)]


def test_a_replay_that_breaks_moves_nothing(row, state, monkeypatch):
    def broken(*arguments):
        raise RuntimeError("the power fails")

    monkeypatch.setattr(replay, "mark_corrected", broken)
    with pytest.raises(RuntimeError, match="power"):
        replay.replay([row("unknown two")])
    assert state("unknown two") == ("open", 0)


def test_no_row_moves_while_a_candidate_is_built(row, state, query):
    query("insert into ops.release (fingerprint, code_version) values ('test', 'test')")
    with pytest.raises(fates.NotMoved, match="đang được dựng"):
        replay.replay([row("unknown two")])
    query("delete from ops.release")
    assert [r.state for r in replay.replay([row("unknown two")])] == ["released"]
    assert state("unknown two") == ("released", 1)


def test_a_later_version_that_is_let_out_closes_the_earlier_one(query):
    for day in ("2026-04-01", "2026-04-02"):
        deliver(dossier("twice", day, **KNOWN, status_id="98"), gated=False)
    examine("dossiers_in")
    rows = [
        n
        for (n,) in query("select quarantine_id from quarantine.row where record ->> 'dossier_id' = 'twice' order by 1")
    ]
    query("insert into reference.dossier_status_map values ('igate', '98', 'Mới', '4', 'Đang xử lý', 'processing', '')")
    replay.replay(rows[1:])
    assert query("select state from quarantine.row where record ->> 'dossier_id' = 'twice' order by receipt_id") == [
        ("corrected",), ("released",),
    ]  # fmt: skip


def test_a_lost_row_is_seen(kept, query):
    with psycopg.connect(config.dsn("admin")) as conn:
        conn.execute("delete from raw_dossiers.dossier where dossier_id = 'sound'")
        found = conn.execute("select receipt_id, difference from ops.receipt_balance where difference <> 0").fetchall()
        conn.rollback()
    assert found == [(kept["mixed"], 1)]


FIGURES = {"f06a_received_total": 10, "f06a_received_online": 4, "f06a_received_direct_post": 3,
           "f06a_received_carried_over": 2}  # fmt: skip


def test_a_cell_is_asked_again_in_the_company_of_its_row(kept, query):
    """Form 06a, 10 <> 4 + 3 + 2: no cell of it passes alone, although it alone would add up to nothing wrong."""
    with psycopg.connect(config.dsn("admin")) as conn:
        (receipt,) = conn.execute(
            "insert into ops.delivery (source_code, sha256, name, rows_delivered, rows_loaded, is_illustrative, archive_path)"
            " values ('workbook:vpcp_06a', '06a', '06a', 5, 5, true, '') returning receipt_id"
        ).fetchone()
        for number, (code, value) in enumerate(FIGURES.items(), 1):
            conn.execute(
                "insert into raw_workbooks.figure (receipt_id, row_no, form_code, edition, sheet, cell, sheet_row, row_role,"
                " unit_key, period_code, figure_code, value) values (%s, %s, 'vpcp_06a', '1', 'Biểu 06a', %s, 9, 'total',"
                " %s, '2026-08', %s, %s)",
                (receipt, number, f"C{number}", UNIT, code, value),
            )
        entry = {"procedure_code": "", "authority_level": "commune", "service_level": "full"}
        conn.execute(
            "insert into raw_workbooks.list_row (receipt_id, row_no, form_code, edition, sheet, sheet_row, unit_key,"
            " period_code, fields, cells) values (%s, 5, 'procedure_catalogue', '1', 'DM', 9, %s, '2026-08', %s, '{}')",
            (receipt, UNIT, Jsonb(entry)),
        )
    examine("figures_in", "list_forms_in")
    ask = "select quarantine_id, source_table, state from quarantine.row where receipt_id = %s order by row_no"
    *cells, (entry, *_) = query(ask, receipt)
    assert len(cells) == 4
    assert [r.state for r in replay.replay([cells[0][0], entry])] == ["open", "open"]
    query("update quarantine.row set record = record || '{\"fields\": {\"procedure_code\": \"1.001193\", \"authority_level\":"
          " \"commune\", \"service_level\": \"full\"}}' where quarantine_id = %s", entry)  # fmt: skip
    assert [r.state for r in replay.replay([cells[0][0], entry])] == ["open", "released"]
    fates.accept([number for number, *_ in cells], "cột 6 chưa tách, sẽ gửi bổ sung", HOME)
    assert {s for *_, s in query(ask, receipt)} == {"accepted", "released"}
    assert query("select count(*) from raw_workbooks.live_figure where receipt_id = %s", receipt) == [(4,)]


def parix(*arguments):
    with pytest.MonkeyPatch.context() as patch:  # a console has the width of the terminal in which it was made
        for name in ("out", "err"):
            patch.setattr(getattr(quarantine_cli, name), "_width", 400)
        return CliRunner().invoke(quarantine_cli.app, [*map(str, arguments)])


def test_the_command_lists_by_check_source_and_state(kept, query):
    (total,) = query("select count(*) from quarantine.row where state = 'open' and 'code_well_formed' = any(checks)")[0]
    done = parix("list", "--check", "code_well_formed", "--source", "igate", "--limit", 3)
    assert f"3 / {total:,}" in done.output
    everything = parix("list", "--state", "all", "--csv").output.splitlines()
    assert len(everything) == 1 + query("select count(*) from quarantine.row")[0][0]
    assert "no such row" in parix("list", "--source", "portal").output


def test_the_command_shows_a_row_whole_with_who_mends_it_and_who_accepted_it(row):
    said = parix("show", row("odd 7")).output
    for words in ("cũ 7", "code_well_formed → Quản trị hệ thống một cửa", "accepted", HOME, WHY):
        assert words in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("accept", "{odd 20}-{odd 24}", "--reason", WHY, "--by", HOME), 0, "5 dòng được chấp nhận"),
        (("accept", "{odd 20}-{odd 24}", "--reason", WHY, "--by", HOME), 0, "nothing changed"),
        (("take-back", "{odd 20}", "--reason", WHY, "--by", HOME), 0, "1 dòng"),
        (("accept", "{unread}", "--reason", WHY, "--by", HOME), 1, "cannot be accepted"),
        (("replay", "{unread}"), 1, "is not kept"),
        (("replay", "{odd 20}"), 1, "Nghị định 61/2018"),
        (("replay", "{unknown one}"), 0, "1 / 1"),
        (("replay", "999999-9999999"), 1, "There is no row"),
        (("replay", "seven"), 2, "is no row"),
        (("accept", "{odd 20}", "--by", HOME), 2, "--reason"),
        (("show", "99999999"), 1, "There is no row"),
    ],
)
def test_the_command_says_what_it_did_or_why_not(row, arguments, code, said):
    done = parix(*(re.sub(r"{(.*?)}", lambda name: str(row(name[1])), a) for a in arguments))
    assert (done.exit_code, said in done.output) == (code, True), done.output
