"""Exact numbers: fractions while computing, decimals for people only."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

SHOWN_DECIMALS = 20  # of what is published, and before the book's own rounding


def number(text: str | Decimal | None) -> Fraction | None:
    """The number that a cell holds; None for an empty cell (not set)."""
    return None if text is None or text == "" else Fraction(text)


def rounded(value: Fraction | None, decimals: int | str | None) -> Fraction | None:
    """``value`` on so many decimals, a half going away from zero; unchanged where none are named."""
    if value is None or decimals is None or decimals == "":
        return value
    unit = Fraction(10) ** -int(decimals)
    whole = (2 * abs(value) / unit + 1) // 2 * unit
    return whole if value >= 0 else -whole


def kept(value: Fraction | None, rounds_to: str = "") -> Fraction | None:
    """A node's points as they are kept: exactly, or on the decimals of the book."""
    return value if rounds_to == "" else rounded(rounded(value, SHOWN_DECIMALS), rounds_to)


def shown(value: Fraction | None) -> Fraction | None:
    """As it is published: on 20 decimals."""
    return rounded(value, SHOWN_DECIMALS)


def decimal(value: Fraction | None) -> Decimal | None:
    """For printing: 40 digits."""
    if value is None:
        return None
    with localcontext(prec=40):
        return Decimal(value.numerator) / value.denominator
