"""Planted faults of the tree: each is told where it is, with what to do."""

import pytest

from tests.books.planted import FILES, assert_only, good, spoil, told


@pytest.mark.parametrize(
    ("key", "cells", "line", "column", "words"),
    [
        ("x", {"max_points": "99.55"}, 2, "max_points", None),
        ("a1", {"max_points": "1.55"}, 3, "max_points", ["= 39.55, not 40", "0.45 too few", "thiếu 0.45"]),
        ("a2", {"max_points": "4.5"}, 3, "max_points", ["0.5 too many", "thừa 0.5"]),
        ("a9", {"max_points": "4,5"}, 12, "max_points", ["Write 4.5", "Hãy viết 4.5"]),
        ("a9", {"max_points": ""}, 12, "max_points", ["Fill it in"]),
        ("a9", {"max_points": "-3"}, 12, "max_points", None),
        ("a9", {"criterion_code": "a8"}, 12, "criterion_code", ["line 11", "dòng 11"]),
        ("a9", {"criterion_code": ""}, 12, "criterion_code", ["Fill it in"]),
        ("b3", {"parent_code": "bb"}, 17, "parent_code", ["no criterion “bb”", "Is “b” meant?"]),
        ("c", {"parent_code": "y1"}, 21, "parent_code", ["6 criteria below it are cut off too"]),
        ("c", {"parent_code": ""}, 21, "parent_code", ["a second root (the first is in line 2)", "6 criteria"]),
        ("c6", {"parent_code": "c6"}, 27, "parent_code", ["c6 → c6"]),
        ("c", {"parent_code": "c6"}, 21, "parent_code", ["c → c6 → c"]),
        ("x", {"parent_code": "g"}, None, "parent_code", ["there is no root"]),
        ("b1", {"weight": "0.20"}, 14, "aggregation", ["0.95 instead of 1", "lines 15–20"]),
        ("b1", {"weight": ""}, 15, "weight", ["missing"]),
        ("b1", {"weight": "0,25"}, 15, "weight", ["Write 0.25"]),
        ("b1", {"weight": "-0.25"}, 15, "weight", ["below 0"]),
    ],
)  # fmt: skip
def test_a_planted_fault_of_the_tree(tmp_path, key, cells, line, column, words):
    spoil(good(tmp_path), "criteria", key, **cells)
    found = [fault for fault in told(tmp_path) if fault[:3] == ("criteria", line, column)]
    assert found and all(word in found[0][3] for word in words or ()), told(tmp_path)


def test_areas_that_sum_to_99_55_name_the_number_that_was_misprinted(tmp_path):
    areas = [
        ("1", "20.5"),
        ("2", "10"),
        ("3", "10"),
        ("4", "6"),
        ("5", "10.05"),
        ("6", "6"),
        ("7", "14"),
        ("8", "9"),
        ("9", "14"),
    ]
    header, root = FILES["criteria"].splitlines()[:2]
    lines = [header, root]
    for code, points in areas:
        lines.append(f"{code},x,Lĩnh vực {code},Area,{points},,,reported,f{code}" + "," * 14)
    good(tmp_path, criteria="\n".join(lines) + "\n", steps=None)
    assert_only(told(tmp_path), "criteria", 2, "max_points", "= 99.55, not 100: 0.45 too few", "In criterion 5 (line 7), is 10.05 meant to be 10.5?")  # fmt: skip


def test_bonus_and_penalty_stand_outside_and_weights_may_be_percents(tmp_path):
    good(tmp_path)
    for key, weight in (("b1", "25"), ("b2", "25"), ("b3", "20"), ("b4", "10"), ("b5", "10"), ("b6", "10")):
        spoil(tmp_path, "criteria", key, weight=weight)
    spoil(tmp_path, "criteria", "t", max_points="7")
    assert told(tmp_path) == []


def test_a_tree_that_is_too_deep(tmp_path):
    header, root = FILES["criteria"].splitlines()[:2]
    nodes = [f"n{n},{'x' if n == 1 else f'n{n - 1}'},Tầng {n},Level,100,,sum" + "," * 16 for n in range(1, 20)]
    leaf = "n20,n19,Lá,Leaf,100,,,reported,p" + "," * 14
    good(tmp_path, criteria="\n".join([header, root, *nodes, leaf]) + "\n", steps=None)
    assert_only(told(tmp_path), "criteria", 22, "parent_code", "“n20” lies deeper than 20 levels")
