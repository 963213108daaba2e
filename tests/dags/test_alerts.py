"""Alerts against a real webhook and mail server on this machine."""

import logging
from email.header import decode_header, make_header
from types import SimpleNamespace

import pytest

from dags.alerts import alert_on_failure, sentence
from ingestion.errors import EmptyExtract

TI = SimpleNamespace(dag_id="ingest_dossiers", task_id="load", run_id="r1", map_index=1, rendered_map_index="2026-05")


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
