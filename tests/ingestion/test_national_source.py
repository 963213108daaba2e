"""The national adapter over real HTTP: sessions, success in three spellings, JSON in a string, what lands and what not."""

import os

import pytest
from zstandard import ZstdDecompressor

from ingestion.errors import EmptyExtract, Final, NotData, ShrunkenExtract, SourceDown, SourceRefused
from ingestion.sources import dossiers, national
from ingestion.transport import adapter as transport
from ingestion.transport import http
from sample.adapter import AGENCY, AUTH_PATH, PASSWORD, SHARE_PATH, USERNAME, Adapter
from sample.dossiers import CANARIES, generate
from sample.national import _copy
from sample.onestop import CLIENT_ID, CLIENT_SECRET, OneStop

RECORDS = list(generate(300, seed=4))
NUMBERS = [r["nationCode"] or r["code"] for r in RECORDS]


@pytest.fixture(scope="module")
def sources(warehouse):
    pushed = {n: _copy(r) for n, r in zip(NUMBERS, RECORDS, strict=True) if n not in NUMBERS[:30]}
    with OneStop(RECORDS) as onestop, Adapter(pushed) as adapter:
        given = {
            "PARIX_ONESTOP_URL": onestop.url, "PARIX_ONESTOP_CLIENT_ID": CLIENT_ID,
            "PARIX_ONESTOP_CLIENT_SECRET": CLIENT_SECRET, "PARIX_NATIONAL_URL": adapter.url,
            "PARIX_NATIONAL_USERNAME": USERNAME, "PARIX_NATIONAL_PASSWORD": PASSWORD, "PARIX_NATIONAL_AGENCY": AGENCY,
            "PARIX_NATIONAL_PAUSE": "0", "PARIX_NATIONAL_PER_CALL": "7",
            "PARIX_NATIONAL_HISTORY_FROM": "2020-01-01",
        }  # fmt: skip
        os.environ |= given
        dossiers.catch_up()
        yield onestop, adapter
    for name in given:
        del os.environ[name]


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(http, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(http, "ATTEMPTS", 2)
    monkeypatch.setattr(national, "BATCH", 200)


def ask_again(query):
    query("delete from ops.watermark where source_code = 'national'")


def count(query, what="count(*)"):
    return query(f"select {what} from raw_dossiers.dossier where source_code = 'national'")[0][0]


def test_first_visit_reads_back_every_number_in_batches_with_receipts(sources, query):
    receipts = list(national.look_up("run-7"))
    assert [r.loaded + r.duplicate + r.undecodable == r.delivered for r in receipts] == [True, True]
    assert sum(r.loaded for r in receipts) == count(query) == 270
    assert count(query, "count(distinct dossier_id)") == 270
    found = query(
        "select sum(rows_loaded), bool_and(is_illustrative), min(run_id) from ops.delivery where source_code = 'national'"
    )
    assert found == [(270, True, "run-7")]
    assert list(national.look_up()) == [], "nothing new at the one-stop system: the nation is not asked"


def test_what_is_known_is_no_new_version_and_a_change_is(sources, query):
    _, adapter = sources
    ask_again(query)
    assert sum(r.loaded for r in national.look_up()) == 0
    changed = adapter.records[NUMBERS[40]] | {"TrangThaiHoSo": "8"}
    for status in ("8", "2", "8"):
        adapter.control({"upsert": [changed | {"TrangThaiHoSo": status}]})
        ask_again(query)
        assert sum(r.loaded for r in national.look_up()) == 1, "back to what it was is a version, too"
    rows = query("select status_id from raw_dossiers.dossier where source_code = 'national' and dossier_id = %s "
                 "order by receipt_id", NUMBERS[40])  # fmt: skip
    assert [r[0] for r in rows[1:]] == ["8", "2", "8"]


def test_only_what_the_one_stop_system_delivered_since_is_asked(sources, query):
    onestop, adapter = sources
    list(national.look_up())
    onestop.control({"upsert": [RECORDS[50] | {"updatedDate": "2027-01-01T08:00:00.000+0700"}]})
    dossiers.catch_up()
    before = adapter.requests[SHARE_PATH]
    (receipt,) = national.look_up()
    assert (receipt.delivered, receipt.loaded, adapter.requests[SHARE_PATH] - before) == (1, 0, 1)


def test_single_ones_that_no_longer_come_are_noted_and_nothing_is_closed(sources, query):
    _, adapter = sources
    kept = {n: adapter.records[n] for n in NUMBERS[100:103]}
    adapter.control({"remove": list(kept)})
    ask_again(query)
    rows = count(query)
    list(national.look_up())
    adapter.control({"upsert": list(kept.values())})
    notes = " ".join(n for (n,) in query("select note from ops.run where kind = 'absent'"))
    assert all(n in notes for n in kept) and count(query) == rows


@pytest.mark.parametrize("fault", [{"fault": "empty"}, {"remove": NUMBERS[100:280]}], ids=["empty", "far fewer"])
def test_a_shrunken_answer_is_refused_with_its_share(sources, query, fault):
    _, adapter = sources
    ask_again(query)
    kept, before = dict(adapter.records), count(query)
    adapter.control(fault | {"times": 99} if "fault" in fault else fault)
    with pytest.raises(ShrunkenExtract, match=r"shows \d+ of \d+ records that are known \(\d+%\)"):
        list(national.look_up())
    adapter.control({"fault": "none", "upsert": list(kept.values())})
    assert count(query) == before and issubclass(ShrunkenExtract, EmptyExtract)


FAULTS = [
    ({"fault": "error", "times": 9}, SourceDown, "HTTP 500"),
    ({"fault": "slow", "times": 9, "seconds": 5}, SourceDown, "did not answer within 0.5 s"),
    ({"fault": "login_page"}, NotData, "login page"),
    ({"fault": "broken"}, NotData, "no readable JSON"),
    ({"fault": "refuse", "times": 2}, SourceRefused, "TraCuuHoSo: answered with error '403'"),
    ({"fault": "refuse", "times": 9, "path": AUTH_PATH}, SourceRefused, "PARIX_NATIONAL_PASSWORD"),
]


@pytest.mark.parametrize(("fault", "error", "words"), FAULTS, ids=[f[0]["fault"] for f in FAULTS])
def test_a_fault_loads_nothing_and_says_why(sources, query, monkeypatch, fault, error, words):
    if fault["fault"] == "slow":
        monkeypatch.setenv("PARIX_NATIONAL_TIMEOUT", "0.5")
    _, adapter = sources
    ask_again(query)
    before = count(query)
    adapter.control(fault)
    try:
        with pytest.raises(error, match=words) as raised:
            list(national.look_up())
    finally:
        adapter.control({"fault": "none"})
    assert count(query) == before and PASSWORD not in str(raised.value)
    assert query("select count(*) from ops.watermark where source_code = 'national'") == [(0,)]


def test_without_an_adapter_nothing_is_asked_and_without_a_password_it_is_said(sources, monkeypatch):
    monkeypatch.setenv("PARIX_NATIONAL_PASSWORD", "")
    with pytest.raises(Final, match="PARIX_NATIONAL_PASSWORD is not given"):
        list(national.look_up())
    monkeypatch.delenv("PARIX_NATIONAL_URL")
    assert list(national.look_up()) == [] and national.load_catalogue() is None


def test_a_session_that_ends_meanwhile_is_opened_anew(sources, query, monkeypatch):
    _, adapter = sources
    ask_again(query)
    asked, share = [], adapter.share

    def forgetful(*question):
        asked.append(question)
        if len(asked) == 9:
            adapter.sessions.clear()
        return share(*question)

    monkeypatch.setattr(adapter, "share", forgetful)
    before = adapter.requests[AUTH_PATH]
    assert sum(r.delivered for r in national.look_up()) == 270
    assert adapter.requests[AUTH_PATH] - before == 3, "one per batch, and one more"


@pytest.mark.parametrize(
    ("code", "expected"), [("0", True), ("00", True), (0, True), ("", False), (None, False), ("3", False)]
)
def test_success_is_compared_as_an_integer(code, expected):
    assert transport.success(code) is expected


def test_the_catalogue_is_loaded_once_a_week_with_its_dirt(sources, query):
    receipt = national.load_catalogue()
    assert receipt.loaded == receipt.delivered == len(sources[1].procedures)
    assert national.load_catalogue() is None
    rows = query("select procedure_code, highest_fee, processing_time, processing_time_unit, is_interlinked, channels "
                 "from raw_dossiers.procedure")  # fmt: skip
    found = {r[0]: r[1:] for r in rows}
    assert found["1.012790.000.00.00.H41"][:2] == (50000, 10) and found["1.001193"][0] == 0
    assert found["1.000894"][2] == "Ngày làm việc " and found["2.002621.H41"][3:] == (True, "1,2,3")
    assert found["TS_lop1.000.00.00.H22"] == (None, None, None, None, None)
    query("update ops.delivery set received_at = now() - interval '8 days' where name = 'procedures'")
    sources[1].procedures["1.001193"] |= {"TENTTHC": "Đăng ký khai sinh (mới)"}
    assert national.load_catalogue().loaded == 1


def test_nothing_personal_is_written(sources, warehouse, query):
    text = " ".join(r[0] for r in query("select d::text from raw_dossiers.dossier as d"))
    files = list((warehouse / "archive" / "national").glob("*.zst"))
    for path in files:
        text += ZstdDecompressor().stream_reader(path.read_bytes()).read().decode()
    assert files and [c for c in (*CANARIES, "000000001", "canary.example") if c in text] == []
