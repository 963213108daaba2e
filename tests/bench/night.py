"""The sample night as a newcomer runs it after installation, `parix run` in an empty home; then its report site alone, best of
ROUNDS: a unit sheet for each unit and index, ranking tables, quality, workbooks."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from publishing import report
from tests.bench.lines import Line
from tests.crash.night import Home

ROUNDS = 3


def run(home: Path) -> Iterator[Line]:
    """Two lines: seconds of the night, and of the site with all sheets."""
    own = Home(home / "newcomer")
    before = os.environ["PARIX_HOME"]
    try:
        start = time.perf_counter()
        own.finish("run")
        night = time.perf_counter() - start
        yield Line(
            "`make run` after installation: the sample province, seconds", f"{night:.1f} s", "–", night, ("<=", 90)
        )
        os.environ["PARIX_HOME"] = str(own.folder)
        taken = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            site = report.build().parent
            taken.append(time.perf_counter() - start)
        sheets, pages = len(list(site.glob("sheet/*.html"))), len(list(site.rglob("*.html")))
        yield Line(
            f"report site, {sheets} unit sheets among {pages} pages, seconds", f"{min(taken):.1f} s", "–",
            min(taken), ("<=", 20), "the target is that of 130 units × indices; workbooks and quality pages included",
        )  # fmt: skip
    finally:
        os.environ["PARIX_HOME"] = before
        own.down()
