"""The page of scores with a thousand gates behind it, as an auditor opens it from a folder: from navigation to all charts
drawn, in headless Chromium, beside the same page with ten gates. The checks are those of our suites, the results generated."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
from playwright.sync_api import sync_playwright
from psycopg.rows import dict_row

from expectations.suites import load_suites
from publishing import report
from publishing.quality import scores
from tests.bench.lines import Line
from tests.publishing.conftest import ARGUMENTS, CHROMIUM
from tests.publishing.history import plant_runs
from warehouse import config

RUNS, FEW, ROUNDS = 1000, 10, 7
_SITE = {
    "release_id": 1, "published_at": datetime(2026, 11, 1, tzinfo=UTC), "as_of_date": date(2026, 10, 31), "name_vi": "Tỉnh mẫu",
    "name_en": "Sample province", "code_version": "bench", "illustrative": 1, "deliveries": 1,
}  # fmt: skip


def run(home: Path) -> Iterator[Line]:
    """One line; nothing without a browser."""
    if not CHROMIUM.exists():
        return
    _ask_once()
    seconds = {}
    for runs in (FEW, RUNS):
        with psycopg.connect(config.dsn("admin")) as conn:
            conn.execute("delete from ops.gate where gate_id < 0")
        plant_runs(runs)
        seconds[runs] = _opened(_page(home / str(runs)))
    yield Line(
        "1,000 runs of history: navigation to all charts drawn, s", f"{seconds[RUNS]:.2f} s", f"{FEW} runs {seconds[FEW]:.2f} s",
        seconds[RUNS], ("<=", 2), "headless Chromium, page opened from its folder, best of seven",
    )  # fmt: skip


def _ask_once() -> None:
    """A gate of each border, with every check of our suites, as the pattern of the history."""
    with psycopg.connect(config.dsn("admin")) as conn:
        for border in ("in", "out"):
            (gate,) = conn.execute(
                "insert into ops.gate (border, is_passed) values (%s, true) returning gate_id", (border,)
            ).fetchone()
            conn.cursor().executemany(
                """insert into ops.gate_result (gate_id, suite, check_name, description_vi, dimension, severity, is_passed,
                   rows_checked, rows_failed) values (%s, %s, %s, %s, %s, %s, true, 10000, 0)""",
                [
                    (gate, s.suite, c.name, c.description_vi, c.dimension, c.severity)
                    for s in load_suites(border) for c in s.checks
                ],
            )  # fmt: skip


def _page(folder: Path) -> str:
    """The page as the site has it; returns its address."""
    with psycopg.connect(config.dsn("publisher"), row_factory=dict_row) as conn:
        found = scores.shape({name: conn.execute(query).fetchall() for name, query in scores.QUERIES.items()})
    page = folder / "quality" / "score.html"
    page.parent.mkdir(parents=True)
    shutil.copytree(report.HERE / "static" / "vendor", folder / "vendor")
    template = report._environment().get_template("quality/score.html.j2")
    text = template.render(site=_SITE, warnings=[], dictionary=None, page="quality/score", up="../", **found)
    page.write_text(text, encoding="utf-8")
    return page.as_uri()


def _opened(address: str) -> float:
    """Seconds from navigation to all charts drawn; best of ROUNDS."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        took = []
        for _ in range(ROUNDS):
            tab = browser.new_page(viewport={"width": 1280, "height": 900})
            tab.set_default_timeout(120_000)
            tab.goto(address)
            tab.wait_for_selector("html[data-charts=drawn]", state="attached")
            took.append(tab.evaluate("performance.getEntriesByName('charts-drawn')[0].startTime"))
            tab.close()
        browser.close()
    return min(took) / 1000
