"""The processes of docker-compose.yml without containers: Redis, a Celery worker, scheduler, DAG processor, API server
and triggerer on a PostgreSQL of their own. A triggered run ends on the worker; a missed deadline is told."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path

import httpx
import psycopg
import pytest
import redis
import yaml

from tests.dags.sinks import webhook
from warehouse import airflow as processes
from warehouse.airflow_env import airflow_env
from warehouse.migrate import migrate as migrate_warehouse
from warehouse.server import Server

REPO = Path(__file__).resolve().parents[2]
DAGS = """
from datetime import datetime, timedelta
from airflow.sdk import DAG, AsyncCallback, DeadlineAlert, DeadlineReference, task
from dags.support import night_missed

with DAG("tiny", schedule=None):
    task(lambda: 1 + 1, task_id="add")()

late = DeadlineAlert(DeadlineReference.DAGRUN_LOGICAL_DATE, timedelta(0), AsyncCallback(night_missed))
with DAG("late", schedule="* * * * *", start_date=datetime(2026, 1, 1), max_active_runs=1, deadline=late):
    task.sensor(lambda: False, task_id="published_tonight", poke_interval=300, mode="reschedule")()
"""

pytestmark = pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="redis-server is not installed (Debian: apt install redis-server)"
)


def until(check, seconds: float, what: str):
    """The first true answer of ``check``, asked again and again; fails in words when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (answer := check()):
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.2)
    return answer


@contextlib.contextmanager
def broker(folder: Path):
    """Redis with the command of docker-compose.yml, but on a free port and in a folder of its own."""
    with socket.create_server(("127.0.0.1", 0)) as s:
        port = s.getsockname()[1]
    *shell, script = yaml.safe_load((REPO / "docker-compose.yml").read_text())["services"]["redis"]["command"]
    script = script.replace("$$", "$").replace("dir /data", f"dir {folder}\nport {port}\nbind 127.0.0.1")
    env = os.environ | {"REDIS_PASSWORD": "not-for-you"}
    process = subprocess.Popen([*shell, script], env=env, stdout=subprocess.DEVNULL)

    def answers() -> bool:
        with contextlib.suppress(redis.ConnectionError):
            return redis.Redis(port=port, password="not-for-you").ping()

    try:
        until(answers, 120, "Redis answers")
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=port).ping()
        yield f"redis://:not-for-you@127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(120)


@pytest.fixture(scope="module")
def deployment(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    (home / "dags").mkdir()
    (home / "dags" / "small.py").write_text(DAGS)
    with contextlib.ExitStack() as stack:
        port, posted = stack.enter_context(webhook())
        server = Server(home).start()
        stack.callback(server.stop)
        migrate_warehouse(home)
        dsn = server.dsn("airflow", "airflow")
        env = airflow_env(home, REPO, dsn) | {
            "AIRFLOW__CORE__DAGS_FOLDER": str(home / "dags"),
            "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
            "AIRFLOW__CELERY__BROKER_URL": stack.enter_context(broker(home)),
            "AIRFLOW__CELERY__RESULT_BACKEND": dsn.replace("postgresql://", "db+postgresql+psycopg2://"),
            "AIRFLOW__CELERY__WORKER_CONCURRENCY": "1",
            "PARIX_ALERT_WEBHOOK": f"http://127.0.0.1:{port}/token",
        }
        assert processes.migrate(env)
        assert not processes.migrate(env), "the second time there is nothing to migrate"
        airflow = processes.Processes(env)
        stack.callback(airflow.stop)
        for part, arguments in {**processes.PARTS, "celery": ["worker", "--skip-serve-logs"]}.items():
            airflow.start(part, arguments)
        airflow.wait_until_healthy(threading.Event(), timeout_s=600)
        yield airflow.url, json.loads((home / "secrets" / "airflow-users.json").read_text()), dsn, posted


def test_a_triggered_run_ends_on_the_celery_worker(deployment):
    url, users, dsn, _ = deployment
    [(user, password)] = users.items()
    with httpx.Client(base_url=url, timeout=60) as api:
        token = api.post("/auth/token", json={"username": user, "password": password}).json()["access_token"]
        api.headers["Authorization"] = f"Bearer {token}"
        until(lambda: api.get("/api/v2/dags/tiny").status_code == 200, 600, "the DAG is known")
        run = api.post("/api/v2/dags/tiny/dagRuns", json={"logical_date": None}).json()["dag_run_id"]
        state = f"/api/v2/dags/tiny/dagRuns/{run}"
        until(lambda: api.get(state).json()["state"] in ("success", "failed"), 600, "the run ends")
        assert api.get(state).json()["state"] == "success"
    with psycopg.connect(dsn, autocommit=True) as c:  # the worker writes its own result after Airflow's
        done = "select 1 from celery_taskmeta where status = 'SUCCESS'"
        until(lambda: c.execute(done).fetchone(), 600, "the worker's result")


def test_the_triggerer_tells_that_nothing_was_published(deployment):
    alert = until(lambda: deployment[-1], 600, "the deadline alert")[0]
    assert alert["dag_id"] == "late"
    assert "chưa công bố" in alert["text"] and "chưa có lần công bố nào" in alert["error"]
