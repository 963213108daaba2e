"""The sample night as a newcomer runs it after installation, `parix run` in an empty home; then, best of ROUNDS each, its
report site alone (a unit sheet for each unit and index, ranking tables, quality, workbooks), and the way back of the figure that
counts the most dossiers, as a BI tool asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

from publishing import report
from tests.bench.lines import Line
from tests.crash.night import Home
from warehouse import config

ROUNDS = 3
LARGEST = """
    select unit_key, period_code, figure_code from marts.fct_figure where source_code = 'igate'
    order by value desc, unit_key, period_code, figure_code limit 1
"""


def run(home: Path) -> Iterator[Line]:
    """Three lines: seconds of the night, of the site with all sheets, of one trace."""
    own = Home(home / "newcomer")
    before = os.environ["PARIX_HOME"]
    try:
        start = time.perf_counter()
        own.finish("run")
        night = time.perf_counter() - start
        yield Line(
            "`make run` after installation: the sample province, seconds", f"{night:.1f} s", "–", night, ("<=", 90),
            f"importing its largest library, Great Expectations, takes {_best(_largest_import):.1f} s on this machine today",
        )  # fmt: skip
        os.environ["PARIX_HOME"] = str(own.folder)
        site_s, site = _best(report.build), own.folder / "reports" / "site"
        sheets, pages = len(list(site.glob("sheet/*.html"))), len(list(site.rglob("*.html")))
        yield Line(
            f"report site, {sheets} unit sheets among {pages} pages, seconds", f"{site_s:.1f} s", "–", site_s, ("<=", 20),
            "the target is that of 130 units × indices; workbooks and quality pages included",
        )  # fmt: skip
        with psycopg.connect(config.dsn("bi_reader"), autocommit=True) as conn:
            figure = conn.execute(LARGEST).fetchone()
            trace_s = _best(lambda: conn.execute("select * from marts.trace_figure(%s, %s, %s)", figure).fetchall())
        yield Line(
            "trace of the figure that counts the most dossiers, seconds", f"{trace_s:.2f} s", "–", trace_s, ("<=", 1)
        )
    finally:
        os.environ["PARIX_HOME"] = before
        own.down()


def _largest_import() -> None:
    subprocess.run([sys.executable, "-c", "import great_expectations"], check=True)


def _best(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)
