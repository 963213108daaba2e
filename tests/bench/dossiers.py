"""Dossiers from HTTP pages to raw, end to end, against premade COPY, dlt and pandas.to_sql on the same generated dossiers.

100,000 dossiers of about 3 kB are generated (``sample.dossiers.generate``; some with \\uXXXX escapes) and served from a file
by a process of its own (``page_server``); 500,000 and 2 million are the same pages again. Every load is a process that does
nothing else (``loaders``). Premade COPY puts the very rows that ours has landed into a table with the same indexes. ours and
premade alternate, and the best round of each counts. dlt is installed into an environment that is thrown away: it is no
dependency of the project.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.bench import page_server
from tests.bench.lines import Line, rows_per_second
from warehouse import config

DISTINCT = 100_000
ROUNDS = {100_000: 3, 500_000: 2, 2_000_000: 1}


def run(home: Path) -> list[Line]:
    """Ratios and memory for each number of rows, then against dlt and pandas.to_sql at the smallest."""
    files = page_server.write_pages(home, DISTINCT)
    dsn = config.dsn("admin")
    with psycopg.connect(dsn) as conn:
        conn.execute("create schema bench; create table bench.premade (like raw_dossiers.dossier including all)")
    os.environ |= {"PARIX_ONESTOP_CLIENT_ID": "bench", "PARIX_ONESTOP_CLIENT_SECRET": "bench", "BENCH_DSN": dsn}
    os.environ |= {"BENCH_PREMADE": str(home / "premade.copy"), "BENCH_DLT": str(home / "dlt"), "DO_NOT_TRACK": "1"}
    lines, memory, best = [], {}, {}
    for rows, rounds in ROUNDS.items():
        with _served(files, rows):
            found = [(_ours(rows), _premade()) for _ in range(rounds)]
            ours, limit = (min(f[side]["seconds"] for f in found) for side in (0, 1))
            memory[rows], best[rows] = max(f[0]["memory"] for f in found), ours
            against = f"premade COPY {rows_per_second(rows, limit)}"
            work = f"{rows:,} dossiers, HTTP pages to raw"
            lines.append(Line(work, rows_per_second(rows, ours), against, limit / ours, (">=", 0.6)))
            if rows == DISTINCT:
                lines += _others(home, rows, ours)
    few, many = min(ROUNDS), max(ROUNDS)
    work = "peak memory of the loading process"
    growth = memory[many] / memory[few]
    lines.append(
        Line(
            f"{work}, {many:,} rows against {few:,}",
            f"{memory[many]:.0f} MB",
            f"{memory[few]:.0f} MB",
            growth,
            ("<=", 1.1),
        )
    )
    return [*lines, Line(f"{work}, MB", f"{memory[many]:.0f} MB", "–", memory[many], ("<=", 150))]


@contextmanager
def _served(files: tuple[Path, Path], rows: int) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.bench.page_server", *map(str, files), str(rows)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=config.REPO) as server:
        os.environ["PARIX_ONESTOP_URL"] = server.stdout.readline().strip()
        try:
            yield
        finally:
            server.terminate()


def _load(way: str, python: str = sys.executable) -> dict[str, float]:
    env = os.environ | {"PYTHONPATH": str(config.REPO)}
    done = subprocess.run(
        [python, "-m", "tests.bench.loaders", way], env=env, capture_output=True, text=True, cwd=config.REPO
    )
    if done.returncode:
        raise RuntimeError(f"{way} failed: {done.stderr[-1500:]}")
    return json.loads(done.stdout.splitlines()[-1])


def _ours(rows: int) -> dict[str, float]:
    with psycopg.connect(os.environ["BENCH_DSN"], autocommit=True) as conn:
        conn.execute("truncate raw_dossiers.dossier, ops.watermark, ops.delivery, bench.premade cascade")
        conn.execute("checkpoint")
    found = _load("ours")
    with psycopg.connect(os.environ["BENCH_DSN"]) as conn:
        landed = conn.execute("select count(*) from raw_dossiers.dossier").fetchone()[0]
    if landed != rows:
        raise RuntimeError(f"{landed} of {rows} rows landed")
    return found


def _premade() -> dict[str, float]:
    with psycopg.connect(os.environ["BENCH_DSN"], autocommit=True) as conn:
        with (
            open(os.environ["BENCH_PREMADE"], "wb") as file,
            conn.cursor().copy("copy raw_dossiers.dossier to stdout") as out,
        ):
            for block in out:
                file.write(block)
        conn.execute("truncate raw_dossiers.dossier")
        conn.execute("checkpoint")
    return _load("premade")


def _others(home: Path, rows: int, ours: float) -> Iterator[Line]:
    python = home / "dlt-env" / "bin" / "python"
    venv.create(python.parents[1], with_pip=True)
    install = [str(python), "-m", "pip", "install", "-q", "dlt[postgres]", "msgspec", "psycopg2-binary"]
    ways = [("pandas.to_sql", "pandas", sys.executable, 10)]
    if subprocess.run(install, capture_output=True).returncode == 0:
        ways.insert(0, ("dlt", "dlt", str(python), 5))
    for name, way, executable, target in ways:
        seconds = _load(way, executable)["seconds"]
        work, against = f"{rows:,} dossiers, against {name}", f"{name} {rows_per_second(rows, seconds)}"
        yield Line(
            work, rows_per_second(rows, ours), against, seconds / ours, (">=", target), "our decoded rows given to it"
        )
