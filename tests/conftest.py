"""Shared fixtures: an embedded PostgreSQL of the tests' own, and the sample province loaded into it once."""

from __future__ import annotations

import atexit
import fcntl
import gc
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from warehouse import config, roles
from warehouse import server as embedded
from warehouse.migrate import migrate
from warehouse.server import Server

# Airflow reads its settings at the first import; without a home of its own it would write into the user's.
os.environ |= {
    "AIRFLOW_HOME": tempfile.mkdtemp(prefix="parix-airflow-"),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
}
atexit.register(shutil.rmtree, os.environ["AIRFLOW_HOME"], ignore_errors=True)

# Airflow, dbt and Great Expectations leave millions of objects, at all of which a full collection looks: an eighth of the time
gc.set_threshold(100_000, 20, 100)
settings.register_profile(  # a machine may be slow
    "fixed", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("fixed")

SOURCES = ("PARIX_ONESTOP_", "PARIX_NATIONAL_", "PARIX_PORTAL_", "PARIX_SAMPLE_NOW")
NOTHING_TO_LOSE = dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")
"""The tests' own server waits for no disk; those that kill one (tests/test_night.py) have servers as they are."""
NIGHT_LEAVES = ("archive", "inbox", "reports", "dbt")
SEAL_KEY = "c2FtcGxlIGtleSBvZiB0aGUgdGVzdHMsIDMyIGJ5dGU="
KEPT = (
    "PARIX_ONESTOP_URL",
    "PARIX_PORTAL_ROOT_ID",
    "PARIX_NATIONAL_URL",
    "PARIX_SAMPLE_NOW",
    "PARIX_INBOX",
    "PARIX_ARCHIVE",
    "PARIX_ALERT_WEBHOOK",
    "PARIX_REMINDER_WEBHOOK",
    "PARIX_ALERT_EMAIL",
    "PARIX_PG_HOST",
)


def pytest_collection_modifyitems(items):
    """Fast tests first; but where two processes share the work one of them takes the longest file at once."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: item.path.name != "test_night.py")


@pytest.fixture(scope="session", autouse=True)
def _own_environment(tmp_path_factory):
    """No test sees the settings of the person who runs it, and none writes outside its own folders."""
    for name in KEPT:
        os.environ.pop(name, None)
    os.environ |= {
        "GX_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PARIX_SAMPLE": "1",
        "PARIX_SEAL_KEY": SEAL_KEY,
    }


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """One embedded server for the whole session; its home is PARIX_HOME of every test that uses it."""
    home = tmp_path_factory.mktemp("parix")
    os.environ["PARIX_HOME"] = str(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded, "SETTINGS", embedded.SETTINGS | NOTHING_TO_LOSE)
        running = Server(home).start()
        yield running
        running.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def warehouse(server, tmp_path_factory):
    """An empty warehouse, new for each test module: schemas, roles and tables, no rows. Yields its home, in which only
    dbt's files are of earlier modules: it parses the project once."""
    os.environ["PARIX_HOME"] = str(server.home)
    for name in [n for n in os.environ if n.startswith(SOURCES)]:  # of the stand-ins of the module before
        del os.environ[name]
    with psycopg.connect(server.dsn(database="postgres"), autocommit=True) as conn:
        conn.execute("drop database if exists parix with (force)")
    for folder in NIGHT_LEAVES:
        if folder != "dbt":
            shutil.rmtree(server.home / folder, ignore_errors=True)
    migrate()
    return server.home


@pytest.fixture
def query(warehouse):
    """Ask the warehouse as admin: ``query("select …", value, …) -> list of tuples``."""

    def ask(statement: str, *values):
        with psycopg.connect(config.dsn("admin")) as conn:
            cursor = conn.execute(statement, values or None)
            return cursor.fetchall() if cursor.description is not None else []

    return ask


@pytest.fixture(scope="session")
def night_kept(tmp_path_factory):
    """Where the first night is kept (its home and its server, in which ``night_kept`` is a template), so that the other
    modules, and the other process that shares the work, begin with a copy instead of building it again."""
    own = tmp_path_factory.getbasetemp()
    kept = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "night-kept"
    kept.mkdir(exist_ok=True)
    return kept


@pytest.fixture(scope="module")
def night(warehouse, server, night_kept):
    """The sample province loaded, gated, built and published without Airflow and without the report's pages; each module
    has its own copy."""
    from sample.adapter import Adapter
    from sample.dossiers import dossiers
    from sample.night import NATIONAL, PORTAL
    from sample.onestop import CLIENT_ID, CLIENT_SECRET, OneStop
    from sample.portal import Portal

    with OneStop(dossiers()) as onestop, Portal() as portal, Adapter() as adapter:
        os.environ |= (
            PORTAL
            | NATIONAL
            | {
                "PARIX_NATIONAL_URL": adapter.url,
                "PARIX_PORTAL_URL": portal.url,
                "PARIX_ONESTOP_URL": onestop.url,
                "PARIX_ONESTOP_CLIENT_ID": CLIENT_ID,
                "PARIX_ONESTOP_CLIENT_SECRET": CLIENT_SECRET,
            }
        )
        with psycopg.connect(server.dsn(database="postgres"), autocommit=True) as conn:
            known = conn.execute("select from pg_database where datname = 'night_kept'").fetchone()
        with (night_kept / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (night_kept / "home").exists():
                _build_night(warehouse)
                _keep(server, night_kept)
            elif known is None:
                _take(server, night_kept)
        with psycopg.connect(server.dsn(database="postgres"), autocommit=True) as conn:
            conn.execute("drop database parix with (force)")
            conn.execute("create database parix template night_kept strategy file_copy")
            roles.grant_databases(conn, "parix")
        shutil.copytree(night_kept / "home", warehouse, dirs_exist_ok=True)
        yield onestop


def _keep(server: Server, kept: Path) -> None:
    """Keep what the first night has left: its home last, as the sign that all is there."""
    with psycopg.connect(server.dsn(database="postgres"), autocommit=True) as conn:
        conn.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'parix'")
        conn.execute("create database night_kept template parix allow_connections false strategy file_copy")
    server.stop()
    _copy(server.home, kept)
    server.start()
    for name in NIGHT_LEAVES:
        shutil.copytree(server.home / name, kept / "new" / name)
    (kept / "new").rename(kept / "home")


def _take(server: Server, kept: Path) -> None:
    """Begin with the server of the process that built the night."""
    server.stop()
    _copy(kept, server.home)
    server.start()


def _copy(one: Path, other: Path) -> None:
    """A stopped server and its passwords, with their owners."""
    for name in ("pg", "secrets"):
        shutil.rmtree(other / name, ignore_errors=True)
        subprocess.run(["cp", "-a", one / name, other / name], check=True)


def _build_night(home: Path) -> None:
    from ingestion.sources import SOURCES
    from parix import build
    from publishing import report
    from sample.night import fill_inbox

    fill_inbox(home / "inbox")
    for load in SOURCES.values():
        list(load())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "build", lambda: None)
        build()
