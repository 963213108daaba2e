"""Dossiers from HTTP pages to raw, end to end, against premade COPY, dlt and pandas.to_sql on the same generated dossiers.

100,000 dossiers of about 3 kB are generated (``sample.dossiers.generate``; some with \\uXXXX escapes) and served from a file
by a process of its own (``page_server``); 500,000 and 2 million are the same pages again. Once more they are short, 1.8 kB:
without what nobody keeps. Every load is a process that does nothing else (``loaders``). Premade COPY puts the very rows that
ours has landed into a table with the same indexes. ours and premade alternate, and the best round of each counts. dlt is
installed into an environment that is thrown away: it is no dependency of the project.
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


def run(home: Path) -> Iterator[Line]:
    """Ratios and memory for each number of rows, then against dlt and pandas.to_sql at the smallest."""
    whole, short = (page_server.write_pages(home, DISTINCT, is_short=is_short) for is_short in (False, True))
    dsn = config.dsn("admin")
    with psycopg.connect(dsn) as conn:
        conn.execute("create schema bench; create table bench.premade (like raw_dossiers.dossier including all)")
    os.environ |= {"PARIX_ONESTOP_CLIENT_ID": "bench", "PARIX_ONESTOP_CLIENT_SECRET": "bench", "BENCH_DSN": dsn}
    os.environ |= {"BENCH_PREMADE": str(home / "premade.copy"), "BENCH_DLT": str(home / "dlt"), "DO_NOT_TRACK": "1"}
    memory = {}
    for rows, rounds in ROUNDS.items():
        with _served(whole, rows):
            ours, limit, memory[rows] = _compare(rows, rounds)
            work, note = f"{rows:,} dossiers, HTTP pages to raw", f"records of {_kilobytes(whole)} kB"
            yield _against_premade(work, rows, ours, limit, (">=", 0.6), note)
            if rows == DISTINCT:
                yield from _others(home, rows, ours)
    rows = sorted(ROUNDS)[1]
    with _served(short, rows):
        ours, limit, _ = _compare(rows, ROUNDS[rows])
        note = f"records of {_kilobytes(short)} kB, without what nobody keeps"
        yield _against_premade(f"{rows:,} short dossiers, HTTP pages to raw", rows, ours, limit, None, note)
    yield from _memory(memory)


def _compare(rows: int, rounds: int) -> tuple[float, float, float]:
    """Best seconds of ours and of premade COPY, and the peak memory of ours."""
    found = [(_ours(rows), _premade()) for _ in range(rounds)]
    ours, limit = (min(f[side]["seconds"] for f in found) for side in (0, 1))
    return ours, limit, max(f[0]["memory"] for f in found)


def _against_premade(work: str, rows: int, ours: float, limit: float, target: tuple | None, note: str) -> Line:
    against = f"premade COPY {rows_per_second(rows, limit)}"
    return Line(work, rows_per_second(rows, ours), against, limit / ours, target, note)


def _kilobytes(files: tuple[Path, Path]) -> str:
    return f"{files[0].stat().st_size / DISTINCT / 1000:.1f}"


def _memory(peaks: dict[int, float]) -> Iterator[Line]:
    few, many = min(peaks), max(peaks)
    work = "peak memory of the loading processes"
    ours, against = f"{peaks[many]:.0f} MB", f"{peaks[few]:.0f} MB"
    yield Line(f"{work}, {many:,} rows against {few:,}", ours, against, peaks[many] / peaks[few], ("<=", 1.1))
    yield Line(f"{work}, MB", ours, "–", peaks[many], ("<=", 150), "both processes")


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
    ours_given = "our decoded rows given to it"
    ways = [
        ("pandas.to_sql", "pandas", sys.executable, 10, f"{ours_given}; as it is by default, with psycopg2"),
        ("pandas from pages to to_sql", "pandas_alone", sys.executable, 10, "json, json_normalize, default to_sql"),
    ]
    if subprocess.run(install, capture_output=True).returncode == 0:
        ways.insert(0, ("dlt", "dlt", str(python), 5, f"{ours_given}; its fastest settings"))
    for name, way, executable, target, note in ways:
        with psycopg.connect(os.environ["BENCH_DSN"], autocommit=True) as conn:
            conn.execute("drop table if exists bench.by_pandas")
        seconds = _load(way, executable)["seconds"]
        work, against = f"{rows:,} dossiers, against {name}", f"{name} {rows_per_second(rows, seconds)}"
        yield Line(work, rows_per_second(rows, ours), against, seconds / ours, (">=", target), note)
