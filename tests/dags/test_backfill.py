"""`airflow backfill create` on the real scheduler: past days get what they lacked, and nothing else changes."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from ingestion.sources import dossiers
from sample.dossiers import dossiers as sample_dossiers
from sample.onestop import CLIENT_ID, CLIENT_SECRET, OneStop
from warehouse import airflow, config
from warehouse.airflow_env import airflow_env

REPO = Path(__file__).resolve().parents[2]
LACKING = ("2026-03-03", "2026-03-05")  # days of acceptance; the nights that load them begin a day later
ALL = "select md5(string_agg(dossier_id || updated_at, ',' order by dossier_id, updated_at)), count(*) from raw_dossiers.dossier"


@pytest.fixture(scope="module")
def scheduler(warehouse, tmp_path_factory):
    """The real Airflow on the DAGs that ingest; the build is left out, it has its own tests."""
    folder = tmp_path_factory.mktemp("dags")
    (folder / "ingest_dossiers.py").symlink_to(REPO / "dags" / "ingest_dossiers.py")
    with OneStop(sample_dossiers()) as onestop, psycopg.connect(config.dsn("admin", "postgres"), autocommit=True) as c:
        c.execute("drop database if exists airflow with (force)")
        c.execute("create database airflow owner parix_airflow")
        settings = {
            "PARIX_ONESTOP_URL": onestop.url,
            "PARIX_ONESTOP_CLIENT_ID": CLIENT_ID,
            "PARIX_ONESTOP_CLIENT_SECRET": CLIENT_SECRET,
        }
        env = airflow_env(warehouse, REPO, config.dsn("airflow", "airflow")) | settings
        env |= {"AIRFLOW__CORE__DAGS_FOLDER": str(folder)}
        (warehouse / "airflow" / "migrated.json").unlink(missing_ok=True)
        airflow.migrate(env)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in settings.items():
                patch.setenv(name, value)
            dossiers.catch_up()
        running = airflow.Processes(env)
        for part, arguments in airflow.PARTS.items():
            running.start(part, arguments)
        try:
            running.wait_until_healthy(threading.Event(), timeout_s=600)
            yield running
        finally:
            running.stop()


def runs(state: str) -> int:
    with psycopg.connect(config.dsn("airflow", "airflow")) as conn:
        query = "select count(*) from dag_run where dag_id = 'ingest_dossiers' and run_type = 'backfill' and state = %s"
        return conn.execute(query, (state,)).fetchone()[0]


def until(check, seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.5)


def test_past_days_get_what_they_lacked_and_nothing_else_changes(scheduler, query):
    whole = query(ALL)
    for day in LACKING:
        query("delete from raw_dossiers.dossier where accepted_at like %s", f"{day}%")
    assert query(ALL) != whole

    def known() -> bool:
        with psycopg.connect(config.dsn("airflow", "airflow")) as conn:
            return conn.execute("select 1 from dag where dag_id = 'ingest_dossiers'").fetchone() is not None

    until(known, 600, "the DAG is known")
    command = [
        "backfill",
        "create",
        "--dag-id",
        "ingest_dossiers",
        "--from-date",
        "2026-03-04",
        "--to-date",
        "2026-03-07",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "airflow", *command], env=scheduler.env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    until(lambda: runs("success") + runs("failed") >= 3, 1200, "three nights are backfilled")
    assert runs("failed") == 0
    assert query(ALL) == whole
    names = {r[0] for r in query("select name from ops.delivery where window_from is not null")}
    assert names == {f"dossiers accepted {day}..{day}" for day in LACKING}
