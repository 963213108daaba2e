"""The days of dim_date: two calendars, working days and holidays; and every fact's day is among them."""

import re
from datetime import date

import psycopg
import pytest
from psycopg import sql

from expectations import gate, suites
from warehouse import config

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


FAULTS = {
    "no_day_left_out": "delete from {schema}.dim_date where day = '2025-03-03'",
    "day_in_its_periods": "update {schema}.dim_date set administrative_month_last_day = '2025-05-15' where day = '2025-05-02'",
    "facts_have_their_day": "update {schema}.fct_dossier_overdue set due_date = '2051-01-01' where dossier_id = '{one}'",
    "working_days_known": "update {schema}.dim_date set is_working_day = null where day = '2025-04-04'",
    "code_said_in_both_languages": "update {schema}.dim_label set label_en = ' ' where domain = 'level' and code = 'commune'",
    "every_code_has_a_label": "delete from {schema}.dim_label where domain = 'score_state' and code = 'not_due'",
}


@pytest.fixture(scope="module")
def asked(night, warehouse):
    """Asks the suite of days and labels about a copy of the marts that it reads; gives check -> rows that failed."""
    (suite,) = (s for s in suites.load_suites("out") if s.suite == "reference_out")
    read = sorted(set(re.findall(r"{schema}\.(\w+)", suite.batch_sql)))

    def ask(fault: str = "") -> dict[str, int | None]:
        with psycopg.connect(config.dsn("admin")) as conn:
            conn.execute("drop schema if exists planted cascade; create schema planted")
            for mart in read:
                conn.execute(f"create table planted.{mart} as table marts.{mart}")
            ((one,),) = conn.execute("select min(dossier_id) from planted.fct_dossier_overdue").fetchall()
            conn.execute(fault.format(schema="planted", one=one) or "select")
            gate.lay_out(conn, "planted", suite, sql.SQL(suite.batch_sql).format(schema=sql.Identifier("planted")))
        outcomes = suites.run_suite(suite, config.dsn("admin"), "planted", None)
        return {o.check.name: o.rows_failed for o in outcomes if not o.is_passed}

    return ask


def test_days_and_labels_of_the_night_pass_their_suite(asked):
    assert asked() == {}


def test_the_suite_sees_faults(asked):
    assert asked(";".join(FAULTS.values())) == dict.fromkeys(FAULTS, 1)
