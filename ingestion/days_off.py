"""Days off in Viet Nam as reference data: ``python -m ingestion.days_off`` rewrites seeds/reference/days_off.csv.

From the library ``holidays`` come the public holidays of the Labour Code (Tết included), the days off that follow a
holiday on a weekend, and the swaps it knows. What a swap was worked for ("thay cho ngày 04/05/2024") is a working
Saturday. BY_HAND holds what the library lacks. The same library gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from importlib.metadata import version

from ingestion import settings

FIRST_YEAR, LAST_YEAR = 2020, 2031
FILE = settings.SEEDS / "days_off.csv"
COLUMNS = ("day", "kind", "name_vi", "source_note")
_UNCHECKED = "Ghi bằng tay theo thông báo nghỉ lễ của cơ quan nhà nước; chưa đối chiếu văn bản"
BY_HAND = (
    ("2026-01-02", "off", "Ngày nghỉ (thay cho ngày 10/01/2026)", _UNCHECKED),
    ("2026-01-10", "work", "Ngày làm việc bù (thay cho ngày 02/01/2026)", _UNCHECKED),
)
"""Days that the library lacks: day, kind (off: nobody works, work: a weekend day that is worked), name, where from."""


def rows() -> list[tuple[str, str, str, str]]:
    """All days off and all working weekend days, in order. Raises ValueError where a day by hand is known to the library
    by now, so that nobody keeps it twice."""
    import holidays  # noqa: PLC0415 - a tool of those who maintain the list

    source = f"Thư viện holidays {version('holidays')}"
    found = {}
    for day, name in holidays.country_holidays("VN", years=range(FIRST_YEAR, LAST_YEAR + 1), language="vi").items():
        found[day.isoformat()] = ("off", name, source)
        if swapped := re.search(r"thay cho ngày (\d\d)/(\d\d)/(\d{4})", name):
            found["-".join(swapped.groups()[::-1])] = (
                "work",
                f"Ngày làm việc bù (thay cho ngày {day:%d/%m/%Y})",
                source,
            )
    for day, kind, name, note in BY_HAND:
        if day in found:
            raise ValueError(f"{day} is in the library by now: take it out of BY_HAND")
        if kind == "work" and date.fromisoformat(day).weekday() < 5:
            raise ValueError(f"{day} is no weekend day")
        found[day] = (kind, name, note)
    return [(day, *found[day]) for day in sorted(found)]


def as_csv() -> str:
    """The file's text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows())
    return text.getvalue()


if __name__ == "__main__":
    FILE.write_text(as_csv(), encoding="utf-8")
