"""Which stretch of a source one load asks for: days of acceptance, or everything updated since a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

RE_PULL = timedelta(days=35)


@dataclass(frozen=True)
class Accepted:
    """Dossiers accepted on Vietnamese days, both inclusive."""

    first: date
    last: date

    def as_dict(self) -> dict[str, str]:
        return {"first": self.first.isoformat(), "last": self.last.isoformat()}

    @classmethod
    def from_dict(cls, days: dict[str, str]) -> Accepted:
        return cls(date.fromisoformat(days["first"]), date.fromisoformat(days["last"]))

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


def plan_windows(is_first_load: bool, day: date, today: date) -> list[Accepted]:
    """Windows of acceptance that the run of ``day`` needs besides the changes since the watermark.

    A night: the last 35 days again, for rows that moved without a trace. A backfill over a past day: that day. The
    first load: none, the list of changes holds the whole history.
    """
    if is_first_load:
        return []
    if day < today - timedelta(days=1):
        return [Accepted(day, day)]
    return [Accepted(today - RE_PULL, today)]
