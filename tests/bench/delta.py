"""A night's delta into a large and into a small history, landing to published marts: it must cost what the delta costs.

Generated dossiers of the 130 communes over five years (sample data, put in by SQL); as many of them pending in either
history, as a province has. The delta: new ones, steps of pending ones, and late corrections all over the history.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import psycopg

from books import loading
from expectations import gate
from publishing import releases
from tests.bench.history import deliver, settle
from tests.bench.lines import Line
from warehouse import config
from warehouse.dbt import dbt

SMALL, LARGE, DELTA, PENDING, ROUNDS = 300_000, 3_000_000, 50_000, 30_000, 3
GAP = SMALL // PENDING
NOTE = "after a checkpoint each: of a large history more pages are touched, and each goes whole to the log once"
COUNTING = ("dossier_current", "dossier_day")

_BASE = """
    select i, %(first)s = 1 and i %% %(gap)s = 0 as is_open, %(first)s = 1 and i %% %(gap)s = 0 as is_recent
    from generate_series(%(first)s::bigint, %(last)s) as i
"""
_NIGHT = """
    select 100000000 + %(round)s * 1000000 + i as i, i %% 2 = 0 as is_open, true as is_recent
    from generate_series(1::bigint, %(delta)s / 2) as i
    union all
    select i * %(gap)s, false, true
    from generate_series(1 + %(round)s::bigint * %(delta)s / 10, (%(round)s + 1) * %(delta)s / 10) as i
    union all
    select i * 6700417 %% %(last)s + 1, false, false
    from generate_series(1 + %(round)s::bigint * %(delta)s, %(round)s * %(delta)s + %(delta)s * 4 / 10) as i
"""


def run(home: Path) -> Iterator[Line]:
    """Median seconds of ROUNDS nights on either history; the ratio of the two. Beside the whole way, the models that merge
    and count dossiers alone, where nothing fixed hides what grows."""
    loading.prepare()
    found, first = {}, 1
    for size in (SMALL, LARGE):
        deliver(_BASE, gated=True, first=first, last=size, gap=GAP, round=0)
        settle()
        _build(full=True)
        found[size] = [_night(size, number + (size == LARGE) * ROUNDS) for number in range(ROUNDS)]
        first = size + 1
    for work, part in (("landing to published marts", 0), ("merging and counting dossiers alone", 1)):
        small, large = (median(night[part] for night in found[size]) for size in (SMALL, LARGE))
        title = f"a night of {DELTA:,} into {LARGE / 1e6:g}M dossiers: {work}"
        target = ("<=", 1.3) if part == 0 else None
        yield Line(title, f"{large:.1f} s", f"{small:.1f} s into {SMALL:,}", large / small, target, NOTE)


def _night(last: int, number: int) -> tuple[float, float]:
    """Seconds from the first row to the switch, and of the two models."""
    with psycopg.connect(config.dsn("admin"), autocommit=True) as conn:
        conn.execute("checkpoint")
    start = time.perf_counter()
    deliver(_NIGHT, last=last, gap=GAP, delta=DELTA, round=number)
    counting = _build()
    return time.perf_counter() - start, counting


def _build(*, full: bool = False) -> float:
    """Everything of `parix build` but the report; returns the seconds of the models in COUNTING."""
    gate.gate_in()
    release = releases.open_candidate(force=True)
    dbt("run", "--select", "staging", "core", "scoring", "standing", full=full)
    results = json.loads((config.home() / "dbt" / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    dbt("build", "--select", "marts", variables=release)
    gate.gate_out(**release)
    releases.switch(**release)
    return sum(r["execution_time"] for r in results if r["unique_id"].rpartition(".")[2] in COUNTING)
