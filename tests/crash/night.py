"""A home in which nights are run, killed, and looked at: what was published, and what was kept."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

from warehouse.server import Server

REPO = Path(__file__).resolve().parents[2]
PLUGIN = Path(__file__).with_name("plugin.py")
DIFFERS = ["receipt_id", "old_receipt_id", "released_gate_id", "release_id", "received_at"]
"""When something came, and numbers that count tries: a run that was killed leaves gaps in them."""
RAW = ("raw_dossiers", "raw_evaluation", "raw_workbooks")


TIME = 1800
"""Seconds after which a night hangs."""


def ended(process: subprocess.Popen) -> str:
    """What a process said until its end; raises AssertionError with it, and kills it, when it does not end."""
    try:
        return process.communicate(timeout=TIME)[0]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise AssertionError(f"did not end within {TIME} s: {process.communicate()[0]}") from None


class Home:
    """An empty home of ``parix run``; every process in it has the environment of a newcomer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "parix"
        self.borders = folder / "borders.txt"
        plugins = self.folder / "airflow" / "plugins"
        plugins.mkdir(parents=True)
        shutil.copy(PLUGIN, plugins / "crash.py")

    @classmethod
    def of(cls, folder: Path) -> Home:
        """A home that stands already, to be looked at."""
        home = cls.__new__(cls)
        home.folder, home.borders = folder, folder.with_name("borders.txt")
        return home

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen:
        """``parix`` with these arguments."""
        env = {"HOME": str(self.folder.parent), "PATH": os.environ["PATH"], "PARIX_HOME": str(self.folder)}
        env |= {"PYTHONPATH": str(REPO), "COLUMNS": "160", "PARIX_CRASH_LOG": str(self.borders)} | environment
        return subprocess.Popen(
            [sys.executable, "parix.py", *arguments], env=env, cwd=REPO, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def finish(self, *arguments: str) -> str:
        """The same, to its end; raises AssertionError with what it said when it fails."""
        process = self.start(*arguments)
        said = ended(process)
        assert process.returncode == 0, said
        return said

    def killed_at(self, border: str) -> None:
        """A night that is killed where a task begins, for example ``build_marts.switch 2`` (the second time it does)."""
        process = self.start("run", PARIX_CRASH_AT=border)
        said = ended(process)
        assert process.returncode == -signal.SIGKILL, f"ended with {process.returncode} before {border}:\n{said}"

    def killed_after(self, seconds: float) -> bool:
        """A night that is killed at that moment, whatever it does; False when it had ended before."""
        process = self.start("run")
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return process.returncode == -signal.SIGKILL

    def loses_its_database(self, doing: str) -> str:
        """A night whose PostgreSQL dies (as in a power cut) while a session runs a statement with the words ``doing``;
        returns what the night said of it."""
        process = self.start("run")
        server = Server(self.folder)
        query = "select from pg_stat_activity where position(%s in query) > 0 and state = 'active' and pid <> pg_backend_pid()"
        seen = False
        while not seen:
            assert process.poll() is None, f"the night ended and no session ran {doing!r}:\n{process.communicate()[0]}"
            with (
                contextlib.suppress(psycopg.OperationalError, OSError),
                psycopg.connect(server.dsn(), autocommit=True) as conn,
            ):
                while process.poll() is None and not seen:
                    conn.execute("select pg_sleep(0.002)")  # leaves the night its core
                    seen = conn.execute(query, [doing]).fetchone() is not None
        os.kill(server.pid(), signal.SIGQUIT)
        said = ended(process)
        assert process.returncode not in (0, -signal.SIGKILL), said
        return said

    def published(self) -> dict[str, str]:
        """Hash of each mart, over its rows in any order."""
        with psycopg.connect(Server(self.folder).dsn()) as conn:
            return dict(_hashes(conn, ("marts",)))

    def kept(self) -> dict[str, str]:
        """Hash of each raw table and of what lies in quarantine with its reasons and fate: what must not be lost."""
        with psycopg.connect(Server(self.folder).dsn()) as conn:
            return dict(_hashes(conn, RAW)) | {
                "quarantine": conn.execute(
                    "select md5(string_agg(r, ' ' order by r)) from (select "
                    "concat_ws('|', source_table, record - %s::text[], checks, state) as r from quarantine.row) as t",
                    [DIFFERS],
                ).fetchone()[0]
            }

    def down(self) -> None:
        """Stop everything in it and delete it."""
        self.finish("down")
        shutil.rmtree(self.folder, ignore_errors=True)


def _hashes(conn: psycopg.Connection, schemas: tuple[str, ...]):
    found = conn.execute(
        """
        select table_schema, table_name, array_agg(column_name::text order by ordinal_position)
        from information_schema.columns where table_schema = any(%s) group by 1, 2 order by 1, 2
        """,
        [list(schemas)],
    ).fetchall()
    for schema, table, columns in found:
        kept = sql.SQL(", ").join(sql.Identifier(c) for c in columns if c not in DIFFERS)
        query = sql.SQL("select md5(string_agg(r, ' ' order by r)) from (select ({})::text as r from {}) as t")
        row = sql.SQL("row({})").format(kept)
        yield f"{schema}.{table}", conn.execute(query.format(row, sql.Identifier(schema, table))).fetchone()[0]
