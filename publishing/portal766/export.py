"""The workbook of any period of set 766, past ones too."""

from __future__ import annotations

from publishing import queries, shape
from publishing.portal766.asked import ONE_PERIOD
from publishing.portal766.period import periods
from publishing.portal766.workbook import report


class NoSuchPeriod(LookupError):
    """The portal was not asked about a period, or gave no whole answer; the sentence says of which it did."""


def export(period_code: str, site: dict[str, str]) -> bytes:
    """The workbook of one period, past ones too; ``site``: the queries of what a heading says. Raises NoSuchPeriod."""
    data = queries.read(site | ONE_PERIOD, {"period": period_code})
    found = periods(data)
    if not found:
        there = queries.ask(
            "select string_agg(distinct period_code, ', ') as codes from marts.fct_evaluation_observation where is_current"
        )[0]["codes"]
        raise NoSuchPeriod(f"Cổng chưa có câu trả lời đủ về kỳ {period_code}. Các kỳ có: {there or 'chưa có kỳ nào'}.")
    return report(shape.site(data), found[0])
