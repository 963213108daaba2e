"""The gate on what arrived: every kind of dirt is kept out whole with its reason, and comes back once corrected."""

import os
from datetime import date

import pytest

from books import loading
from expectations import gate, replay, suites
from ingestion.sources import dossiers
from ingestion.windows import Accepted
from sample.dossiers import DIRTY, generate
from sample.dossiers import dossiers as sample_dossiers
from sample.onestop import CLIENT_ID, CLIENT_SECRET, OneStop

CAUGHT_BY = {
    "unknown_status": "status_known",
    "unknown_agency": "unit_known",
    "unknown_channel": "channel_known",
    "completed_before_accepted": "accepted_not_after_completed",
    "unreadable_date": "dates_readable",
    "malformed_code": "code_well_formed",
    "finished_without_completed": "completed_date_present",
    "processing_without_accepted": "accepted_date_present",
    "status_wrong_type": "decodable",
}


@pytest.fixture(scope="module")
def source(warehouse):
    with OneStop(sample_dossiers()) as running:
        os.environ |= {
            "PARIX_ONESTOP_URL": running.url,
            "PARIX_ONESTOP_CLIENT_ID": CLIENT_ID,
            "PARIX_ONESTOP_CLIENT_SECRET": CLIENT_SECRET,
        }
        yield running


@pytest.fixture(scope="module")
def first(source):
    loading.prepare()
    receipt = dossiers.catch_up()
    return receipt, gate.gate_in()


def counts(query) -> dict[str, int]:
    return dict(query("select check_name, count(*) from quarantine.row where state = 'open' group by 1"))


def test_every_kind_of_dirt_is_caught_by_its_check(first, query):
    assert counts(query) == {CAUGHT_BY[kind]: n for kind, n in DIRTY.items()}


def test_delivered_is_loaded_and_quarantined_and_duplicates(first, query):
    receipt, _ = first
    raw = query("select count(*) from raw_dossiers.dossier")[0][0]
    kept = query("select count(*) from quarantine.row")[0][0]
    assert receipt.delivered == raw + kept + receipt.duplicate == len(sample_dossiers())
    assert receipt.duplicate == 1


def test_a_quarantined_row_is_whole_and_has_reason_and_receipt(first, query):
    receipt, report = first
    for record, reason, receipt_id, gate_id in query(
        "select record, reason_vi, receipt_id, gate_id from quarantine.row where check_name = 'status_known'"
    ):
        assert record["status_id"] == "99"
        assert record["dossier_code"] and record["agency_code"] and record["updated_at"]
        assert "danh mục trạng thái" in reason
        assert (receipt_id, gate_id) == (receipt.receipt_id, report["gate_id"])


def test_results_are_written_with_dimension_and_counts(first, query):
    _, report = first
    results = query("select suite, check_name, dimension, rows_checked, rows_failed, owner from ops.gate_result")
    assert len(results) == report["checks"]
    assert {r[2] for r in results} <= set(suites.DIMENSIONS)
    assert next(r[4] for r in results if r[1] == "unit_known") == DIRTY["unknown_agency"]
    assert all(owner for *_, owner in results)


def test_data_docs_are_built_below_the_home(first, warehouse):
    for suite in suites.load_suites("in"):
        docs = warehouse / "reports" / "data_docs" / suite.suite
        assert (docs / "index.html").exists()
        (page,) = (docs / "expectations").glob("*.html")
        assert all(check.owner in page.read_text(encoding="utf-8") for check in suite.checks)


def test_a_corrected_dossier_closes_its_row(first, source, query):
    ((bad,),) = query("select record ->> 'dossier_id' from quarantine.row where check_name = 'dates_readable' limit 1")
    record = next(d for d in sample_dossiers() if d["id"] == bad)
    fixed = "2026-11-10T09:00:00.000+0700"
    source.control({"upsert": [record | {"appointmentDate": fixed, "dueDate": fixed, "updatedDate": fixed}]})
    dossiers.catch_up()
    assert gate.gate_in()["corrected"] == 1
    assert query("select state from quarantine.row where record ->> 'dossier_id' = %s", bad) == [("corrected",)]
    assert query("select count(*) from raw_dossiers.dossier where dossier_id = %s", bad) == [(1,)]


