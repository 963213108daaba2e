"""Formulas: values against an evaluation of its own in fractions, and texts that are refused with their position."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest

from books.formula import FormulaError, Op, figure_codes, program

FIGURES = {"a": 3, "b": 4, "c": 5, "d": 8, "paid": 5, "due": 6, "Max_1": 7}


def value(ops: list[Op]) -> Fraction:
    """What a program computes, operation by operation."""
    known: list[Fraction] = []
    for op in ops:
        left, right = (known[i] if i is not None else None for i in (op.left, op.right))
        known.append(
            {
                "figure": lambda o=op: Fraction(FIGURES[o.figure_code]),
                "number": lambda o=op: Fraction(o.number),
                "+": lambda x=left, y=right: x + y,
                "-": lambda x=left, y=right: x - y,
                "*": lambda x=left, y=right: x * y,
                "/": lambda x=left, y=right: x / y,
                "min": lambda x=left, y=right: min(x, y),
                "max": lambda x=left, y=right: max(x, y),
            }[op.op]()
        )
    return known[-1]


def in_python(text: str) -> Fraction:
    """The same text by Python's own grammar, exactly: numbers become fractions first."""
    exact = re.sub(r"(?<![A-Za-z0-9_.])[0-9]+(\.[0-9]+)?", lambda m: f"Fraction('{m[0]}')", text)
    figures = {code: Fraction(number) for code, number in FIGURES.items()}
    return Fraction(eval(exact, {"__builtins__": {}}, figures | {"min": min, "max": max, "Fraction": Fraction}))


@pytest.mark.parametrize(
    "text",
    ["6", "2.5", "a", "a + b*c", "(a+b)*c", "a - b - c", "a / b / c", "a/(b/c)", "-a + b", "-a*b", "a--b", "a - -(b+c)",
     "min(a, b)", "max(a,b,c,d)", "6*paid/due + min(2, 2.5*b/c) + 2.5*d/c", "min(2, 2*a/0.80)+4*b+min(6, 6*c/0.5)",
     "max(0, min(a, b)/max(c, d)) * 0.1", "Max_1 * ((((a))))", " a\t+\n".rstrip("\n") + " b"],
)  # fmt: skip
def test_values(text):
    ops = program(text)
    assert value(ops) == in_python(text)
    assert [op.node for op in ops] == list(range(len(ops)))
    assert all(op.left is None or (op.left < op.node and op.right < op.node) for op in ops)


def test_operations_in_full():
    assert program("2.50 - min(a, b, 1)") == [
        Op(0, "number", None, None, None, Decimal("2.50"), 0),
        Op(1, "figure", None, None, "a", None, 0),
        Op(2, "figure", None, None, "b", None, 0),
        Op(3, "min", 1, 2, None, None, 1),
        Op(4, "number", None, None, None, Decimal(1), 0),
        Op(5, "min", 3, 4, None, None, 2),
        Op(6, "-", 0, 5, None, None, 3),
    ]
    assert figure_codes(program("b/a + b")) == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("", 1, "empty"), ("  ", 3, "empty"), ("a b", 3, "operator"), ("2**3", 3, "instead of “*”"), ("2a", 2, "operator"),
        ("__import__('os')", 1, "no function"), ("a;drop table x", 2, "“;”"), ("min()", 5, "no arguments"),
        ("min(a)", 1, "two arguments"), ("min", 4, "“(” must follow"), ("sum(a, b)", 1, "min and max"), ("(a", 3, "character 1"),
        ("a)", 2, "closes nothing"), ("a +", 4, "in the middle"), ("4,5 * a", 2, "4.5"), ("1e5", 2, "operator"),
        (".5", 1, "“.”"), ("5.", 2, "“.”"), ("80%*a", 3, "0.8"), ("a × b", 3, "write “*”"), ("a − b", 3, "write “-”"),
        ("a\u00a0+b", 2, "U+00A0"), ("a[0]", 2, "write “(”"), ("+a", 1, "instead of “+”"), ("a = b", 3, "“=”"), ("số", 2, "“ố”"),
        ("max(a,,b)", 7, "comma"), ("a' or '1'='1", 2, "“'”"), ("min(a, b", 9, "character 4"),
        ("(" * 41 + "a" + ")" * 41, 42, "nested"), ("-" * 1000 + "a", 42, "nested"), ("a+" * 999 + "a", 84, "one upon the other"),
        ("a" * 3000, 2001, "characters"), ("min(" + ",".join(["(" + "+".join("a" * 20) + ")"] * 15) + ")", 429, "at most 400"),
    ],
)  # fmt: skip
def test_refused_with_position(text, position, word):
    with pytest.raises(FormulaError) as refused:
        program(text)
    assert refused.value.position == position
    assert word in refused.value.en and refused.value.vi
    assert str(position) in str(refused.value)
