"""What is known already of a source's dossiers, in eight bytes each: memory stays flat whatever a night brings.

A version is told by half of the md5 of its id and moment of change. Two of a million versions have the same half with a
probability of 3e-8; then one of them would count as known.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left
from datetime import date, datetime

from psycopg import sql

from ingestion.landing import Landing, connect

SHOWN = 50
_HALF = "('x' || left(md5({}), 16))::bit(64)::bigint"
_SLICE = "from raw_dossiers.dossier where source_code = %(source)s and {column} >= %(low)s and {column} < %(high)s"


def half(text: str) -> int:
    """The first eight bytes of the md5 of a text, as PostgreSQL computes them below."""
    return int.from_bytes(hashlib.md5(text.encode(), usedforsecurity=False).digest()[:8], "big", signed=True)


class Known:
    """Versions that are in raw or in quarantine already, but for those that are to be read once more: changed since a moment, or accepted on days from..to (compared on
    the day as delivered)."""

    def __init__(self, source: str, since: datetime | None = None, days: tuple[date, date] | None = None) -> None:
        column, low, high = ("updated_at", since.date(), date.max) if since else ("accepted_at", *days)
        self._slice = sql.SQL(_SLICE).format(column=sql.Identifier(column))
        self._bounds = {"source": source, "low": low.isoformat(), "high": f"{high.isoformat()}~"}
        self._versions = self._sorted(
            f"select {_HALF.format('''dossier_id || ' ' || updated_at''')} {{slice}} union "
            f"select {_HALF.format('''concat_ws(' ', record ->> 'dossier_id', record ->> 'updated_at')''')} "
            "from quarantine.row where source_table = 'raw_dossiers.dossier' and not is_asked_again order by 1"
        )

    def _sorted(self, query: str) -> array:
        found = array("q")
        with connect() as conn, conn.cursor(name="known") as cursor:
            cursor.itersize = 20_000
            cursor.execute(sql.SQL(query).format(slice=self._slice), self._bounds)
            found.extend(h for (h,) in cursor if h is not None)
        return found

    def __len__(self) -> int:
        return len(self._versions)

    def __contains__(self, version: str) -> bool:
        return bool(self._versions) and _at(self._versions, half(version)) is not None

    def dossiers(self) -> Roll:
        """The dossiers of the slice, to be ticked off."""
        return Roll(self, self._sorted(f"select distinct {_HALF.format('dossier_id')} {{slice}} order by 1"))

    def numbers(self, halves: list[int]) -> list[str]:
        """Dossier numbers of a few of them."""
        query = f"select distinct dossier_code {{slice}} and {_HALF.format('dossier_id')} = any(%(halves)s) order by 1"
        with connect() as conn:
            found = conn.execute(sql.SQL(query).format(slice=self._slice), self._bounds | {"halves": halves})
            return [number for (number,) in found]


class Roll:
    """Dossiers that should come; which did."""

    def __init__(self, known: Known, halves: array) -> None:
        self._known, self._halves, self._came = known, halves, bytearray(len(halves))

    def __len__(self) -> int:
        return len(self._halves)

    def tick(self, dossier_id: str | None) -> None:
        """Note that a dossier came."""
        at = _at(self._halves, half(dossier_id or ""))
        if at is not None:
            self._came[at] = 1

    @property
    def came(self) -> int:
        return sum(self._came)

    def note_absent(self, land: Landing) -> None:
        """Note for auditors which did not come (deleted at the source, or accepted on another day now); nothing is closed."""
        absent = [h for h, came in zip(self._halves, self._came, strict=True) if not came]
        if absent:
            some = ", ".join(self._known.numbers(absent[:SHOWN]))
            more = " …" if len(absent) > SHOWN else ""
            land.note("absent", f"{land.delivery.name}: {len(absent)} known before did not come: {some}{more}")


def _at(halves: array, wanted: int) -> int | None:
    at = bisect_left(halves, wanted)
    return at if at < len(halves) and halves[at] == wanted else None
