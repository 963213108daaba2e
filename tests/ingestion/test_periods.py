"""Periods as letterheads state them: days decide, both calendars, and no guess between them."""

from datetime import date

import pytest

from ingestion.readers.periods import PeriodUnreadable, parse_period

MONTHS = ["administrative_month", "month"]
ANY = ["year", "quarter", *MONTHS, "stretch"]


@pytest.mark.parametrize(
    ("text", "kinds", "code", "last"),
    [
        ("Tháng 4 năm 2024 (Từ ngày 15/03/2024 đến ngày 14/04/2024)", MONTHS, "2024-A04", date(2024, 4, 14)),
        ("Tháng 01/2024 (từ ngày 15/12/2023 đến 14/1/2024)", MONTHS, "2024-A01", date(2024, 1, 14)),
        ("Từ ngày 15 tháng 02 năm 2024 đến ngày 14 tháng 3 năm 2024", MONTHS, "2024-A03", date(2024, 3, 14)),
        ("Tháng 4 năm 2024 (Từ ngày 01/04/2024 đến ngày 30/04/2024)", MONTHS, "2024-04", date(2024, 4, 30)),
        ("01.02.2024 - 29.02.2024", MONTHS, "2024-02", date(2024, 2, 29)),
        ("Quý I/2024", ANY, "2024-Q1", date(2024, 3, 31)),
        ("quý 4 năm 2023", ANY, "2023-Q4", date(2023, 12, 31)),
        ("Quý 2 năm 2024 (từ 01/04/2024 đến 30/06/2024)", ANY, "2024-Q2", date(2024, 6, 30)),
        ("Năm 2023", ANY, "2023", date(2023, 12, 31)),
        ("2023", ANY, "2023", date(2023, 12, 31)),
        ("từ 01/01/2023 đến 31/12/2023", ANY, "2023", date(2023, 12, 31)),
        ("từ 01/01/2024 đến 03/5/2024", ANY, "2024-01-01/2024-05-03", date(2024, 5, 3)),
        ("10 tháng đầu năm 2026 (từ 01/01/2026 đến 31/10/2026)", ["year_to_date"], "2026", date(2026, 10, 31)),
    ],
)
def test_period(text, kinds, code, last):
    period = parse_period(text, kinds)
    assert (period.code, period.last) == (code, last)


def test_a_bare_month_is_the_calendars_only_where_the_form_says_so():
    assert parse_period("Tháng 5 năm 2024", ["month"], "calendar").code == "2024-05"
    with pytest.raises(PeriodUnreadable):
        parse_period("Tháng 5 năm 2024", MONTHS)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Tháng 5 năm 2024 (Từ ngày 15/03/2024 đến ngày 14/04/2024)", MONTHS),  # the name says May, the days April
        ("Từ ngày 15/03/2024 đến ngày 15/04/2024", MONTHS),
        ("Từ ngày 14/04/2024 đến ngày 15/03/2024", ANY),
        ("Từ ngày 31/02/2024 đến ngày 14/03/2024", ANY),
        ("Từ ngày 15/03 đến ngày 14/04/2024", ANY),
        ("đến ngày 14/04/2024", ANY),
        ("Năm 2024", MONTHS),
        ("Quý V/2024", ANY),
        ("", ANY),
    ],
)
def test_what_is_no_period_is_refused(text, kinds):
    with pytest.raises(PeriodUnreadable, match="kỳ báo cáo là"):
        parse_period(text, kinds)
