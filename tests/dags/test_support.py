"""Retries by kind of error, and the night's deadline; what is told of them goes to a real webhook and mail server."""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dags.support import PUBLISHED_BY, WATCH_CRON, ZONE, night_deadline, night_missed, night_of
from warehouse import airflow, config
from warehouse.airflow_env import airflow_env

REPO = Path(__file__).resolve().parents[2]
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
