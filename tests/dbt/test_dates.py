"""The days of dim_date: two calendars, working days and holidays; and every fact's day is among them."""

from datetime import date

import pytest

DAYS = [  # day, weekday, month, administrative month, administrative year, working day, holiday
    (date(2024, 1, 14), "Chủ nhật", "2024-01", "2024-A01", 2024, False, None),
    (date(2024, 1, 15), "Thứ hai", "2024-01", "2024-A02", 2024, True, None),
    (date(2024, 2, 29), "Thứ năm", "2024-02", "2024-A03", 2024, True, None),
    (date(2024, 5, 1), "Thứ tư", "2024-05", "2024-A05", 2024, False, "Ngày Quốc tế Lao động"),
    (date(2024, 5, 4), "Thứ bảy", "2024-05", "2024-A05", 2024, True, None),  # worked for 29 April
    (date(2024, 12, 14), "Thứ bảy", "2024-12", "2024-A12", 2024, False, None),
    (date(2024, 12, 15), "Chủ nhật", "2024-12", "2025-A01", 2025, False, None),
]


@pytest.mark.parametrize(("day", *"wmayhn"), DAYS, ids=lambda v: str(v) if isinstance(v, date) else "")
def test_days(night, query, day, w, m, a, y, h, n):
    assert query(
        """
        select weekday_vi, month_code, administrative_month_code, administrative_year_no, is_working_day, holiday_vi
        from marts.dim_date where day = %s
        """,
        day,
    ) == [(w, m, a, y, h, n)]


def test_the_days_follow_each_other_without_a_gap(night, query):
    assert query("select max(day) - min(day) + 1 - count(*) from marts.dim_date") == [(0,)]


def test_every_day_is_in_the_periods_that_it_names(night, query):
    """A code of dim_date is a period of dim_period with that day in it, in each calendar and for every day that is in one."""
    for column, kind in {
        "month_code": "month", "quarter_code": "quarter", "year_code": "year",
        "administrative_month_code": "administrative_month",
    }.items():  # fmt: skip
        stem = column.removesuffix("_code")
        wrong = query(
            f"""
            select d.day from marts.dim_date as d
            inner join marts.dim_period as p on p.kind = '{kind}' and d.day between p.first_day and p.last_day
            where p.period_code <> d.{column} or d.{stem}_first_day <> p.first_day or d.{stem}_last_day <> p.last_day
            """
        )
        assert wrong == [], column
        counted = f"select count(*) from marts.dim_date as d join marts.dim_period as p on p.period_code = d.{column}"
        assert query(counted)[0][0] > 2000


def test_what_is_running_is_what_the_periods_say(night, query):
    assert query(
        """
        select d.day from marts.dim_date as d
        inner join marts.dim_period as m on d.month_code = m.period_code
        inner join marts.dim_period as a on d.administrative_month_code = a.period_code
        where d.is_running <> m.is_running or d.is_administrative_running <> a.is_running
            or d.has_data <> (d.day <= m.as_of_date)
        """
    ) == []  # fmt: skip


def test_every_day_of_a_fact_is_there(night, query):
    """Whatever date column a fact has, it joins with dim_date; spans of validity are no days of something."""
    columns = query(
        """
        select table_name::text, column_name::text from information_schema.columns
        where table_schema = 'marts' and table_name like 'fct\\_%' and data_type = 'date'
            and column_name <> 'boundary_date'
        """
    )
    assert len(columns) > 15
    for table, column in columns:
        missing = query(
            f"select distinct {column} from marts.{table} where {column} is not null"
            f" and {column} not in (select day from marts.dim_date)"
        )
        assert missing == [], f"{table}.{column}"
