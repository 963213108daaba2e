"""Where alerts go in these tests: a real webhook and a real mail server on this machine."""

import json
from types import SimpleNamespace

import pytest

from tests.dags.sinks import mail_server, webhook


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
