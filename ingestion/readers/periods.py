"""The period that a report's letterhead states, as a period code of the standard record."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import NamedTuple

from ingestion.text import fold

_DATE = re.compile(r"\b(\d{1,2})(?:\s*[/.-]{1,2}\s*|\s+thang\s+)(\d{1,2})(?:\s*[/.-]{1,2}\s*|,?\s+nam\s+)(\d{4})\b")
_MONTH = re.compile(r"\bthang\s+(\d{1,2})(?:\s*[/-]\s*|,?\s+nam\s+)(\d{4})\b")
_QUARTER = re.compile(r"\bqu[yi]\s+(iv|i{1,3}|[1-4])(?:\s*[/-]\s*|,?\s+nam\s+|\s+)(\d{4})\b")
_YEAR = re.compile(r"(?:\bnam\s+)?\b(\d{4})\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_KINDS_VI = {
    "year": "năm (01/01–31/12)",
    "quarter": "quý",
    "month": "tháng dương lịch (ngày 01 đến ngày cuối tháng)",
    "administrative_month": "tháng báo cáo (ngày 15 tháng trước đến ngày 14)",
    "year_to_date": "từ ngày 01/01 đến ngày báo cáo",
    "stretch": "từ ngày … đến ngày …",
}


class Period(NamedTuple):
    """``code`` as in the standard record; first and last day inclusive, as the letterhead has them; ``stated`` is the
    part of the text that was understood."""

    code: str
    first: date
    last: date
    stated: str


class PeriodUnreadable(ValueError):
    """No period, two that disagree, or one of a kind the form does not report; ``expected`` is Vietnamese."""

    def __init__(self, kinds: list[str]) -> None:
        self.expected = "kỳ báo cáo là " + " hoặc ".join(_KINDS_VI[k] for k in kinds)
        super().__init__(self.expected)


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """First and last day of a calendar month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def parse_period(text: str, kinds: list[str], bare_month: str | None = None) -> Period:
    """The period in "Tháng 4 năm 2024 (Từ ngày 15/03/2024 đến ngày 14/04/2024)", "Quý I/2024", "Năm 2023", "2023".

    Days decide; without days a year or a quarter is the calendar's, and a month only when ``bare_month`` is
    "calendar": reporting months run from the 15th to the 14th. ``kinds`` are those the form may report.
    Raises PeriodUnreadable, also when the month that is named is not the month of the days.
    """
    folded = fold(text)
    try:
        period, kind = _from_days(folded, kinds) if _DATE.search(folded) else _from_name(folded, bare_month)
    except (ValueError, TypeError):  # a 31/02, one day without its fellow, nothing at all
        raise PeriodUnreadable(kinds) from None
    named = _MONTH.search(_DATE.sub(" ", folded))
    if named and kind in ("month", "administrative_month"):
        if (period.last.year, period.last.month) != (int(named[2]), int(named[1])):
            raise PeriodUnreadable(kinds)
    if kind not in kinds:
        raise PeriodUnreadable(kinds)
    return period


def _from_days(folded: str, kinds: list[str]) -> tuple[Period, str]:
    found = list(_DATE.finditer(folded))
    first, last = (date(int(m[3]), int(m[2]), int(m[1])) for m in found)  # ValueError unless there are two
    if last < first:
        raise ValueError
    stated = f"{first:%d/%m/%Y} - {last:%d/%m/%Y}"
    for kind, code in _readings(first, last):
        if kind in kinds:
            return Period(code, first, last, stated), kind
    raise ValueError


def _readings(first: date, last: date) -> list[tuple[str, str]]:
    """What a stretch of days may be called, the most particular first."""
    year, month, found = last.year, last.month, []
    if (first, last) == (date(year, 1, 1), date(year, 12, 31)):
        found.append(("year", f"{year}"))
    if month % 3 == 0 and (first, last) == (date(year, month - 2, 1), month_bounds(year, month)[1]):
        found.append(("quarter", f"{year}-Q{month // 3}"))
    if (first, last) == month_bounds(year, month):
        found.append(("month", f"{year}-{month:02d}"))
    if last.day == 14 and first == (date(year, month, 1) - timedelta(days=1)).replace(day=15):
        found.append(("administrative_month", f"{year}-A{month:02d}"))
    if first == date(year, 1, 1):
        found.append(("year_to_date", f"{year}"))
    return [*found, ("stretch", f"{first}/{last}")]


def _from_name(folded: str, bare_month: str | None) -> tuple[Period, str]:
    if m := _MONTH.search(folded):
        if bare_month != "calendar":
            raise ValueError
        first, last = month_bounds(int(m[2]), int(m[1]))
        return Period(f"{first:%Y-%m}", first, last, m[0]), "month"
    if m := _QUARTER.search(folded):
        quarter, year = _ROMAN.get(m[1]) or int(m[1]), int(m[2])
        last = month_bounds(year, quarter * 3)[1]
        return Period(f"{year}-Q{quarter}", date(year, quarter * 3 - 2, 1), last, m[0]), "quarter"
    m = _YEAR.fullmatch(folded)
    year = int(m[1])  # TypeError when nothing was understood
    return Period(m[1], date(year, 1, 1), date(year, 12, 31), m[0]), "year"
