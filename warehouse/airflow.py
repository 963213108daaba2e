"""The embedded Airflow as processes: prepare its database, run its four parts, stop them all.

Not ``airflow standalone``: that ends on Ctrl-C only (SIGTERM leaves four orphans), does not see a part die,
and opens the log servers to the network.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import httpx
import psycopg

PARTS = {
    "api-server": ["api-server"],
    "dag-processor": ["dag-processor"],
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
LOUD = {"AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO", "AIRFLOW__LOGGING__NAMESPACE_LEVELS": ""}
"""A night that nobody watches keeps its details in the logs; the quiet settings are for the terminal."""


class AirflowError(RuntimeError):
    """Airflow could not be prepared or kept running; the sentence says which part and where its log is."""


def migrate(env: dict[str, str]) -> bool:
    """Bring Airflow's database to the installed version; returns whether there was anything to do.

    What was done is remembered below ``AIRFLOW_HOME``: the usual start costs one query, not the import of Airflow.
    Errors: AirflowError with the end of Airflow's output.
    """
    done = Path(env["AIRFLOW_HOME"]) / "migrated.json"
    if done.exists() and json.loads(done.read_text()) == [version("apache-airflow-core"), _revision(env)]:
        return False
    command = [sys.executable, "-m", "airflow", "db", "migrate"]
    ran = subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True)
    if ran.returncode:
        raise AirflowError(f"`airflow db migrate` failed:\n{(ran.stdout + ran.stderr).strip()[-1500:]}")
    done.write_text(json.dumps([version("apache-airflow-core"), _revision(env)]))
    return True


def _revision(env: dict[str, str]) -> str | None:
    dsn = env["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].replace("+psycopg2", "", 1)
    with psycopg.connect(dsn, connect_timeout=5) as connection:
        try:
            return connection.execute("select version_num from alembic_version").fetchone()[0]
        except (psycopg.errors.UndefinedTable, TypeError):
            return None


@contextlib.contextmanager
def ended_by_signals() -> Iterator[None]:
    """Around ``dag.test()``: Ctrl-C and SIGTERM end this process at once, as a kill should.

    Airflow's task runner takes Ctrl-C for one more error to retry, and leaves a handler that turns SIGTERM into
    ``on_kill()`` and nothing else. The wakeup descriptor hears a signal whichever handler is set.
    """
    read, write = os.pipe()
    os.set_blocking(write, False)
    handler, before = signal.getsignal(signal.SIGTERM), signal.set_wakeup_fd(write, warn_on_full_buffer=False)

    def watch() -> None:
        while got := os.read(read, 1):
            if got[0] in (signal.SIGINT, signal.SIGTERM):
                os._exit(128 + got[0])

    watcher = threading.Thread(target=watch, name="ended-by-signals", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        signal.signal(signal.SIGTERM, handler)
        os.close(write)
        watcher.join()
        os.close(read)


class Airflow:
    """The four processes of one Airflow. Use through ``serve``; tests use it with their own ``parts``."""

    def __init__(self, env: dict[str, str], parts: dict[str, list[str]] | None = None) -> None:
        self.env, self.commands = {**os.environ, **env}, parts or PARTS
        self.logs = Path(env["AIRFLOW_HOME"]) / "logs"
        self.url = f"http://127.0.0.1:{env['AIRFLOW__API__PORT']}"
        self.running: dict[str, subprocess.Popen] = {}
        self.started: dict[str, float] = {}

    def start(self, part: str) -> None:
        """Start one part in a process group of its own, its output to ``logs/<part>.log``."""
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{part}.log").open("ab") as log:
            command = [sys.executable, "-m", "airflow", *self.commands[part]]
            self.running[part] = subprocess.Popen(
                command, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                cwd=self.env["AIRFLOW_HOME"],
            )  # fmt: skip
        self.started[part] = time.monotonic()

    def keep_alive(self) -> list[str]:
        """Start again the parts that ended; returns their names. Errors: AirflowError when one ends within a minute."""
        ended = [part for part, process in self.running.items() if process.poll() is not None]
        for part in ended:
            if time.monotonic() - self.started[part] < 60:
                raise AirflowError(f"Airflow's {part} ended as soon as it began; see {self.logs / part}.log")
            self.start(part)
        return ended

    def health(self) -> dict[str, str]:
        """Part -> status as Airflow's own health route tells it; empty while the API server does not answer."""
        try:
            told = httpx.get(f"{self.url}/api/v2/monitor/health", timeout=5).json()
        except (httpx.HTTPError, ValueError):
            return {}
        return {part: of["status"] for part, of in told.items() if of.get("status")}

    def stop(self) -> None:
        """End all parts: SIGTERM, thirty seconds, then SIGKILL to what is left of each process group."""
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + 30
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.running.clear()


def serve(env: dict[str, str], say=print) -> None:
    """Run the whole Airflow in the foreground until Ctrl-C or SIGTERM; says where its UI is once all parts are healthy.

    Errors: AirflowError when it runs already, when a part cannot start, or when it is not healthy within 3 minutes.
    """
    home = Path(env["AIRFLOW_HOME"])
    over = threading.Event()
    before = {s: signal.signal(s, lambda *_: over.set()) for s in (signal.SIGINT, signal.SIGTERM)}
    airflow = Airflow(env | LOUD)
    with (home / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AirflowError("Airflow runs already on this home; stop that one first") from None
        try:
            migrate(env)
            (home / "api-port").write_text(env["AIRFLOW__API__PORT"])
            for part in PARTS:
                airflow.start(part)
            _wait_until_healthy(airflow, over)
            if not over.is_set():
                users = json.loads(Path(env["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"]).read_text())
                for user, password in users.items():
                    say(f"Airflow: {airflow.url}   user: {user}   password: {password}   (Ctrl-C ends it)")
            while not over.wait(2):
                for part in airflow.keep_alive():
                    say(f"Airflow's {part} ended and was started again; see {airflow.logs / part}.log")
        finally:
            airflow.stop()
            for s, handler in before.items():
                signal.signal(s, handler)


def _wait_until_healthy(airflow: Airflow, over: threading.Event) -> None:
    deadline = time.monotonic() + 180
    wanted = {"metadatabase", "scheduler", "triggerer", "dag_processor"}
    while not over.wait(0.5):
        airflow.keep_alive()
        health = airflow.health()
        if {part for part, status in health.items() if status == "healthy"} >= wanted:
            return
        if time.monotonic() > deadline:
            raise AirflowError(f"Airflow is not healthy after 3 minutes: {health}; its logs: {airflow.logs}")
