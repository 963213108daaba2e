"""The same dossiers by other ways, each in a process of its own: `python -m tests.bench.loaders WAY` prints seconds and peak
memory (MB) as JSON; what they import is loaded before the clock starts. All of them read the pages that ours reads; dlt and pandas are given our decoded rows, so that what
is compared is how rows get into a table.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from ingestion.readers import dossier as reader
from tests.bench.page_server import SIZE


def ours(dsn: str) -> Callable[[], object]:
    """The nightly job itself; what it starts is in its time and its memory."""
    from ingestion.sources import dossiers

    return dossiers.catch_up


def premade(dsn: str) -> Callable[[], object]:
    """Rows that were written to a file beforehand, into an equal table: the limit that the database sets."""
    import psycopg

    def copy_file() -> None:
        with (
            psycopg.connect(dsn) as conn,
            open(os.environ["BENCH_PREMADE"], "rb") as file,
            conn.cursor().copy("copy bench.premade from stdin") as copy,
        ):
            while block := file.read(1 << 20):
                copy.write(block)

    return copy_file


def pandas(dsn: str) -> Callable[[], object]:
    """pandas.to_sql in its default way with SQLAlchemy's default driver (psycopg2), 10,000 of our decoded rows at a time."""
    return _to_sql(dsn, _rows, list(reader.COLUMNS))


def pandas_alone(dsn: str) -> Callable[[], object]:
    """The same from the pages themselves, as one writes it with pandas: parsed as JSON, flattened, the columns picked."""
    from tests.bench.flatten import flatten

    return _to_sql(dsn, lambda pages: map(flatten, _records(pages)), None)


def _to_sql(dsn: str, batches: Callable[[int], Iterator], columns: list[str] | None) -> Callable[[], object]:
    import pandas as pd
    import sqlalchemy

    engine = sqlalchemy.create_engine(dsn)

    def insert() -> None:
        for rows in batches(20):
            frame = pd.DataFrame(rows, columns=columns)
            frame.to_sql("by_pandas", engine, schema="bench", if_exists="append", index=False)

    return insert


def dlt(dsn: str) -> Callable[[], object]:
    """dlt with its fastest settings for PostgreSQL: pages of rows, types given, CSV files loaded by COPY."""
    import dlt

    os.environ |= {
        "DATA_WRITER__BUFFER_MAX_ITEMS": "50000",
        "NORMALIZE__WORKERS": "1",
        "RUNTIME__DLTHUB_TELEMETRY": "false",
    }
    whole = {"processing_time", "fee_total"} | {c for c in reader.COLUMNS if c.endswith(("_count", "_id"))}
    numbers = whole - {"dossier_id", "parent_agency_id"}
    types = {c: {"data_type": "bigint" if c in numbers else "text"} for c in reader.COLUMNS}
    resource_ = dlt.resource(
        lambda: ([dict(zip(reader.COLUMNS, row, strict=True)) for row in rows] for rows in _rows(1)),
        name="by_dlt", columns=types, write_disposition="append", max_table_nesting=0,
    )  # fmt: skip
    pipeline = dlt.pipeline(
        "bench",
        pipelines_dir=os.environ["BENCH_DLT"],
        destination=dlt.destinations.postgres(dsn),
        dataset_name="bench_dlt",
    )
    return lambda: pipeline.run(resource_, loader_file_format="csv").raise_on_failed_jobs()


def _rows(pages: int) -> Iterator[list[tuple]]:
    """Decoded rows of so many pages at a time."""
    return _batches(pages, lambda body: reader.read_page(body)[0])


def _records(pages: int) -> Iterator[list[dict]]:
    """Records of so many pages at a time."""
    return _batches(pages, lambda body: json.loads(body)["content"])


def _batches(pages: int, read: Callable[[bytes], list]) -> Iterator[list]:
    for first in itertools.count(0, pages):
        rows = list(itertools.chain.from_iterable(read(_page(number)) for number in range(first, first + pages)))
        if rows:
            yield rows
        if len(rows) < pages * SIZE:
            return


def _page(number: int) -> bytes:
    with urllib.request.urlopen(f"{os.environ['PARIX_ONESTOP_URL']}/pa/dossier/search?page={number}") as answer:
        return answer.read()


class Memory(threading.Thread):
    """The peak of this process and of those that it starts, in MB: the sum of each one's own peak."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._peaks: dict[str, int] = {}
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(0.2):
            self._look()

    def megabytes(self) -> float:
        self._done.set()
        self._look()
        return sum(self._peaks.values()) / 1024

    def _look(self) -> None:
        started = Path("/proc/self/task").glob("*/children")
        for pid in ("self", *(pid for found in started for pid in found.read_text().split())):
            with contextlib.suppress(OSError):  # not ru_maxrss: a child begins with the peak of the one that started it
                peak = re.search(r"VmHWM:\s*(\d+)", Path(f"/proc/{pid}/status").read_text())
                self._peaks[pid] = int(peak[1]) if peak else self._peaks.get(pid, 0)


if __name__ == "__main__":
    ways = {"ours": ours, "premade": premade, "pandas": pandas, "pandas_alone": pandas_alone, "dlt": dlt}
    work = ways[sys.argv[1]](os.environ["BENCH_DSN"])
    (memory := Memory()).start()
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "memory": memory.megabytes(), "cpu": time.process_time()}))
