"""Exact numbers, rounded as the books round (decision 0013): fractions while computing, decimals in the tables."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

SHOWN = 20
"""Decimals of what is published, and before the book's own rounding."""


def fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def rounded(value: Fraction, decimals: int) -> Fraction:
    """A half goes away from zero."""
    scale = 10**decimals
    whole = (2 * abs(value.numerator) * scale + value.denominator) // (2 * value.denominator)
    return Fraction(whole if value >= 0 else -whole, scale)


def kept(value: Fraction, rounds_to: int | None) -> Fraction:
    """A node's points: exactly, or on the decimals of the book."""
    return value if rounds_to is None else rounded(rounded(value, SHOWN), rounds_to)


def decimal(value: Fraction | None, decimals: int = SHOWN) -> Decimal | None:
    """As published: on 20 decimals, without zeros that say nothing."""
    if value is None:
        return None
    with localcontext(prec=60):
        exact = rounded(value, decimals)
        found = Decimal(exact.numerator) / exact.denominator
        return found.quantize(Decimal(1)) if found == found.to_integral() else found.normalize()


def ceil_to(value: Fraction, unit: Fraction) -> Fraction:
    """The smallest multiple of ``unit`` that is not below ``value``."""
    return -(-value // unit) * unit


def floor_to(value: Fraction, unit: Fraction) -> Fraction:
    return value // unit * unit
