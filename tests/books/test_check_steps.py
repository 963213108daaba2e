"""Planted faults of steps: gaps, overlaps, points and states."""

import pytest

from tests.books.planted import FILES, assert_only, good, told


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
