"""Figures as units report them: counts with zeros, shares with some beyond 1, days, points, words."""

from __future__ import annotations

from decimal import Decimal
from random import Random

WORDS = ("Tốt", "Khá", "Đạt một phần", "Không đạt")
REASONS = ("blank", "dash", "stated_none", "not_applicable", "not_applicable")


def cents(rnd: Random, low: int, high: int, decimals: int = 2) -> Decimal:
    scale = 10**decimals
    return Decimal(rnd.randint(low * scale, high * scale)).scaleb(-decimals)


KINDS = {
    "count": lambda r: Decimal(r.choice((0, r.randint(0, 6), r.randint(0, 300)))),
    "whole": lambda r: Decimal(r.choice((0, *[r.randint(1, 300)] * 9))),
    "share": lambda r: cents(r, 0, 1, 4) + r.choice((0,) * 9 + (1,)),
    "points": lambda r: cents(r, 0, 20) if r.random() < 0.2 else cents(r, 0, 4),
    "few": lambda r: Decimal(r.randint(0, 5)),
    "days": lambda r: Decimal(r.randint(-9, 20)),
    "yes": lambda r: Decimal(r.choice((0, 1))),
    "mean": lambda r: cents(r, 0, 5, 3),
    "money": lambda r: cents(r, 1, 900, 1) if r.random() < 0.9 else Decimal(0),
}


def word(rnd: Random) -> str:
    """A state as people type it: any case, blanks around it, sometimes one that the book does not know."""
    said = rnd.choice((*WORDS, *WORDS, "Khác"))
    return rnd.choice((said, said.upper(), said.lower(), f"  {said} "))


def drawn(rnd: Random, kind: str, gaps: float) -> dict | None:
    """One figure: value, text_value and missing_reason; None where it never came."""
    figure = {"value": None, "text_value": None, "missing_reason": None}
    if rnd.random() < gaps:
        return rnd.choice((None, figure | {"missing_reason": rnd.choice(REASONS)}))
    if kind == "word" and rnd.random() < 0.8:
        return figure | {"text_value": word(rnd)}
    return figure | {"value": KINDS["few" if kind == "word" else kind](rnd)}