def test_a_record_that_could_not_be_read_is_read_again_once_somebody_asked(first, source, query):
    """Its content was never kept, so the reader (or the source) is corrected, and the same version comes once more."""
    ((row, bad),) = query(
        "select quarantine_id, record ->> 'dossier_id' from quarantine.row where check_name = 'decodable' limit 1"
    )
    record = next(d for d in sample_dossiers() if d["id"] == bad)
    source.control({"upsert": [record | {"dossierStatus": {"id": 2, "name": "Đang xử lý"}, "completedDate": None}]})
    day = date.fromisoformat(record["acceptedDate"][:10])
    dossiers.load(Accepted(day, day))
    assert query("select count(*) from raw_dossiers.dossier where dossier_id = %s", bad) == [(0,)], "known, if unread"
    assert [r.state for r in replay.replay([row])] == ["open"]
    dossiers.load(Accepted(day, day))
    assert query("select count(*) from raw_dossiers.dossier where dossier_id = %s", bad) == [(1,)]
    assert gate.gate_in()["corrected"] == 1
    assert query("select state from quarantine.row where quarantine_id = %s", row) == [("corrected",)]


def test_rows_come_back_once_the_code_list_knows_them(first, query):
    before = query("select count(*) from raw_dossiers.dossier")[0][0]
    query(
        "insert into reference.dossier_status_map values ('igate', '99', 'Chờ liên thông', '4', 'Đang xử lý', 'processing', '')"
    )
    report = gate.gate_in()
    assert report["released"] == DIRTY["unknown_status"]
    assert query("select count(*) from raw_dossiers.dossier")[0][0] == before + report["released"]
    assert query("select count(*) from raw_dossiers.dossier where released_gate_id = %s", report["gate_id"]) == [
        (report["released"],)
    ]


def test_what_arrives_during_the_checks_waits_for_the_next_gate(first, source, query, monkeypatch):
    def arrive(seed: int) -> None:
        record = next(generate(1, seed=seed)) | {"updatedDate": f"2026-11-11T{seed:02}:00:00.000+0700"}
        source.control({"upsert": [record]})
        assert dossiers.catch_up().loaded == 1

    def late(*arguments):
        if not came:
            came.append(arrive(11))
        return real(*arguments)

    came, real = [], gate.run_suite
    monkeypatch.setattr(gate, "run_suite", late)
    arrive(10)
    gate.gate_in()
    assert query("select count(*) from ops.delivery where gate_id is null") == [(1,)]
    gate.gate_in()
    assert query("select count(*) from ops.delivery where gate_id is null") == [(0,)]


def test_a_check_that_cannot_be_asked_stops_the_gate_and_moves_nothing(first, source, query, monkeypatch):
    record = next(generate(1, seed=9)) | {"updatedDate": "2026-11-12T09:00:00.000+0700"}
    source.control({"upsert": [record]})
    dossiers.catch_up()
    before = query("select count(*) from quarantine.row")
    broken = suites.Check(
        "gone",
        "Cột đã mất",
        "completeness",
        "warn",
        "Kỹ sư dữ liệu",
        {"type": "expect_column_values_to_not_be_null", "column": "gone"},
    )
    real = suites.load_suites("in")
    monkeypatch.setattr(
        gate, "load_suites", lambda border: [*real[:-1], suites.Suite(**vars(real[-1]) | {"checks": [broken]})]
    )
    with pytest.raises(gate.GateStopped, match="gone"):
        gate.gate_in()
    assert query("select count(*) from quarantine.row") == before
    assert query("select count(*) from ops.delivery where gate_id is null") == [(1,)]
