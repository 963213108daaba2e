"""The embedded Airflow as processes: prepare its database, run its four parts, stop them all.

Not ``airflow standalone``: it ends on Ctrl-C only (SIGTERM leaves four orphans), does not see a part die, and opens
the log servers to the network.
"""

from __future__ import annotations

import contextlib
import ctypes
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

from warehouse.files import held, write_whole

PARTS = {
    "api-server": [],
    "dag-processor": [],
    "scheduler": ["--skip-serve-logs"],
    "triggerer": ["--skip-serve-logs"],
}
# A night that nobody watches keeps its details in the logs; the quiet settings are for the terminal.
LOUD = {"AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO", "AIRFLOW__LOGGING__NAMESPACE_LEVELS": ""}
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class AirflowError(RuntimeError):
    """Airflow could not be prepared or kept running; the sentence says which part and where its log is."""


def migrate(env: dict[str, str]) -> bool:
    """Bring Airflow's database to the installed version; returns whether there was anything to do.

    What was done is remembered below AIRFLOW_HOME: the usual start costs one query, not the import of Airflow.
    Errors: AirflowError with the end of Airflow's output.
    """
    done = Path(env["AIRFLOW_HOME"]) / "migrated.json"
    if done.exists() and json.loads(done.read_text()) == [version("apache-airflow-core"), _revision(env)]:
        return False
    command = [sys.executable, "-m", "airflow", "db", "migrate"]
    ran = subprocess.run(command, check=False, env={**os.environ, **env}, capture_output=True, text=True)
    if ran.returncode:
        raise AirflowError(f"`airflow db migrate` failed:\n{(ran.stdout + ran.stderr).strip()[-1500:]}")
    write_whole(done, json.dumps([version("apache-airflow-core"), _revision(env)]))
    return True


def _revision(env: dict[str, str]) -> str | None:
    dsn = env["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].replace("+psycopg2", "", 1)
    with psycopg.connect(dsn, connect_timeout=5) as connection:
        try:
            return (connection.execute("select version_num from alembic_version").fetchone() or [None])[0]
        except psycopg.errors.UndefinedTable:
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
                if sys.stdout.isatty():
                    os.write(1, b"\x1b[?25h\n")  # a progress bar had hidden the cursor
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


class Processes:
    """Airflow's processes, each in a group of its own, its output in ``<AIRFLOW_HOME>/logs/<part>.log``."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env, self.home = {**os.environ, **env}, Path(env["AIRFLOW_HOME"])
        self.url = f"http://127.0.0.1:{env['AIRFLOW__API__PORT']}"
        self.running: dict[str, tuple[subprocess.Popen, list[str], float]] = {}

    def start(self, part: str, arguments: list[str]) -> None:
        """Start ``airflow <part> <arguments>``; on Linux it ends when this process does, even by SIGKILL."""
        (self.home / "logs").mkdir(parents=True, exist_ok=True)
        with (self.home / "logs" / f"{part}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "airflow", part, *arguments], env=self.env, cwd=self.home,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=_libc and (lambda: _libc.prctl(1, signal.SIGTERM)),
            )  # fmt: skip
        self.running[part] = (process, arguments, time.monotonic())

    def restart_ended(self) -> list[str]:
        """Start again the parts that ended; returns their names. Errors: AirflowError when one ends within a minute."""
        ended = [part for part, (process, *_) in self.running.items() if process.poll() is not None]
        for part in ended:
            process, arguments, since = self.running[part]
            _kill_group(process)  # a dead scheduler's executor processes would idle on, or run a task twice
            if time.monotonic() - since < 60:
                raise AirflowError(f"Airflow's {part} ended as soon as it began; see {self.home}/logs/{part}.log")
            self.start(part, arguments)
        return ended

    def wait_until_healthy(self, over: threading.Event, *, timeout_s: float = 180) -> None:
        """Until Airflow's health route calls the four parts healthy or ``over`` is set. Errors: AirflowError."""
        deadline, health = time.monotonic() + timeout_s, {}
        while not over.wait(0.5):
            self.restart_ended()
            with contextlib.suppress(httpx.HTTPError, ValueError):
                health = httpx.get(f"{self.url}/api/v2/monitor/health", timeout=5).json()
                parts = ("metadatabase", "scheduler", "triggerer", "dag_processor")
                if all((health.get(part) or {}).get("status") == "healthy" for part in parts):
                    return
            if time.monotonic() > deadline:
                raise AirflowError(f"Airflow is not healthy after {timeout_s:.0f} s: {health}; see {self.home}/logs")

    def stop(self) -> None:
        """End all parts: SIGTERM, thirty seconds, then SIGKILL to what is left of each process group."""
        processes = [process for process, *_ in self.running.values()]
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + 30
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            _kill_group(process)
            process.wait()
        self.running.clear()


def _kill_group(process: subprocess.Popen) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def serve(env: dict[str, str], say=print) -> None:
    """Run the whole Airflow in the foreground until Ctrl-C or SIGTERM; says where its UI is once all parts are healthy.

    Errors: Busy when it runs already; AirflowError when a part cannot start, or when it is not healthy within 3 minutes.
    """
    over, airflow = threading.Event(), Processes(env | LOUD)
    with held(airflow.home / "serve.lock", busy="Airflow runs already on this home; stop that one first"):
        before = {s: signal.signal(s, lambda *_: over.set()) for s in (signal.SIGINT, signal.SIGTERM)}
        try:
            migrate(env)
            write_whole(airflow.home / "api-port", env["AIRFLOW__API__PORT"])
            for part, arguments in PARTS.items():
                airflow.start(part, arguments)
            airflow.wait_until_healthy(over)
            users = json.loads(Path(env["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"]).read_text())
            for user, password in users.items() if not over.is_set() else ():
                say(f"Airflow: {airflow.url}   user: {user}   password: {password}   (Ctrl-C ends it)")
            while not over.wait(2):
                for part in airflow.restart_ended():
                    say(f"Airflow's {part} ended and was started again; see {airflow.home}/logs/{part}.log")
            say("Airflow is stopping; running tasks may end first (up to 30 s)")
        finally:
            airflow.stop()
            for s, handler in before.items():
                signal.signal(s, handler)
