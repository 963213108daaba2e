"""What a worksheet holds, before anything is written: columns, rows, heading and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Cell = Decimal | int | str | None
"""A number, words, or nothing; never a float."""


@dataclass(frozen=True)
class Column:
    """``band`` stands above the columns that share it; ``most`` is the maximum, in a row of its own below the name.

    ``places``: decimals of the column's numbers; None where it holds words.
    """

    name: str
    width: float = 10
    places: int | None = None
    band: str = ""
    most: Decimal | None = None


@dataclass
class Table:
    """One worksheet. ``printed``: how many columns, from the left, go to paper; ``frozen``: how many stay when the sheet
    is moved; ``marked``: numbers of rows that are set off; ``warning`` stands under the title in red."""

    name: str
    title: str
    lines: Sequence[str]
    columns: Sequence[Column]
    rows: list[Sequence[Cell]]
    notes: Sequence[str] = ()
    warning: str = ""
    printed: int | None = None
    frozen: int = 2
    marked: set[int] = field(default_factory=set)


def decimals(values: Iterable[Decimal | None], least: int = 0) -> int:
    """Of a column: as many decimals as its values need, and not fewer than ``least``."""
    fractions = {v % 1 for v in values if v is not None}
    return max([least, *(-f.normalize().as_tuple().exponent for f in fractions if f)])


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names as Excel takes them, up to 31 characters without []:*?/\\ or an apostrophe at an end, each one once."""
    given: list[str] = []
    for name in wanted:
        plain = re.sub(r"\s+", " ", re.sub(r"[\[\]:*?/\\]", " ", name)).strip(" '") or "Bảng"
        plain, number = plain[:1].upper() + plain[1:], 1
        fitting = plain[:31].strip(" '")
        while fitting.casefold() in {g.casefold() for g in given} | {"history"}:
            number += 1
            fitting = f"{plain[:27].strip()} ({number})"
        given.append(fitting)
    return given
