"""The whole country scored in the database: 3,321 communes × 100 criteria of ten rules, generated, sample data."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from books import trial
from tests.bench.lines import Line
from tests.dbt.conftest import make_book, unit
from warehouse.dbt import dbt

COMMUNES, AREAS, ROUNDS = 3321, 10, 3
RULES = {
    "ratio": {}, "ratio_capped": {"target": "0.8"}, "ratio_floor": {"floor": "0.5"}, "bands": {}, "count_steps": {},
    "yes_no": {}, "minmax": {}, "deduction": {"target": "0.01"}, "survey_share": {}, "formula": {},
}  # fmt: skip


def country():
    """One book of 10 areas with a leaf of each rule, and its figures for all communes (664,200 numbers)."""
    rng, criteria, steps = random.Random(1), [{"criterion_code": "root", "max_points": "100", "aggregation": "sum"}], []
    leaves = []
    for area in (f"a{n}" for n in range(AREAS)):
        criteria.append({"criterion_code": area, "parent_code": "root", "max_points": "10", "aggregation": "sum"})
        for rule, parameters in RULES.items():
            code = f"{area}_{rule}"
            leaf = {
                "criterion_code": code,
                "parent_code": area,
                "max_points": "1",
                "rule": rule,
                "numerator": f"{code}_n",
            }
            if rule not in ("count_steps", "yes_no", "deduction", "formula"):
                leaf["denominator"] = f"{code}_d"
            if rule == "formula":
                leaf["numerator"] = f"0.5*{code}_n/{code}_d + min(0.5, {code}_n/{code}_d)"
            if rule in ("bands", "count_steps"):
                borders = ("0.5", "0.9") if rule == "bands" else ("50", "90")
                for low, high, points in (("", borders[0], "0"), (*borders, "0.5"), (borders[1], "", "1")):
                    steps.append({"criterion_code": code, "from_value": low, "to_value": high, "points": points})
            criteria.append(leaf | parameters)
            leaves.append((code, rule))
    units = [unit(f"c{n:04}") for n in range(COMMUNES)]
    figures = [
        {"unit_code": u["unit_code"], "period_code": "2025", "figure_code": f"{code}_{side}", "value": Decimal(value)}
        for u in units for code, rule in leaves
        for side, value in (("n", rng.randint(0, 1 if rule == "yes_no" else 100)), ("d", 100))
    ]  # fmt: skip
    return make_book("country", "1", criteria, steps), units, figures


def run(home: Path) -> Iterator[Line]:
    """Seconds of ``dbt run --select scoring`` on the prepared tables, dbt's own share included; best of ROUNDS."""
    done = trial.score([(parts := country())[0]], *parts[1:])
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        dbt("run", "--select", "scoring", variables={"trial": "true", "books_schema": "trial"}, target="trial")
        seconds.append(time.perf_counter() - start)
    work = f"the country scored: {COMMUNES:,} communes × {AREAS * len(RULES)} criteria, seconds"
    yield Line(work, f"{min(seconds):.1f} s", "–", min(seconds), ("<=", 10), f"{len(done.criteria):,} nodes")
