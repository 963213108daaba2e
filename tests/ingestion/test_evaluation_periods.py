"""Which periods a day may ask for, and which Vietnamese day a moment belongs to."""

from datetime import UTC, date, datetime

import pytest

from ingestion.evaluation_periods import Period, to_ask, vietnamese_day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-10-09T23:00:00+00:00", "2026-10-10"),  # 06:00 in Viet Nam
        ("2026-10-10T06:00:00+07:00", "2026-10-10"),
        ("2026-10-10T16:59:59+00:00", "2026-10-10"),
        ("2026-10-10T17:00:00+00:00", "2026-10-11"),  # midnight
        ("2026-12-31T17:00:00+00:00", "2027-01-01"),
    ],
)
def test_the_day_of_an_observation_is_vietnamese(moment, day):
    assert vietnamese_day(datetime.fromisoformat(moment)) == date.fromisoformat(day)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        vietnamese_day(datetime(2026, 10, 10, 6))
    assert vietnamese_day(datetime(2026, 10, 10, 6, tzinfo=UTC)) == date(2026, 10, 10)


@pytest.mark.parametrize(
    ("code", "first", "last", "time"),
    [
        ("2026", "2026-01-01", "2026-12-31", {"timeType": "year", "year": 2026}),
        ("2026-Q1", "2026-01-01", "2026-03-31", {"timeType": "quarter", "year": 2026, "quarter": 1}),
        ("2026-Q4", "2026-10-01", "2026-12-31", {"timeType": "quarter", "year": 2026, "quarter": 4}),
        ("2024-02", "2024-02-01", "2024-02-29", {"timeType": "month", "year": 2024, "month": 2}),
        ("2026-12", "2026-12-01", "2026-12-31", {"timeType": "month", "year": 2026, "month": 12}),
    ],
)
def test_periods(code, first, last, time):
    period = Period.parse(code)
    assert (period.code, period.first.isoformat(), period.last.isoformat()) == (code, first, last)
    assert period.time == time
    assert period.span == {"fromDate": first, "toDate": last}


@pytest.mark.parametrize("code", ["2026-A05", "2026-13", "26", "2026-Q5", "2026-01-01/2026-02-01"])
def test_other_codes_are_refused(code):
    with pytest.raises(ValueError):
        Period.parse(code)


def codes(today, known=(), history=None):
    return [p.code for p in to_ask(date.fromisoformat(today), set(known), history)]


def test_a_month_only_after_it_has_ended():
    assert "2026-10" not in codes("2026-10-31")
    assert "2026-10" in codes("2026-11-01")
    assert {"2026", "2026-Q4"} <= set(codes("2026-10-01"))
    assert not {"2027", "2027-Q1", "2026-Q4"} & set(codes("2026-09-30"))


def test_the_first_night_asks_for_the_year_so_far_and_later_ones_for_what_still_moves():
    first = codes("2026-11-01")
    assert first[0] == "2026" and len(first) == 1 + 4 + 10
    assert codes("2026-11-01", first) == ["2026", "2026-Q4", "2026-Q3", "2026-10", "2026-09"]
    assert codes("2026-12-20", first) == ["2026", "2026-Q4", "2026-11"], "a quarter is asked again for 45 days"
    assert "2026-10" in codes("2026-12-20", [c for c in first if c != "2026-10"]), "what was never seen is not lost"


def test_a_new_year_still_asks_for_the_old_one():
    assert codes("2027-01-15", ["2026"]) == ["2027", "2026", "2027-Q1", "2026-Q4", "2026-12"]
    assert codes("2027-03-01", ["2026"]) == ["2027", "2027-Q1", "2027-02", "2027-01"]


def test_history_may_begin_earlier():
    assert {"2025", "2025-Q3", "2025-07"} <= set(codes("2026-11-01", history=date(2025, 7, 1)) + ["2025"])
    assert "2025-06" not in codes("2026-11-01", history=date(2025, 7, 1))
