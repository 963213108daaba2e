"""Planted faults of rules, their parameters and steps, and of classes and units."""

import pytest

from books.rules import RULES
from tests.books.planted import FILES, assert_only, good, spoil, told

CRITERIA = [
    ("a1", {"rule": ""}, "rule", "needs a rule"),
    ("a1", {"rule": "ja_nein"}, "rule", "ja_nein"),
    ("a1", {"rule": "yesno"}, "rule", "Is “yes_no” meant?"),
    ("a1", {"aggregation": "sum"}, "aggregation", "no children"),
    ("a1", {"direction": "upp"}, "direction", "Is “up” meant?"),
    ("a1", {"numerator": ""}, "numerator", "needs numerator"),
    ("a1", {"numerator": "kế hoạch"}, "numerator", "no figure code"),
    ("a1", {"numerator": "n/d"}, "numerator", "only with rule formula"),
    ("a1", {"numerator": "index:y"}, "numerator", "only with rule imported"),
    ("a", {"rule": "ratio"}, "rule", "has no rule"),
    ("a", {"aggregation": ""}, "aggregation", "needs an aggregation"),
    ("a", {"aggregation": "total"}, "aggregation", "sum"),
    ("a", {"floor": "5", "target": "3"}, "floor", "above the most"),
    ("a5", {"zero_denominator": "none"}, "zero_denominator", "zero, full, null, exclude"),
    ("a5", {"not_applicable": "shared"}, "not_applicable", "Is “share” meant?"),
    ("a5", {"stage": "finally"}, "stage", "Is “final” meant?"),
    ("a5", {"rounds_to": "2.0"}, "rounds_to", "whole number"),
    ("a6", {"target": ""}, "target", "needs target"),
    ("a6", {"target": "80"}, "target", "80 % is written 0.8"),
    ("a6", {"target": "0"}, "target", "above 0"),
    ("a6", {"target": "0,80"}, "target", "Write 0.80"),
    ("a6", {"target": "1", "direction": "down"}, "target", "with direction down"),
    ("a7", {"floor": ""}, "floor", "needs floor"),
    ("a7", {"floor": "80"}, "floor", "80 % is written 0.8"),
    ("b1", {"window_years": "0"}, "window_years", "below 1"),
    ("b1", {"compared_in": "group"}, "compared_in", "peer_group"),
    ("b1", {"floor": "11"}, "floor", "above the most points 10"),
    ("b3", {"not_applicable": "share"}, "not_applicable", "only below a sum"),
    ("b4", {"target": ""}, "target", "needs target"),
    ("b4", {"target": "1"}, "target", "must be above its bottom"),
    ("b5", {"denominator": ""}, "target", "needs a target"),
    ("b5", {"floor": "50"}, "floor", "half is 0.5"),
    ("b6", {"target": ""}, "target", "or steps"),
    ("c2", {"inherits": ""}, "inherits", "needs inherits"),
    ("c2", {"inherits": "no"}, "inherits", "inherits = yes"),
    ("c3", {"numerator": "6*n/d + min(2; b)"}, "numerator", "character 14"),
    ("c3", {"numerator": "a;drop table x"}, "numerator", "ký tự thứ 2"),
    ("c3", {"numerator": ""}, "numerator", "needs numerator"),
    ("c4", {"target": "-1"}, "target", "cannot be negative"),
    ("c5", {"target": ""}, "target", "needs target"),
    ("c5", {"target": "-0.5"}, "target", "above 0"),
    ("c6", {"max_points": "1"}, "max_points", "write 0"),
    ("g", {"max_points": "1"}, "max_points", "write 0"),
]
WARNINGS = [
    ("a1", {"target": "0.8"}, "target", "does not use target"),
    ("a1", {"weight": "0.5"}, "weight", "not used"),
    ("a", {"numerator": "n"}, "numerator", "not used"),
    ("a", {"stage": "final"}, "stage", "used only"),
    ("a5", {"denominator": "n"}, "denominator", "always 1"),
    ("a6", {"target": "1.2"}, "target", "above 1"),
    ("c1", {"denominator": "d"}, "denominator", "not used"),
    ("t", {"max_points": "0"}, "max_points", "never scores"),
]


@pytest.mark.parametrize(
    ("key", "cells", "column", "word", "warning"), [(*c, False) for c in CRITERIA] + [(*c, True) for c in WARNINGS]
)
def test_a_planted_fault_of_a_rule(tmp_path, key, cells, column, word, warning):
    line = next(n for n, text in enumerate(FILES["criteria"].splitlines(), 1) if text.startswith(f"{key},"))
    spoil(good(tmp_path), "criteria", key, **cells)
    assert_only([f for f in told(tmp_path) if f[2] == column], "criteria", line, column, word, warning=warning)


