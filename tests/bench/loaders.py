"""The same dossiers by other ways, each in a process of its own: `python -m tests.bench.loaders WAY` prints seconds and peak
memory (MB) as JSON. All of them read the pages that ours reads; dlt and pandas are given our decoded rows, so that what
is compared is how rows get into a table.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from ingestion.readers import dossier as reader
from tests.bench.page_server import SIZE


def ours(dsn: str) -> None:
    """The nightly job itself."""
    from ingestion.sources import dossiers

    dossiers.catch_up()


def premade(dsn: str) -> None:
    """Rows that were written to a file beforehand, into an equal table: the limit that the database sets."""
    import psycopg

    with (
        psycopg.connect(dsn) as conn,
        open(os.environ["BENCH_PREMADE"], "rb") as file,
        conn.cursor().copy("copy bench.premade from stdin") as copy,
    ):
        while block := file.read(1 << 20):
            copy.write(block)


def pandas(dsn: str) -> None:
    """pandas.to_sql in its default way, 10,000 rows at a time."""
    import pandas as pd
    import sqlalchemy

    engine = sqlalchemy.create_engine(dsn.replace("postgresql://", "postgresql+psycopg://", 1))
    for rows in _rows(20):
        frame = pd.DataFrame(rows, columns=list(reader.COLUMNS))
        frame.to_sql("by_pandas", engine, schema="bench", if_exists="append", index=False)


def dlt(dsn: str) -> None:
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
    pipeline.run(resource_, loader_file_format="csv").raise_on_failed_jobs()


def _rows(pages: int) -> Iterator[list[tuple]]:
    """Decoded rows of so many pages at a time."""
    for first in itertools.count(0, pages):
        rows = list(itertools.chain.from_iterable(map(_page, range(first, first + pages))))
        if rows:
            yield rows
        if len(rows) < pages * SIZE:
            return


def _page(number: int) -> list[tuple]:
    with urllib.request.urlopen(f"{os.environ['PARIX_ONESTOP_URL']}/pa/dossier/search?page={number}") as answer:
        return reader.read_page(answer.read())[0]


if __name__ == "__main__":
    way = {"ours": ours, "premade": premade, "pandas": pandas, "dlt": dlt}[sys.argv[1]]
    start = time.perf_counter()
    way(os.environ["BENCH_DSN"])
    seconds = time.perf_counter() - start
    # not ru_maxrss: a child begins with the peak of the process that started it
    peak = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    print(json.dumps({"seconds": seconds, "memory": int(peak[1]) / 1024, "cpu": time.process_time()}))
