"""Percent in its three notations: 0.9876 shown as 98.76%, 98.76, and "98,76%". Kept are percentage points: 98.76.

A cell says itself what it is by a percent sign or its number format. A plain number is told by the others of its row and
its column; where these do not tell, it is refused and never guessed.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from ingestion.text import NumberUnreadable, parse_number

MOST_FRACTION = 2
"""No rate is above 200 %: a plain number above 2 is one of percentage points."""
ENOUGH = 3
"""As many plain numbers of a column, all up to 1, are fractions."""


def plain_number(raw: object, shows_percent: bool) -> Decimal | None:
    """The number in a cell that does not say itself whether it is a percent; None in any other cell."""
    if shows_percent or isinstance(raw, bool) or (isinstance(raw, str) and "%" in raw):
        return None
    try:
        return parse_number(raw, "percent")[0]
    except NumberUnreadable:
        return None


def read_percent(
    raw: object, shows_percent: bool, row: Collection[Decimal], column: Collection[Decimal]
) -> tuple[Decimal | None, str | None]:
    """Percentage points in a cell, or why there are none (``parse_number``). ``row`` and ``column``: the plain numbers
    of the percent columns of its row and of its own column. Raises NumberUnreadable where they leave it open."""
    value, reason = parse_number(raw, "percent")
    if value is None or not value or (isinstance(raw, str) and "%" in raw):
        return value, reason
    if shows_percent:
        return (value if isinstance(raw, str) else value * 100), None
    size, highest = abs(value), max(map(abs, column), default=Decimal(0))
    if size > MOST_FRACTION or any(abs(other) > MOST_FRACTION for other in row):
        return value, None
    if highest > MOST_FRACTION and size > 1:
        return value, None
    if highest <= 1 and sum(map(bool, column)) >= ENOUGH:
        return value * 100, None
    points, fraction = (f"{v.normalize():f}".replace(".", ",") for v in (value, value * 100))
    raise NumberUnreadable(
        f"một tỷ lệ chỉ hiểu được một cách (có thể là {points}% hoặc {fraction}%)",
        f"Hãy gõ “{points}%” hoặc “{fraction}%”.",
    )
