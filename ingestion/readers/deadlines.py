"""Deadlines as plans of tasks name them: "Quý III/2026", "Trước 30/11", "Tháng 3-5", "Cả năm", "Thường xuyên".

A deadline is read as the last day on which the task is in time. "Trước" leaves the named day out; a day without a year
lies in the year of the report. What is done again and again has no last day (``ONGOING``). Shapes: dossier interface
reference, section 5 (task plans).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from ingestion.readers.periods import month_bounds
from ingestion.text import NumberUnreadable, fold, raw_text

ONGOING = "ongoing"
"""What is kept of a task that has no last day."""

_ONGOING = re.compile(r"(?:thuong xuyen|lien tuc|dinh ky|hang (?:nam|quy|thang|tuan|ngay)|khi co|khi phat sinh|theo )")
_YEAR = r"(?:(?:\s*[/-]\s*|,?\s+nam\s+|\s+)(?P<year_{}>\d{{4}})\b)?"
_AND = r"\s*(?:-|,|va|den|toi)\s*"
_Q = r"(?:iv|i{1,3}|[1-4])"
_DAY = r"\b(?P<day>\d{1,2})(?:\s*[/.-]\s*|\s+thang\s+)(?P<of>\d{1,2})\b"
_TOKENS = {
    "date": _DAY + r"(?:\s*[/.-]\s*|,?\s+nam\s+)(?P<year_date>\d{4})\b",
    "short": _DAY.replace("<day>", "<short_day>").replace("<of>", "<short_of>") + r"(?!\s*[/-]|\.\d)",
    "half": r"\b(?P<half>[369]) thang(?P<end> cuoi nam| dau nam)?" + _YEAR.format("half"),
    "quarter": rf"\bqu[yi] (?P<quarter>{_Q}(?:{_AND}(?:qu[yi] )?{_Q})*)\b" + _YEAR.format("quarter"),
    "month": rf"\bthang (?P<month>\d{{1,2}}(?:{_AND}(?:thang )?\d{{1,2}})*)\b" + _YEAR.format("month"),
    "of_year": r"\b(?P<of_year>\d{1,2})\s*[/-]\s*(?P<year_of>\d{4})\b",
    "whole": r"\b(?:giai doan\s+)?(?:nam\s+)?(?:\d{4}\s*-\s*)?(?P<year_whole>\d{4})\b",
    "this": r"\b(?:ca|trong|cuoi|het) nam\b(?: (?P<year_this>\d{4})\b)?",
}
_TOKEN = re.compile("|".join(rf"(?P<is_{k}>(?P<before_{k}>truoc (?:ngay )?)?{body})" for k, body in _TOKENS.items()))
_FILLER = frozenset({
    "tu", "den", "toi", "het", "ngay", "cham", "nhat", "muon", "trong", "cuoi", "dau", "giua", "xong", "hoan", "thanh",
    "han", "vao", "va", "thang", "nam", "hang",
})  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def read_deadline(raw: object, year: int) -> str:
    """The last day in time as ISO text, or ``ONGOING``; of a stretch its end. ``year``: that of the report.

    Raises NumberUnreadable for anything that is not a deadline as a whole.
    """
    if isinstance(raw, datetime.date):  # a datetime too
        return raw.isoformat()[:10]
    text = fold(raw_text(raw))
    if _ONGOING.match(text):
        return ONGOING
    try:
        days = list(_days(text, year))
    except ValueError:  # a 31/02, a month 13
        days = []
    if not days or set(re.findall(r"\w+", _TOKEN.sub(" ", text))) - _FILLER:
        raise NumberUnreadable(
            "một thời hạn",
            "Hãy ghi ngày, tháng, quý, năm hoặc “Thường xuyên”, ví dụ 30/11/2026, Quý III/2026, Trước 30/11, Cả năm.",
        )
    return max(days).isoformat()


def _days(text: str, year: int) -> Iterator[datetime.date]:
    """Last days of everything that the text names; the day before its first one where "trước" stands before it."""
    for m in _TOKEN.finditer(text):
        of = {k: v for k, v in m.groupdict().items() if v}
        kind = next(k for k in _TOKENS if f"is_{k}" in of)
        first, last = _span(kind, of, next((int(v) for k, v in of.items() if k.startswith("year_")), year))
        yield first - datetime.timedelta(days=1) if f"before_{kind}" in of else last


def _span(kind: str, of: dict[str, str], year: int) -> tuple[datetime.date, datetime.date]:
    """First and last day of one token."""
    if kind in ("date", "short"):
        prefix = "short_" if kind == "short" else ""
        day = datetime.date(year, int(of[f"{prefix}of"]), int(of[f"{prefix}day"]))
        return day, day
    first, last = 1, 12
    if kind == "half":
        last = 12 if "cuoi" in of.get("end", "") else int(of["half"])
        first = last - int(of["half"]) + 1
    elif kind == "quarter":
        quarters = [_ROMAN.get(q) or int(q) for q in re.findall(_Q, of["quarter"])]
        first, last = 3 * min(quarters) - 2, 3 * max(quarters)
    elif kind in ("month", "of_year"):
        months = [int(m) for m in re.findall(r"\d+", of["month" if kind == "month" else "of_year"])]
        first, last = min(months), max(months)
    return datetime.date(year, first, 1), month_bounds(year, last)[1]
