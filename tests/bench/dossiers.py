"""Dossiers from HTTP pages to raw, end to end, against premade COPY of the same rows into the same table."""

from __future__ import annotations

import os
import time
from pathlib import Path

import psycopg

from ingestion.sources import dossiers
from sample import night
from sample.onestop import CLIENT_ID, CLIENT_SECRET
from tests.bench.lines import Line, rows_per_second
from warehouse import config

ROUNDS = 3


def run(home: Path) -> list[Line]:
    """The sample's dossiers from a stand-in in a process of its own, against premade COPY of the same rows."""
    try:
        os.environ |= {
            "PARIX_ONESTOP_URL": night.start_onestop(),
            "PARIX_ONESTOP_CLIENT_ID": CLIENT_ID,
            "PARIX_ONESTOP_CLIENT_SECRET": CLIENT_SECRET,
        }
        pairs = [(_load(), _premade(home / "premade.copy")) for _ in range(ROUNDS)]
        with psycopg.connect(config.dsn("admin")) as conn:
            rows = conn.execute("select count(*) from raw_dossiers.dossier").fetchone()[0]
    finally:
        night.stop_stand_ins()
    ours, limit = min(p[0] for p in pairs), min(p[1] for p in pairs)
    against = f"premade COPY {rows_per_second(rows, limit)}"
    return [Line("dossiers, HTTP pages to raw", rows_per_second(rows, ours), against, limit / ours, (">=", 0.6))]


def _load() -> float:
    with psycopg.connect(config.dsn("admin")) as conn:
        conn.execute("truncate raw_dossiers.dossier, ops.watermark, ops.delivery cascade")
    start = time.perf_counter()
    dossiers.catch_up()
    return time.perf_counter() - start


def _premade(path: Path) -> float:
    """The same rows, written to a file beforehand, into an equal table: the limit that the database sets."""
    with psycopg.connect(config.dsn("admin")) as conn:
        with path.open("wb") as f, conn.cursor().copy("copy raw_dossiers.dossier to stdout") as out:
            for block in out:
                f.write(block)
        conn.execute("truncate raw_dossiers.dossier")
    start = time.perf_counter()
    with (
        psycopg.connect(config.dsn("admin")) as conn,
        path.open("rb") as f,
        conn.cursor().copy("copy raw_dossiers.dossier from stdin") as copy,
    ):
        while block := f.read(1 << 20):
            copy.write(block)
    return time.perf_counter() - start
