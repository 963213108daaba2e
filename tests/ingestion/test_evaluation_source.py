"""The national portal over real HTTP: what is asked and how, what is kept of a day, and what each fault leaves."""

import time
from datetime import date
from decimal import Decimal

import pytest

from ingestion.errors import AskedToStop, EmptyExtract, Final, NotData, SourceDown
from ingestion.settings import PortalSettings
from ingestion.sources import evaluation
from ingestion.transport import portal as transport
from sample.portal import Portal
from sample.portal_answers import ROOT_ID

ENDPOINTS = {"service-results", "transparency", "dvc-progress-tree", "provide-online-tree",
             "formality-online-payment-tree", "dossier-digitized", "handling-satisfaction"}  # fmt: skip


@pytest.fixture
def portal(warehouse, monkeypatch, query):
    query("delete from ops.run")
    with Portal() as running:
        for name, value in {
            "PARIX_PORTAL_URL": running.url, "PARIX_PORTAL_ROOT_ID": ROOT_ID, "PARIX_PORTAL_PAUSE": "0",
            "PARIX_PORTAL_HISTORY_FROM": "2026-09-01", "PARIX_SAMPLE_NOW": "2026-10-31T23:00+00:00",
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        yield running


def rows(query, receipt) -> int:
    return query("select count(*) from raw_evaluation.value where receipt_id = %s", receipt.receipt_id)[0][0]


def test_the_night_asks_for_what_runs_and_what_has_ended(portal):
    assert evaluation.plan() == ["2026", "2026-Q4", "2026-Q3", "2026-10", "2026-09"]


def test_a_province_that_has_not_decided_does_not_ask(portal, monkeypatch):
    monkeypatch.setenv("PARIX_PORTAL_ROOT_ID", "")
    assert evaluation.plan() == [] and not portal.requests


def test_all_seven_endpoints_with_their_bodies_and_pages(portal, query):
    receipt = evaluation.load("2026-Q3", "run-1")
    assert set(portal.requests) == ENDPOINTS
    assert [b["currentPage"] for e, b in portal.bodies if e == "transparency"] == [1, 2], "131 units, 100 a page"
    (progress, _) = [b for e, b in portal.bodies if e == "dvc-progress-tree"]
    assert progress == {"timeType": "quarter", "year": 2026, "quarter": 3, "rootDepartmentId": ROOT_ID,
                        "currentPage": 1, "pageSize": 100}  # fmt: skip
    satisfaction = next(b for e, b in portal.bodies if e == "handling-satisfaction")
    assert (satisfaction["fromDate"], satisfaction["toDate"]) == ("2026-07-01", "2026-09-30")
    assert "timeType" not in satisfaction and satisfaction["pageSize"] == 200
    found = query("select sha256, run_id, period_code, window_from, is_illustrative from ops.delivery")
    assert found[0][1:] == ("run-1", "2026-Q3", date(2026, 7, 1), True)
    assert rows(query, receipt) == receipt.loaded == receipt.delivered > 5000


def test_every_line_as_delivered_and_null_stays_null(portal, query):
    receipt = evaluation.load("2026-09").receipt_id

    def line(unit, metric):
        return query(
            "select numerator, denominator, score, max_score, quality_status from raw_evaluation.value"
            " where receipt_id = %s and unit_code = %s and metric_code = %s", receipt, unit, metric,
        )  # fmt: skip

    assert line("H41.101", "ELECTRONIC_CERTIFIED_COPY") == [(None, None, 2, 2, None)]
    assert line("H41.101", "PUBLISH_ON_TIME") == [(0, 0, None, 6, None)]
    assert line("H41.129", "DOSSIER_SYNC")[0][2:] == (None, 6, "NO_NATIONAL_REPORT_DATA")
    assert line("H41.101", "DOSSIER_SYNC")[0][2:] == (6, 6, "TEMP_NATIONAL_REPORT_DENOMINATOR")
    kinds = dict(query("select kind, count(*) from raw_evaluation.value where receipt_id = %s group by 1", receipt))
    assert set(kinds) == {"total", "group", "metric", "field"}
    (days,) = query("select distinct observed_on, observed_at at time zone 'UTC' from raw_evaluation.value")
    assert (str(days[0]), str(days[1])) == ("2026-11-01", "2026-10-31 23:00:00"), "06:00 on 1 November in Viet Nam"
    assert query("select count(*) from raw_evaluation.value where unit_code is null") == [(0,)]
    assert evaluation.load("2026-09").receipt_id is None, "the same bytes on the same day are one delivery"


def test_the_next_day_is_another_observation_even_where_nothing_changed(portal, query, monkeypatch):
    monkeypatch.setenv("PARIX_SAMPLE_NOW", "2026-11-01T23:00+00:00")
    portal.world.day = 1
    assert evaluation.load("2026-09").receipt_id, "September did not change and was seen again"
    evaluation.load("2026-10")
    monkeypatch.setenv("PARIX_SAMPLE_NOW", "2026-11-02T23:00+00:00")
    portal.world.day = 2
    evaluation.load("2026-10")
    kept = query(
        "select observed_on::text, value from raw_evaluation.value"
        " where period_code = '2026-10' and unit_code = 'H41.101' and metric_code = 'totalReceived' order by 1"
    )
    assert [day for day, _ in kept] == ["2026-11-02", "2026-11-03"]
    assert kept[1][1] == kept[0][1] + 1, "the portal overwrote it; the warehouse has both"


@pytest.mark.parametrize(("fault", "words"), [("forbidden", "HTTP 403"), ("throttle", "HTTP 429")])
def test_a_refusal_ends_the_day_and_keeps_what_had_come(portal, query, fault, words, monkeypatch):
    day = {"forbidden": "2026-11-05", "throttle": "2026-11-06"}[fault]
    monkeypatch.setenv("PARIX_SAMPLE_NOW", f"{day}T06:00+07:00")
    portal.fail(fault, "provide-online-tree", times=9)
    with pytest.raises(AskedToStop, match=words):
        evaluation.load("2026-10")
    assert portal.requests["provide-online-tree"] == 1, "asked once, never again"
    assert portal.requests["formality-online-payment-tree"] == 0
    groups = query("select distinct group_code from raw_evaluation.value where observed_on = %s order by 1", day)
    assert groups == [("nation",), ("progress",), ("total",), ("transparency",)]
    before = portal.requests.total()
    with pytest.raises(AskedToStop, match="noted earlier today"):
        evaluation.load("2026-Q4")
    assert portal.requests.total() == before, "the other periods of the night do not ask either"
    assert noted(query, "asked to stop") == 1
    portal.fail("none")
    monkeypatch.setenv("PARIX_SAMPLE_NOW", day.replace("11-0", "11-2") + "T06:00+07:00")
    assert evaluation.load("2026-Q4").receipt_id, "on another day it is asked again"


def noted(query, kind) -> int:
    return query("select count(*) from ops.run where kind = %s", kind)[0][0]


@pytest.mark.parametrize("fault", ["not_ok", "no_data", "login_page"])
def test_a_group_without_data_is_missing_and_the_rest_is_kept(portal, query, fault, monkeypatch):
    number = ["not_ok", "no_data", "login_page"].index(fault)
    monkeypatch.setenv("PARIX_SAMPLE_NOW", f"2026-11-{10 + number}T06:00+07:00")
    portal.fail(fault, "dossier-digitized")
    receipt = evaluation.load("2026-10").receipt_id
    groups = query("select distinct group_code from raw_evaluation.value where receipt_id = %s", receipt)
    assert len(groups) == 7 and ("digitisation",) not in groups
    assert noted(query, "group not answered") == 1


def test_an_error_of_the_portal_is_waited_out_and_then_said(portal, query, monkeypatch):
    monkeypatch.setattr(transport, "ATTEMPTS", 2)
    monkeypatch.setenv("PARIX_SAMPLE_NOW", "2026-11-14T06:00+07:00")
    portal.fail("error", "service-results")
    assert evaluation.load("2026-10").receipt_id
    portal.fail("error", "service-results", times=9)
    with pytest.raises(SourceDown, match="HTTP 500"):
        evaluation.load("2026-Q4")
    monkeypatch.setenv("PARIX_PORTAL_URL", "http://127.0.0.1:9")
    with pytest.raises(SourceDown, match="cannot be reached"):
        evaluation.load("2026-Q4")


def test_what_is_not_due_is_not_asked_for(portal):
    with pytest.raises(Final, match="a month only after it has ended"):
        evaluation.load("2026-11")
    with pytest.raises(Final):
        evaluation.load("2027")
    assert not portal.requests


def test_an_answer_without_any_unit_changes_nothing(portal, query, monkeypatch):
    monkeypatch.setattr(evaluation, "_ask", lambda of, period: ([], [NotData("none")]))
    before = query("select count(*) from ops.delivery")
    with pytest.raises(EmptyExtract, match="nothing was changed"):
        evaluation.load("2026-10")
    assert query("select count(*) from ops.delivery") == before


def test_there_is_a_pause_and_none_only_for_the_sample(portal, monkeypatch):
    monkeypatch.setenv("PARIX_SAMPLE", "0")
    with pytest.raises(Final, match="PARIX_PORTAL_PAUSE"):
        PortalSettings()
    asked = {"timeType": "year", "year": 2026, "rootDepartmentId": ROOT_ID, "currentPage": 1, "pageSize": 1}
    begun = time.monotonic()
    with transport.PortalClient(portal.url, 0.05, 5) as client:
        for _ in range(3):
            client.post(evaluation.PATH + "transparency", asked)
    assert time.monotonic() - begun >= 0.1, "a pause before the second and the third"


def test_numbers_are_exact(portal, query):
    ((score,),) = query(
        "select distinct score from raw_evaluation.value where unit_code = 'H41' and group_code = 'online'"
        " and kind = 'group' and period_code = '2026-Q3'"
    )
    assert isinstance(score, Decimal) and score == round(score, 2)
