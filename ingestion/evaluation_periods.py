"""The periods of the national portal's evaluation (year, quarter, month), which of them a night asks for, and the one
place where a moment becomes the Vietnamese day of an observation."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ingestion.settings import VIETNAM

ASKED_AGAIN = timedelta(days=45)
"""For so long after its end a period is asked again every night: late dossiers still move its figures."""

_CODE = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


def vietnamese_day(moment: datetime) -> date:
    """The day of an observation: 06:00 in Viet Nam is 23:00 of the day before in UTC. ``moment`` must be aware."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone; the day of an observation would be a guess")
    return moment.astimezone(VIETNAM).date()


@dataclass(frozen=True)
class Period:
    """``kind``: year, quarter or month; ``number``: of the quarter or month, 0 for a year."""

    kind: str
    year: int
    number: int = 0

    @classmethod
    def parse(cls, code: str) -> Period:
        """A period from its code (2026, 2026-Q3, 2026-08). Raises ValueError."""
        if not (m := _CODE.fullmatch(code)):
            raise ValueError(f"{code!r} is no year, quarter or month")
        if m[2]:
            return cls("quarter", int(m[1]), int(m[2]))
        return cls("month", int(m[1]), int(m[3])) if m[3] else cls("year", int(m[1]))

    @property
    def code(self) -> str:
        return f"{self.year}" + {"year": "", "quarter": f"-Q{self.number}", "month": f"-{self.number:02d}"}[self.kind]

    @property
    def first(self) -> date:
        return date(self.year, {"year": 1, "quarter": 3 * self.number - 2, "month": self.number}[self.kind], 1)

    @property
    def last(self) -> date:
        month = {"year": 12, "quarter": 3 * self.number, "month": self.number}[self.kind]
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(1)

    @property
    def time(self) -> dict[str, str | int]:
        """How five of the six groups and the totals are asked for it."""
        asked = {"timeType": self.kind, "year": self.year}
        return asked if self.kind == "year" else asked | {self.kind: self.number}

    @property
    def span(self) -> dict[str, str]:
        """How handling-satisfaction is asked for it: its first and last day."""
        return {"fromDate": self.first.isoformat(), "toDate": self.last.isoformat()}

    def may_be_asked(self, today: date) -> bool:
        """A month only after it has ended; a quarter and a year as soon as they have begun."""
        return self.last < today if self.kind == "month" else self.first <= today


def to_ask(today: date, known: Collection[str], history_from: date | None = None) -> list[Period]:
    """What the night of ``today`` asks for, the running year first: what runs, what ended in the last 45 days, and what
    began at ``history_from`` (default: this year) or later and was never seen (``known``: codes of what was)."""
    begin = min(history_from or date(today.year, 1, 1), today - ASKED_AGAIN)
    every = [Period("year", year) for year in range(today.year, begin.year - 1, -1)]
    for year in range(today.year, begin.year - 1, -1):
        every += [Period("quarter", year, n) for n in range(4, 0, -1)]
        every += [Period("month", year, n) for n in range(12, 0, -1)]
    since = history_from or date(today.year, 1, 1)
    return [
        p
        for p in every
        if p.may_be_asked(today) and (p.last >= today - ASKED_AGAIN or (p.first >= since and p.code not in known))
    ]
