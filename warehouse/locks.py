"""One process at a time, of whatever machine, at something of the warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from warehouse import config


@contextmanager
def alone(what: str, role: str, database: str | None = None, at: Path | None = None) -> Iterator[None]:
    """Inside it no other process is inside the same ``what``; waits until that one has left, or has died.

    ``role``, ``database``, ``at``: where the lock is taken, as in ``config.dsn``.
    """
    with psycopg.connect(config.dsn(role, database, at=at), application_name="parix lock", autocommit=True) as conn:
        conn.execute("select pg_advisory_lock(hashtext(%s))", (what,))  # the session's: no transaction stays open
        yield
