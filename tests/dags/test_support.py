"""Alerts against a real webhook and mail server on this machine; retries by kind of error; the night's deadline."""

import asyncio
import json
import logging
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from pathlib import Path
from types import SimpleNamespace

import pytest

from dags.support import (
    PUBLISHED_BY,
    WATCH_CRON,
    ZONE,
    alert_on_failure,
    night_deadline,
    night_missed,
    night_of,
    sentence,
)  # fmt: skip
from ingestion.errors import EmptyExtract
from tests.dags.sinks import mail_server, webhook
from warehouse import airflow, config
from warehouse.airflow_env import airflow_env

REPO = Path(__file__).resolve().parents[2]
TI = SimpleNamespace(dag_id="ingest_dossiers", task_id="load", run_id="r1", map_index=1, rendered_map_index="2026-05")
FAILING = """
from datetime import timedelta
from airflow.sdk import DAG, get_current_context, task
from dags.support import default_args
from ingestion.errors import EmptyExtract

with DAG("failing", schedule=None, default_args=default_args | {"retry_delay": timedelta(0), "retries": 1}) as dag:
    @task
    def final():
        raise EmptyExtract("Nguồn không trả về hồ sơ nào.")

    @task(map_index_template="{{ name }}")
    def broken(name):
        get_current_context()["name"] = name
        raise RuntimeError("row 7 is broken\\nDETAIL: Nguyễn Văn A")

    final(), broken.expand(name=["2026-05"])

if __name__ == "__main__":
    dag.test()
"""


@pytest.fixture
def sinks(monkeypatch):
    """PARIX_ALERT_… point at a webhook and a mail server; yields what each received."""
    with webhook() as (web, posted), mail_server() as (mail, mails):
        extra = {"disable_ssl": True, "disable_tls": True, "from_email": "parix@example.org"}
        smtp = {"conn_type": "smtp", "host": "127.0.0.1", "port": mail, "extra": extra}
        monkeypatch.setenv("AIRFLOW_CONN_SMTP_DEFAULT", json.dumps(smtp))
        monkeypatch.setenv("PARIX_ALERT_EMAIL", "a@example.org,b@example.org")
        monkeypatch.setenv("PARIX_ALERT_WEBHOOK", f"http://127.0.0.1:{web}/token")
        yield SimpleNamespace(posted=posted, mails=mails, url=f"http://127.0.0.1:{web}")


def test_a_failure_is_posted_and_mailed(sinks):
    alert_on_failure({"ti": TI, "exception": EmptyExtract("Nguồn trống.\nHãy hỏi đơn vị vận hành.")})
    [posted] = sinks.posted
    assert {k: posted[k] for k in ("dag_id", "task_id", "run_id", "error")} == {
        "dag_id": "ingest_dossiers",
        "task_id": "load[2026-05]",
        "run_id": "r1",
        "error": "Nguồn trống. Hãy hỏi đơn vị vận hành.",
    }
    assert posted["error"] in posted["text"] and "dags/ingest_dossiers.py" in posted["triage"]
    [mail] = sinks.mails
    assert mail["To"] == "a@example.org, b@example.org"
    assert str(make_header(decode_header(mail["Subject"]))).startswith("[parix] ingest_dossiers.load[2026-05]: Nguồn")
    assert "Nguồn trống." in mail.get_payload()[0].get_payload(decode=True).decode()


@pytest.mark.parametrize("address", ["/broken-t0ken", "closed"])
def test_an_alert_that_cannot_be_sent_fails_nothing_and_keeps_the_address_secret(sinks, monkeypatch, caplog, address):
    url = f"{sinks.url}{address}" if address != "closed" else "http://127.0.0.1:9/t0ken"
    monkeypatch.setenv("PARIX_ALERT_WEBHOOK", url)
    monkeypatch.setenv("AIRFLOW_CONN_SMTP_DEFAULT", '{"conn_type": "smtp", "host": "127.0.0.1", "port": 9}')
    with caplog.at_level("DEBUG"):
        alert_on_failure({"ti": TI, "exception": None})
    told = [r.getMessage() for r in caplog.records if r.name == "parix.alert"]
    assert "webhook" in told[1] and "e-mail" in told[2]
    assert "t0ken" not in caplog.text


