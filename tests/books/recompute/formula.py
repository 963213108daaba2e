"""The formulas of books, evaluated exactly: ``6*paid/due + min(2, 2.5*b/c)`` over numbers and figure codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|([-+*/(),]))", re.ASCII)


def tokens(text: str) -> list[str]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"{text!r}: not understood at {at + 1}")
        found.append(match.group().strip())
        at = match.end()
    return found


def figures(text: str) -> set[str]:
    """The figure codes that the formula uses."""
    return {t for t in tokens(text) if re.match(r"[A-Za-z_]", t)} - {"min", "max"}


def evaluate(text: str, values: dict[str, Fraction], on_zero: Callable[[], Fraction]) -> Fraction:
    """The formula's value; ``on_zero`` answers for every quotient whose denominator is zero, or raises."""
    rest = [*tokens(text), "end"]

    def take(*expected: str) -> str | None:
        return rest.pop(0) if rest[0] in expected else None

    def need(token: str) -> None:
        if take(token) is None:
            raise ValueError(f"{text!r}: {token!r} expected before {rest}")

    def total() -> Fraction:
        value = product()
        while sign := take("+", "-"):
            value = value + product() if sign == "+" else value - product()
        return value

    def product() -> Fraction:
        value = signed()
        while sign := take("*", "/"):
            by = signed()
            if sign == "*":
                value *= by
            else:
                value = value / by if by else on_zero()
        return value

    def signed() -> Fraction:
        return -signed() if take("-") else single()

    def single() -> Fraction:
        if take("("):
            value = total()
            need(")")
            return value
        if name := take("min", "max"):
            need("(")
            values_of = [total()]
            while take(","):
                values_of.append(total())
            need(")")
            return min(values_of) if name == "min" else max(values_of)
        token = rest.pop(0)
        return values[token] if token in values else Fraction(token)

    value = total()
    need("end")
    return value