def steps(*lines: str, of: str = "a8") -> str:
    """The good steps with those of one criterion replaced; its lines come last and begin with line 11 for a8."""
    kept = [text for text in FILES["steps"].splitlines() if not text.startswith(f"{of},")]
    return "\n".join([*kept, *(f"{of},{text}" for text in lines)]) + "\n"


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        (steps(",0.8,,0", "0.85,,,5"), 12, "from_value", ["from 0.8 to below 0.85", "between line 11 and line 12"]),
        (steps(",0.9,,0", "0.8,,,5"), 12, "from_value", ["overlaps the step of line 11"]),
        (steps(",,,0", "0.8,,,5"), 12, "from_value", ["overlaps the step of line 11"]),
        (steps("0.5,0.8,,0", "0.8,,,5"), 11, "from_value", ["values below 0.5"]),
        (steps(",0.8,,0", "0.8,1,,5"), 12, "to_value", ["from 1 on", "exclusive"]),
        (steps(",0.8,,0", "0.8,0.8,,1", "0.8,,,5"), 12, "to_value", ["holds no value"]),
        (steps(",0.8,,0", "0.8,,,6"), 12, "points", ["6 points, more than the 5 of “a8”", "line 11"]),
        (steps(",0.8,,0", "0.8,,,-1"), 12, "points", ["below 0"]),
        (steps(",0.8,,0", "0.8,,,"), 12, "points", ["Fill in"]),
        (steps(",80,,0", "80,,,5"), 12, "from_value", ["80 % is written 0.8"]),
        (steps(",0.8,,0", "\"0,8\",,,5"), 12, "from_value", ["Write 0.8"]),
        (steps(), 11, "rule", ["needs steps"]),
        (steps(",1,,0", "1,,,5", of="a5"), 14, "criterion_code", ["takes no steps"]),
        (steps(",1,,0", of="zz"), 14, "criterion_code", ["no criterion “zz”"]),
        (steps(",,Bí thư,4", ",,bí THƯ,0", of="a2"), 13, "state", ["already in line 12"]),
        (steps("1,,,4", "1.0,,Khác,0", of="a2"), 13, "from_value", ["already in line 12"]),
        (steps(",,,4", of="a2"), 12, "state", ["needs a state"]),
        (steps(",,part_one,1", ",,part_two,2", of="a3"), 12, "points", ["add up to 3", "4"]),
        (steps(",,part one,1.5", ",,part_two,2.5", of="a3"), 12, "state", ["figure code"]),
        (steps(",,part,1.5", ",,part,2.5", of="a3"), 13, "state", ["already in line 12"]),
        (steps("1,,Kha,", of="g"), 12, "state", ["Is “Khá” meant?"]),
        (steps(",,zero,", of="g"), 12, "from_value", ["every value"]),
        (steps("1,3,zero,", "2,,Khá,", of="g"), 13, "from_value", ["overlaps"]),
    ],
)  # fmt: skip
def test_a_planted_fault_of_the_steps(tmp_path, text, line, column, words):
    found = [f for f in told(good(tmp_path, steps=text)) if not f[4]]
    assert_only(found, "criteria" if column == "rule" else "steps", line, column, *words)


def test_order_and_equal_borders_do_not_matter(tmp_path):
    assert told(good(tmp_path, steps=steps("0.95,,,5", "0,0.8,,0", "0.8,0.95,,2.5"))) == []
    found = told(good(tmp_path, steps=steps(",0.8,,0", "0.8,,,4")))
    assert_only(found, "steps", 11, "points", "only 4 of 5", warning=True)


@pytest.mark.parametrize(
    ("kind", "old", "new", "line", "column", "word", "warning"),
    [
        ("classes", "Fair,50", "Fair,80", 3, "from_percent", "already in line 2", False),
        ("classes", "Khá,Fair", "Tốt,Fair", 3, "class_vi", "already in line 2", False),
        ("classes", "Good,80", "Good,180", 2, "from_percent", "above 100", False),
        ("classes", "Weak,0", "Weak,10", 4, "from_percent", "below 10 %", True),
        ("classes", "80\n,Khá,Fair,50", "0.8\n,Khá,Fair,0.5", 2, "from_percent", "0.8 is written 80", False),
        ("units", "u2", "u1", 3, "unit_code", "already in line 2", False),
        ("units", "B,no", "B,not", 3, "is_ranked", "Is “no” meant?", False),
        ("units", "u2", "", 3, "unit_code", "Fill it in", False),
    ],
)
def test_a_planted_fault_of_classes_and_units(tmp_path, kind, old, new, line, column, word, warning):
    found = told(good(tmp_path, **{kind: FILES[kind].replace(old, new)}))
    assert_only([f for f in found if f[0] == kind], kind, line, column, word, warning=warning)


def test_every_rule_is_in_the_good_book():
    assert {line.split(",")[7] for line in FILES["criteria"].replace('"Tỷ lệ, thường"', "x").splitlines()[1:]} - {
        ""
    } == set(RULES)