def test_an_alert_that_is_taken_leaves_no_address_in_a_log(sinks, caplog):
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    with caplog.at_level("DEBUG"):
        alert_on_failure({"ti": TI, "exception": RuntimeError("boom")})
    assert len(sinks.posted) == 1 and "boom" in caplog.text
    assert "/token" not in caplog.text


def test_nothing_configured_is_a_log_line(caplog):
    alert_on_failure({"ti": TI, "exception": RuntimeError("boom")})
    assert "boom" in caplog.text and "chưa cấu hình" in caplog.text


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError("duplicate key\nDETAIL: Key (name)=(Nguyễn Văn A)"), "duplicate key"),
        (ConnectionError("postgresql://u:secret@db/x refused"), "postgresql://***@db/x refused"),
        (EmptyExtract("Tệp “a”:\n1. Ô B7."), "Tệp “a”: 1. Ô B7."),
        (ValueError(), "ValueError"),
    ],
)
def test_an_error_in_a_sentence_without_rows_and_secrets(error, said):
    assert sentence(error) == said


def test_the_deadline_is_six_in_the_morning():
    minute, hour = map(int, WATCH_CRON.split()[:2])
    begins = datetime(2026, 5, 4, hour, minute, tzinfo=ZONE)
    assert (begins + night_deadline().interval).timetz() == PUBLISHED_BY.replace(tzinfo=ZONE)
    assert night_of(begins) == night_of(begins.astimezone(UTC)) == datetime(2026, 5, 4, 1, tzinfo=ZONE)


def test_the_night_is_alerted_only_when_nothing_was_published(sinks, query):
    now = datetime(2026, 5, 4, 5, 45, tzinfo=ZONE)

    def alerts(run_type: str) -> int:
        run = {"dag_id": "watch_night", "dag_run_id": "r2", "run_type": run_type, "logical_date": now.isoformat()}
        asyncio.run(night_missed({"dag_run": run}))
        return len(sinks.posted)

    assert alerts("backfill") == 0
    assert alerts("scheduled") == 1
    assert "chưa có lần công bố nào" in sinks.posted[0]["error"]
    release = "insert into ops.release (state, fingerprint, code_version, published_at) values (%s, %s, '', %s)"
    query(release, "superseded", "a", now - timedelta(days=2))
    assert alerts("scheduled") == 2 and "lần công bố gần nhất" in sinks.posted[1]["error"]
    query(release, "published", "b", now)
    assert alerts("scheduled") == 2


def test_final_errors_fail_at_once_and_others_are_tried_again(sinks, warehouse, tmp_path):
    env = airflow_env(warehouse, REPO, config.dsn("airflow", "airflow"))
    (tmp_path / "failing.py").write_text(FAILING)
    env = os.environ | env | {"AIRFLOW__CORE__DAGS_FOLDER": str(tmp_path)}
    airflow.migrate(env)
    command = [sys.executable, str(tmp_path / "failing.py")]
    done = subprocess.run(command, check=False, env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {(a["task_id"], a["error"]) for a in sinks.posted} == {
        ("final", "Nguồn không trả về hồ sơ nào."),
        ("broken[2026-05]", "row 7 is broken"),
    }
    assert len(sinks.posted) == 2
    assert "failing.broken[2026-05]: lần thử 1 lỗi, sẽ thử lại: row 7 is broken" in done.stdout + done.stderr
    assert "failing.final: lần thử" not in done.stdout + done.stderr
    assert "Nguyễn Văn A" not in done.stdout + done.stderr
