"""Dossiers over real HTTP: what is loaded, what a second night does, and what each fault of the source leaves."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from ingestion.errors import EmptyExtract, NotData, ShrunkenExtract, SourceDown, SourceRefused
from ingestion.known import Known
from ingestion.sources import dossier_pages, dossiers
from ingestion.transport import http
from ingestion.windows import Accepted, plan_windows
from sample.dossiers import CANARIES, generate
from sample.onestop import CLIENT_ID, CLIENT_SECRET, OneStop

HISTORY = 1200


@pytest.fixture(scope="module")
def source(warehouse):
    with OneStop(generate(HISTORY, seed=3)) as running:
        os.environ |= {
            "PARIX_ONESTOP_URL": running.url,
            "PARIX_ONESTOP_CLIENT_ID": CLIENT_ID,
            "PARIX_ONESTOP_CLIENT_SECRET": CLIENT_SECRET,
            "PARIX_ONESTOP_PAGE_SIZE": "100",
        }
        yield running
    del os.environ["PARIX_ONESTOP_PAGE_SIZE"]


@pytest.fixture(scope="module")
def loaded(source):
    return dossiers.catch_up("run-1")


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch):
    monkeypatch.setattr(http, "FIRST_WAIT", 0.01)


def rows(query) -> int:
    return query("select count(*) from raw_dossiers.dossier")[0][0]


def test_first_load_takes_the_whole_history_with_a_receipt(loaded, query):
    assert (loaded.delivered, loaded.loaded, loaded.duplicate, loaded.undecodable) == (HISTORY, HISTORY, 0, 0)
    assert rows(query) == HISTORY
    ((name, n, run_id, illustrative),) = query("select name, rows_loaded, run_id, is_illustrative from ops.delivery")
    assert (n, run_id, illustrative) == (HISTORY, "run-1", True)
    assert name.startswith("dossiers updated since")


def test_a_second_night_adds_nothing(loaded, warehouse, query):
    again = dossiers.catch_up()
    window = dossiers.load(Accepted(date(2000, 1, 1), date(2100, 1, 1)))
    assert again.receipt_id is None
    assert again.loaded == window.loaded == 0
    assert window.duplicate == HISTORY
    assert rows(query) == HISTORY
    assert query("select count(*) from ops.delivery") == [(1,)]
    assert len(list((warehouse / "archive" / "igate").iterdir())) == 1, "what brought nothing is not archived"


def test_a_changed_dossier_comes_as_a_new_version(loaded, source, query):
    changed = next(generate(1, seed=3)) | {"updatedDate": "2027-01-01T08:00:00.000+0700"}
    source.control({"upsert": [changed]})
    assert dossiers.catch_up().loaded == 1
    assert query("select count(*) from raw_dossiers.dossier where dossier_id = %s", changed["id"]) == [(2,)]
    assert query("select updated_to from ops.watermark") == [("2027-01-01T08:00:00.000+0700",)]


ALL_DAYS = Accepted(date(2000, 1, 1), date(2100, 1, 1))


def test_single_dossiers_that_no_longer_come_are_noted_and_stay(loaded, source, query):
    gone, before = list(generate(3, seed=3)), rows(query)
    source.control({"remove": [d["id"] for d in gone]})
    dossiers.load(ALL_DAYS)
    source.control({"upsert": gone})
    ((note,),) = query("select note from ops.run where kind = 'absent'")
    assert "3 known before did not come" in note and all(d["code"] in note for d in gone)
    assert rows(query) == before


@pytest.mark.parametrize("left", [0, 300])
def test_a_shrunken_window_is_refused_with_its_share(loaded, source, query, left):
    everything, before = list(generate(HISTORY, seed=3)), rows(query)
    source.control({"remove": [d["id"] for d in everything[left:]]})
    with pytest.raises(ShrunkenExtract, match=rf"shows {left} of 1200 records that are known \({left / 12:.0f}%\)"):
        dossiers.load(ALL_DAYS)
    source.control({"upsert": everything})
    assert rows(query) == before


def test_what_is_known_is_found_by_half_its_hash(loaded, query):
    known = Known("igate", days=ALL_DAYS.days)
    versions = {f"{i} {u}" for i, u in query("select dossier_id, updated_at from raw_dossiers.dossier")}
    assert len(known) == len(versions) and all(v in known for v in versions) and "x y" not in known


def test_nothing_personal_is_written(loaded, warehouse, query):
    from zstandard import ZstdDecompressor

    text = " ".join(r[0] for r in query("select d::text from raw_dossiers.dossier as d"))
    for path in (warehouse / "archive").rglob("*.zst"):
        text += ZstdDecompressor().stream_reader(path.read_bytes()).read().decode()
    assert [c for c in CANARIES if c in text] == []


FAULTS = [
    ({"fault": "error", "times": 99}, SourceDown, "HTTP 500"),
    ({"fault": "slow", "times": 99, "seconds": 60}, SourceDown, "did not answer within 0.5 s"),
    ({"fault": "login_page", "times": 99}, NotData, "login page"),
    ({"fault": "empty", "times": 99}, EmptyExtract, "no dossier"),
]


@pytest.mark.parametrize(("fault", "error", "words"), FAULTS, ids=[f["fault"] for f, *_ in FAULTS])
def test_a_fault_loads_nothing_and_says_why(loaded, source, query, monkeypatch, fault, error, words):
    monkeypatch.setattr(http, "ATTEMPTS", 2)
    if fault["fault"] == "slow":
        monkeypatch.setenv("PARIX_ONESTOP_TIMEOUT", "0.5")
    before, mark = rows(query), query("select * from ops.watermark")
    source.control(fault | {"path": dossier_pages.PATH})
    try:
        with pytest.raises(error, match=words):
            dossiers.catch_up()
    finally:
        source.control({"fault": "none"})
    assert rows(query) == before
    assert query("select * from ops.watermark") == mark


@pytest.mark.parametrize("fault", ["unauthorized", "throttle", "error", "cut"])
def test_a_passing_fault_is_waited_out(loaded, source, fault):
    source.control({"fault": fault, "times": 1, "path": dossier_pages.PATH, "seconds": 0})
    assert dossiers.catch_up().loaded == 0


def test_a_source_that_is_down_and_wrong_credentials(loaded, source, monkeypatch):
    monkeypatch.setattr(http, "ATTEMPTS", 2)
    monkeypatch.setenv("PARIX_ONESTOP_CLIENT_SECRET", "wrong")
    with pytest.raises(SourceRefused, match="PARIX_ONESTOP_CLIENT_SECRET") as refused:
        dossiers.plan(datetime.now(UTC))
    assert "wrong" not in str(refused.value).replace("are wrong", "")
    monkeypatch.setenv("PARIX_ONESTOP_URL", "http://127.0.0.1:9")
    with pytest.raises(SourceDown, match="cannot be reached"):
        dossiers.plan(datetime.now(UTC))


def test_a_kill_in_the_middle_of_a_load_leaves_nothing_and_the_next_one_completes(loaded, source, query):
    """The process dies while pages arrive; the database undoes what it copied, and the archive holds no half file."""
    later = [
        d | {"updatedDate": f"2027-02-{1 + i % 28:02}T08:00:00.000+0700"} for i, d in enumerate(generate(300, seed=3))
    ]
    source.control({"upsert": later})
    source.control({"fault": "slow", "times": 1, "seconds": 30, "path": dossier_pages.PATH})
    before = query("select count(*), max(receipt_id) from raw_dossiers.dossier"), query("select * from ops.watermark")
    script = "from ingestion.sources import dossiers; dossiers.catch_up()"
    process = subprocess.Popen([sys.executable, "-c", script])
    copying = "select from pg_stat_activity where application_name = 'parix ingestion' and query ilike 'copy%%'"
    while not query(copying):
        assert process.poll() is None
    process.kill()
    process.wait()
    source.control({"fault": "none"})
    while query(copying):
        pass
    assert (
        query("select count(*), max(receipt_id) from raw_dossiers.dossier"),
        query("select * from ops.watermark"),
    ) == before
    assert dossiers.catch_up().loaded == len(later)


TODAY = date(2026, 11, 24)
PLANS = [
    ("first load: the list of changes holds everything", True, date(2026, 11, 23), []),
    ("a night: the last 35 days again", False, date(2026, 11, 23), [Accepted(date(2026, 10, 20), TODAY)]),
    ("a backfill: its day", False, date(2026, 3, 2), [Accepted(date(2026, 3, 2), date(2026, 3, 2))]),
]


@pytest.mark.parametrize(("why", "first", "day", "expected"), PLANS, ids=[p[0] for p in PLANS])
def test_plan(why, first, day, expected):
    assert plan_windows(first, day, TODAY) == expected
