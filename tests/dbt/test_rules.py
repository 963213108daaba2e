"""Every scoring rule, and the states around it, against tables of cases: dbt_project/macros/rules/cases/*.csv.

Each case is a leaf of a scratch book, with figures of its own, scored by the real models on the real PostgreSQL.
n and d are figures: a number, a reason why there is none, or `absent` (it never came); an empty d: the rule has none.
"""

import csv
import re
from decimal import Decimal

import psycopg
import pytest

from warehouse import config
from warehouse.dbt import PROJECT

UNIT, PERIODS = "province-40-2020", {"closed": "2025", "running": "2026"}
REASONS = {"blank", "dash", "stated_none", "not_applicable"}
PARAMETERS = ("max_points", "target", "floor", "zero_denominator", "not_applicable", "rounds_to")
TABLES = sorted((PROJECT / "macros" / "rules" / "cases").glob("*.csv"))


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            defaults = {"rule": path.stem, "period": "closed", "state": "scored", "applicable": row["max_points"]}
            yield pytest.param(f"{path.stem}_{line}", defaults | row, id=f"{path.stem}:{line} {row['why']}")


CASES = [case for path in TABLES for case in read(path)]


def leaf(name, case):
    figures = {"numerator": f"{name}_n", "denominator": f"{name}_d" if case["d"] else ""}
    return {"criterion_code": name, "parent_code": "root", "rule": case["rule"]} | figures | {
        k: case.get(k, "") for k in PARAMETERS
    }  # fmt: skip


def steps(name, case):
    for step in filter(None, case["steps"].split(";")):
        bounds, points = step.split("=")
        first, last = bounds.split(":")
        yield {"criterion_code": name, "from_value": first, "to_value": last, "points": points}


def figures(name, case):
    for side in "nd":
        given, code = case[side], f"{name}_{side}"
        if given not in ("", "absent"):
            value = (None, given) if given in REASONS else (given, None)
            yield (UNIT, PERIODS[case["period"]], code, *value)


@pytest.fixture(scope="module")
def scored(score):
    cases = [case.values for case in CASES]
    root = {"criterion_code": "root", "max_points": "100", "aggregation": "sum"}
    book = ("province", [root, *(leaf(*c) for c in cases)], [s for c in cases for s in steps(*c)])
    score({"2022": book}, [f for c in cases for f in figures(*c)])
    with psycopg.connect(config.dsn("admin")) as conn:
        found = conn.execute(
            "select criterion_code, period_code, state, points, applicable_max_points from intermediate.score_leaf"
        )
        return {(code, period): (state, points, most) for code, period, state, points, most in found}


@pytest.mark.parametrize(("name", "case"), CASES)
def test_case(scored, name, case):
    state, points, applicable = scored[name, PERIODS[case["period"]]]
    assert state == case["state"]
    assert points == (Decimal(case["expected"]) if case["expected"] else None)
    assert applicable == Decimal(case["applicable"])


def test_every_rule_that_scores_has_a_table_and_every_table_a_rule():
    text = (PROJECT / "macros" / "rules" / "rules.sql").read_text(encoding="utf-8")
    assert {path.stem for path in TABLES} - {"states"} == set(re.findall(r"when '(\w+)' then \{\{ rule_\1", text))
