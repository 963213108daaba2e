"""The morning reminder on the sample night: a file per unit, nothing personal, a webhook that is told once."""

import csv
import logging

import pytest

from publishing import reminders
from sample.dossiers import CANARIES
from tests.dags import sinks

TOKEN = "secret-token"


@pytest.fixture(scope="module")
def folder(night):
    return reminders.write()


def test_each_unit_gets_its_list_and_only_its_own(folder, query):
    listed = query("select unit_key, dossier_code, urgency, days_late from marts.fct_dossier_overdue")
    assert {urgency for _, _, urgency, _ in listed} == {"overdue", "due_soon"}
    units = {unit for unit, *_ in listed}
    assert {p.name for p in folder.iterdir()} == {f"{u}.{kind}" for u in units for kind in ("txt", "csv")}
    for unit in units:
        with (folder / f"{unit}.csv").open(encoding="utf-8-sig", newline="") as f:
            rows = list(csv.DictReader(f))
        expected = [(code, str(late)) for u, code, _, late in listed if u == unit]
        assert sorted((r["Số hồ sơ"], r["Số ngày quá hạn"]) for r in rows) == sorted(expected)
        text = (folder / f"{unit}.txt").read_text(encoding="utf-8")
        assert all(code in text for code, _ in expected)
        overdue = sum(u == unit and urgency == "overdue" for u, _, urgency, _ in listed)
        assert f"Đã quá hạn: {overdue} hồ sơ." in text and "Số liệu mẫu" in text


def test_the_list_is_what_is_pending_and_due(folder, query):
    """Counted from the latest versions, in another way than the mart: no dossier waits, ended or is due later."""
    assert query(
        """
        select dossier_id from core.dossier_current
        where status_group = 'processing' and (due_at at time zone 'Asia/Ho_Chi_Minh')::date <= date '2026-11-03'
        except select dossier_id from marts.fct_dossier_overdue
        """
    ) == [], "31 October 2026 is a Saturday: Tuesday is the second working day from it"  # fmt: skip
    late = "select count(*) from marts.fct_dossier_overdue where urgency = 'overdue'"
    assert query(late) == query(
        "select sum(pending_late)::bigint from marts.fct_dossier_06a where period_code = '2026'"
    )


def test_nothing_personal(folder):
    written = "".join(p.read_text(encoding="utf-8") for p in folder.iterdir())
    assert not [canary for canary in CANARIES if canary in written]


def test_posted_once_and_again_only_what_failed(folder, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    units = len(list(folder.glob("*.txt")))
    with sinks.webhook() as (port, received):
        monkeypatch.setenv("PARIX_REMINDER_WEBHOOK", f"http://127.0.0.1:{port}/broken/{TOKEN}")
        with pytest.raises(reminders.ReminderNotPosted) as failed:
            reminders.write()
        assert f"{units} of {units}" in str(failed.value) and len(received) == units
        received.clear()
        monkeypatch.setenv("PARIX_REMINDER_WEBHOOK", f"http://127.0.0.1:{port}/{TOKEN}")
        reminders.write()
        assert len({body["unit_key"] for body in received}) == len(received) == units
        assert all(body["overdue"] + body["due_soon"] > 0 and body["text"] for body in received)
        reminders.write()
        assert len(received) == units
    assert TOKEN not in caplog.text + str(failed.value)


def test_an_address_that_is_none_is_not_repeated(folder, monkeypatch, caplog, tmp_path):
    monkeypatch.setenv("PARIX_REMINDER_WEBHOOK", f"http://[{TOKEN}")
    monkeypatch.setattr(reminders, "_LIST", reminders._LIST.replace("order by", "where o.days_late > 3 order by"))
    with pytest.raises(reminders.ReminderNotPosted) as failed:
        reminders.write()
    assert TOKEN not in caplog.text + str(failed.value)
