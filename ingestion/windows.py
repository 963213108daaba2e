"""Which stretch of a source one load asks for: days of acceptance, or everything updated since a moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

RE_PULL = timedelta(days=35)


@dataclass(frozen=True)
class Accepted:
    """Dossiers accepted on Vietnamese days, both inclusive."""

    first: date
    last: date

    @property
    def days(self) -> tuple[date, date]:
        return self.first, self.last

    @property
    def params(self) -> dict[str, str]:
        return {"accepted-from": self.first.isoformat(), "accepted-to": self.last.isoformat()}

    def is_behind(self, updated: datetime | None) -> bool:
        return False

    def __str__(self) -> str:
        return f"accepted {self.first}..{self.last}"


@dataclass(frozen=True)
class UpdatedSince:
    """Dossiers changed since a moment (the watermark less an overlap)."""

    since: datetime

    days = (None, None)
    params: ClassVar[dict[str, str]] = {}

    def is_behind(self, updated: datetime | None) -> bool:
        """Whether a list that runs from the newest change to the oldest has passed the moment."""
        return updated is not None and updated < self.since

    def __str__(self) -> str:
        return f"updated since {self.since:%Y-%m-%d %H:%M}"


def plan_windows(is_first_load: bool, history_from: date, day: date, today: date) -> list[Accepted]:
    """Windows of acceptance that the run of ``day`` needs.

    First load: the whole history, a quarter each. A night: the last 35 days again, for rows that moved without a
    trace. A backfill over a past day: that day.
    """
    if is_first_load:
        return list(_quarters(history_from, today))
    if day < today - timedelta(days=1):
        return [Accepted(day, day)]
    return [Accepted(today - RE_PULL, today)]


def _quarters(first: date, last: date) -> Iterator[Accepted]:
    while first <= last:
        quarter = (first.month - 1) // 3 + 1
        following = date(first.year + quarter // 4, quarter % 4 * 3 + 1, 1)
        yield Accepted(first, min(following - timedelta(days=1), last))
        first = following
