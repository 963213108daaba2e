"""`make bench`: ratios within one run, on one machine. Today: dossiers from HTTP pages to raw, against premade COPY; the
whole country scored (tests/bench_scoring.py).

The sources issue adds the rest of DESIGN's table (dlt, pandas.to_sql, openpyxl, two million rows with memory).
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

from ingestion.sources import dossiers
from sample import night
from sample.onestop import CLIENT_ID, CLIENT_SECRET
from tests import bench_scoring
from warehouse import config
from warehouse.migrate import migrate
from warehouse.server import Server

ROUNDS = 3


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="parix-bench-") as home:
        os.environ |= {"PARIX_HOME": home, "PARIX_SAMPLE": "1"}
        server = Server(Path(home)).start()
        try:
            migrate()
            os.environ |= {
                "PARIX_ONESTOP_URL": night.start_onestop(),  # a process of its own, as a source is
                "PARIX_ONESTOP_CLIENT_ID": CLIENT_ID,
                "PARIX_ONESTOP_CLIENT_SECRET": CLIENT_SECRET,
            }
            pairs = [(_load(), _premade(Path(home) / "premade.copy")) for _ in range(ROUNDS)]
            with psycopg.connect(config.dsn("admin")) as conn:
                rows = conn.execute("select count(*) from raw_dossiers.dossier").fetchone()[0]
            bench_scoring.main()
        finally:
            night.stop_onestop()
            server.stop()
    table = Table(title=f"{rows:,} dossiers, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    for name in ("round", "HTTP pages to raw, rows/s", "premade COPY, rows/s", "ratio"):
        table.add_column(name, justify="right")
    for i, (ours, limit) in enumerate(pairs, 1):
        table.add_row(str(i), f"{rows / ours:,.0f}", f"{rows / limit:,.0f}", f"{limit / ours:.0%}")
    Console().print(table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the loading process: {peak:,.0f} MB")


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


if __name__ == "__main__":
    main()
