"""Days as officials type them and as Excel changes them; never guessed.

A file that was opened in an American Excel holds both texts and days: "15/02/2024" stays text there (no month 15), while
"05/02/2024" silently becomes the 2nd of May.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from ingestion.text import NumberUnreadable, fold, raw_text

_SEPARATED = re.compile(r"(\d{1,2})\s*[/.-]{1,2}\s*(\d{1,2})\s*[/.-]{1,2}\s*(\d{4}|\d{2})")
_SPELLED = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2})(?: nam |, ?nam )(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?)?")
_FROM, _TO = datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)
_EPOCH = {False: datetime.date(1899, 12, 30), True: datetime.date(1904, 1, 1)}
FAR = 5
"""Years by which a day with a year of two digits may lie off the period."""


def read_day(raw: object, year: int | None = None, is_1904: bool | None = None) -> datetime.date:
    """The day in a cell: a day of Excel's, its serial number (``is_1904`` says from when it counts), 15/01/2024, 5-2-24
    (within five years of ``year``), 10/11//2025, "ngày 5 tháng 2 năm 2024", 2024-02-05. Raises NumberUnreadable."""
    if isinstance(raw, datetime.datetime):
        return raw.date()
    if isinstance(raw, datetime.date):
        return raw
    day = _serial(raw, is_1904) if isinstance(raw, int | float) and not isinstance(raw, bool) else _typed(raw, year)
    if day is None:
        raise NumberUnreadable("một ngày", "Hãy gõ theo dạng ngày/tháng/năm, ví dụ 15/01/2024.")
    return day


def _serial(raw: float, is_1904: bool | None) -> datetime.date | None:
    if is_1904 is None or raw != int(raw) or not 0 < raw < 100_000:
        return None
    day = _EPOCH[is_1904] + datetime.timedelta(days=int(raw))
    return day if _FROM <= day < _TO else None


def _typed(raw: object, year: int | None) -> datetime.date | None:
    text = fold(raw_text(raw)).removeprefix("'")
    try:
        if m := _ISO.fullmatch(text):
            return datetime.date(int(m[1]), int(m[2]), int(m[3]))
        m = _SEPARATED.fullmatch(text) or _SPELLED.fullmatch(text)
        if not m:
            return None
        of_year = int(m[3]) if len(m[3]) == 4 else 2000 + int(m[3])
        if len(m[3]) == 2 and (year is None or abs(of_year - year) > FAR):
            return None
        return datetime.date(of_year, int(m[2]), int(m[1]))
    except ValueError:  # a 31/02
        return None


def swapped(column: Sequence[object], first: datetime.date, last: datetime.date) -> dict[int, datetime.date | None]:
    """Days of a column that Excel may have turned round, by their position: the day that was meant where only one of the
    two readings lies in the period, None where that cannot be told. Empty when nothing points to an American Excel."""
    days = {i: _day(v) for i, v in enumerate(column) if isinstance(v, datetime.date)}
    typed = [m for v in column if isinstance(v, str) and (m := _SEPARATED.fullmatch(fold(v)))]
    turned = {i: _turn(d) for i, d in days.items() if d.day <= 12}
    stayed_text = any(int(m[1]) > 12 for m in typed) and len(turned) == len(days)
    outside = len(days) > 1 and len(turned) == len(days) and all(
        not first <= days[i] <= last and first <= t <= last for i, t in turned.items()
    )  # fmt: skip
    if not stayed_text and not outside:
        return {}
    found: dict[int, datetime.date | None] = {}
    for i, other in turned.items():
        fitting = [d for d in dict.fromkeys((days[i], other)) if first <= d <= last]
        found[i] = fitting[0] if len(fitting) == 1 and stayed_text else None
        if days[i] == other:
            found[i] = other
    return found


def _day(value: datetime.date) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _turn(day: datetime.date) -> datetime.date:
    return day.replace(month=day.day, day=day.month)
