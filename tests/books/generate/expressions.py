"""Formulas: the shapes of real books, whose direction is known, and anything else that the grammar allows."""

from __future__ import annotations

from decimal import Decimal

from tests.books.generate.draft import Draft


def formula(d: Draft, rule: str, code: str, most: Decimal) -> dict:
    if d.rnd.random() < 0.5:
        a, b, c = (d.figure("count", "up") for _ in "abc")
        whole, other = d.figure("whole"), d.figure("whole")
        text = d.pick(f"6*{a}/{whole} + min(2, 2.5*{b}/{other}) + 2.5*{c}/{other}",
                      f"max({a}, {b}) * {c} / ({whole}*100)", f"min({a}/{whole}, {b}/{other}, 1)*3+0.25*{c}")  # fmt: skip
    else:
        codes = [d.figure("count"), d.figure("mean"), d.figure("whole")]
        text = f"{d.pick(*codes)} {d.pick('+', '-')} ({expression(d, codes, 3)})"
    return {"numerator": text, "floor": d.pick("", "", most / 10)}


def expression(d: Draft, codes: list[str], depth: int) -> str:
    """Anything that the grammar allows; denominators are figures or their sums, so that a zero is a reported zero."""
    if depth == 0 or d.rnd.random() < 0.2:
        return d.pick(*codes, "2", "0.75", "10")
    left, right = (expression(d, codes, depth - 1) for _ in "lr")
    match d.pick("+", "-", "*", "/", "min", "max", "minus"):
        case "/":
            return f"{_single(left)}/{d.pick(codes[0], codes[2], f'({codes[1]} + {codes[2]})')}"
        case "min" | "max" as name:
            return f"{name}({left}, {right}{d.pick('', ', 1.5')})"
        case "minus":
            return f"-{_single(left)}"
        case "*":
            return f"{_single(left)} * {_single(right)}"
        case sign:
            return f"{left} {sign} ({right})"


def _single(text: str) -> str:
    return f"({text})"
