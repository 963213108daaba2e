"""The calendar of days off: made by the script, complete, and the one that the sample province keeps."""

import csv
from datetime import date, timedelta

import pytest

from ingestion import days_off
from sample import dossiers as sample

ROWS = {day: (kind, name) for day, kind, name, _ in csv.reader(days_off.FILE.open(encoding="utf-8"))}


def test_the_file_is_what_the_script_writes():
    assert days_off.FILE.read_bytes() == days_off.as_csv().encode()


@pytest.mark.parametrize(
    ("day", "kind"),
    [("2024-02-10", "off"), ("2025-01-29", "off"), ("2026-02-17", "off"), ("2024-04-18", "off"), ("2026-04-27", "off"),
     ("2023-05-03", "off"), ("2024-04-29", "off"), ("2024-05-04", "work"), ("2025-05-02", "off"), ("2025-04-26", "work"),
     ("2026-01-02", "off"), ("2026-01-10", "work"), ("2026-08-31", "off"), ("2026-08-22", "work"), ("2026-03-02", None)],
)  # fmt: skip
def test_holidays_swaps_and_what_was_worked_for_them(day, kind):
    assert ROWS.get(day, (None,))[0] == kind


def test_every_worked_day_is_a_weekend_day_and_pays_for_a_day_off():
    worked = {day: name for day, (kind, name) in ROWS.items() if kind == "work"}
    for day, name in worked.items():
        assert date.fromisoformat(day).weekday() >= 5
        paid = "-".join(name[-11:-1].split("/")[::-1])
        assert ROWS[paid][0] == "off", name


@pytest.mark.parametrize(("first", "last"), [("2023-12-01", "2024-06-30"), ("2026-01-01", "2026-10-31")])
def test_the_sample_keeps_the_same_holidays(first, last):
    day, end, ours = date.fromisoformat(first), date.fromisoformat(last), set()
    while day <= end:
        if day.weekday() < 5 and ROWS.get(str(day), (None,))[0] == "off":
            ours.add(str(day))
        day += timedelta(1)
    assert ours == {d for d in sample._OFF.split() if first <= d <= last}


def test_a_day_that_the_library_has_learnt_is_not_kept_by_hand(monkeypatch):
    monkeypatch.setattr(days_off, "BY_HAND", (("2026-01-01", "off", "x", "y"),))
    with pytest.raises(ValueError, match="in the library by now"):
        days_off.rows()
