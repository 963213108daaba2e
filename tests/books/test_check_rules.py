"""Planted faults of rules and their parameters, and of classes and units."""

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
