"""Every scoring rule, and the states around it, against tables of cases: dbt_project/macros/rules/cases/*.csv.

Each case is a leaf of one scratch book, with figures of its own, scored by the real models on the real PostgreSQL. n and d
are figures: a number, a state's word, a reason why there is none, or `absent` (it never came); an empty d: the rule has none.
`others` are the values of further units (n or n/d), `before` those of the year before, `above` that of the unit above.
"""

import csv
import re
from decimal import Decimal

import pytest

from books import trial
from tests.dbt.conftest import make_book, unit
from warehouse.dbt import PROJECT

PERIODS = {"closed": "2025", "running": "2026"}
REASONS = {"blank", "dash", "stated_none", "not_applicable"}
PARAMETERS = ("max_points", "max_ratio", "target", "floor", "direction", "window_years", "zero_denominator",
              "not_applicable", "rounds_to", "numerator")  # fmt: skip
TABLES = sorted((PROJECT / "macros" / "rules" / "cases").glob("*.csv"))
PEERS = [f"peer {i}" for i in range(3)]


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            given = {"rule": path.stem, "period": "closed", "state": "scored", "applicable": row["max_points"], "d": ""}
            yield pytest.param(f"{path.stem}_{line}", given | row, id=f"{path.stem}:{line} {row['why']}")


CASES = [case for path in TABLES for case in read(path)]


def leaf(name, case):
    codes = {"numerator": f"{name}_n", "denominator": f"{name}_d" if case["d"] else ""}
    if case["rule"] == "formula":
        codes = {"numerator": re.sub(r"\b([a-z])\b", rf"{name}_\1", case["n"])}
    elif case["rule"] == "checklist":
        codes = {}
    given = {k: case[k] for k in PARAMETERS if case.get(k)}
    if "numerator" in given:
        given["numerator"] += name  # an index of the case's own
    return (
        {
            "criterion_code": name,
            "parent_code": "root",
            "rule": case["rule"],
            "inherits": "yes" if "above" in case else "",
        }
        | codes
        | given
    )


def steps(name, case):
    for step in filter(None, case.get("steps", "").split(";")):
        place, points = step.split("=")
        if case["rule"] == "gate":
            yield {"criterion_code": name, "from_value": place.partition(":")[0], "state": points}
        elif ":" in place:
            first, last = place.split(":")
            yield {"criterion_code": name, "from_value": first, "to_value": last, "points": points}
        else:
            state = f"{name}_{place}" if case["rule"] == "checklist" else place
            yield {"criterion_code": name, "state": state, "points": points}


def figures(name, case):
    """(unit, year, figure, text) of everything that a case says."""
    year, numerator = PERIODS[case["period"]], f"{case['numerator']}{name}" if case.get("numerator") else f"{name}_n"
    if case["rule"] == "formula":
        for code, text in re.findall(r"(\w+)=(\S+)", case["figures"]):
            yield "unit", year, f"{name}_{code}", text
    elif case["rule"] == "checklist":
        for step, text in zip(steps(name, case), case["n"].split(";"), strict=True):
            yield "unit", year, step["state"], text
    else:
        yield "unit", year, numerator, case["n"]
        yield "unit", year, f"{name}_d", case["d"]
    others = [(peer, year, pair) for peer, pair in zip(PEERS, case.get("others", "").split(";"), strict=False)]
    more = [*others, ("unit", str(int(year) - 1), case.get("before", "")), ("above", year, case.get("above", ""))]
    for who, when, pair in more:
        n, _, d = pair.partition("/")
        yield who, when, numerator, n
        yield who, when, f"{name}_d", d or (case["d"] if n and case["d"] else "")


def figure(who, when, code, text):
    is_number = re.fullmatch(r"-?[\d.]+", text)
    return {"unit_code": who, "period_code": when, "figure_code": code,
            "value": Decimal(text) if is_number else None, "missing_reason": text if text in REASONS else None,
            "text_value": None if is_number or text in REASONS else text}  # fmt: skip


@pytest.fixture(scope="module")
def scored(warehouse):
    cases = [case.values for case in CASES]
    root = {"criterion_code": "root", "max_points": "100", "aggregation": "sum"}
    book = make_book("cases", "1", [root, *(leaf(*c) for c in cases)], [s for c in cases for s in steps(*c)])
    units = [unit(code) for code in ("unit", *PEERS)] + [unit("above", level="province", parent_code="")]
    given = [figure(*f) for c in cases for f in figures(*c) if f[3] not in ("", "absent")]
    found = trial.score([book], units, given, running=["2026"])
    return {(s["criterion_code"], s["period_code"]): s for s in found.criteria if s["unit_code"] == "unit"}


@pytest.mark.parametrize(("name", "case"), CASES)
def test_case(scored, name, case):
    found = scored[name, PERIODS[case["period"]]]
    assert found["state"] == case["state"]
    assert found["points"] == (Decimal(case["expected"]) if case["expected"] else None)
    assert found["applicable_max_points"] == Decimal(
        0 if case["state"] == "not_applicable" and not case["expected"] else case["applicable"] or 0
    )


def test_every_rule_has_a_table_and_every_table_a_rule():
    text = (PROJECT / "macros" / "rules" / "rules.sql").read_text(encoding="utf-8")
    assert {path.stem for path in TABLES} - {"states"} == set(re.findall(r"when '(\w+)' then \{\{ rule_\1", text))
