"""What is meant by UNIT INDEX PERIOD; what is not there is answered with what is."""

from __future__ import annotations

import difflib

from publishing import tracing
from publishing.queries import ask


class NotThere(LookupError):
    """There is no such index, or no ranking of it in the period; the sentence says what there is."""


def who(unit: str, index_code: str, period_code: str, resolve: tracing.Resolve) -> str:
    """unit_key of the unit that is meant. Raises NotThere, or what ``resolve`` raises (its sentence names the candidates)."""
    books = [r["index_code"] for r in ask("select distinct index_code from marts.dim_criterion order by 1")]
    if index_code not in books:
        near = difflib.get_close_matches(index_code, books, 1, 0.5)
        hint = f" Có phải là {near[0]}?" if near else ""
        raise NotThere(f"Không có bộ chỉ số {index_code}.{hint} Có: {', '.join(books)}.")
    try:
        return tracing.unit_of_ranking(unit, index_code, period_code, resolve)
    except tracing.NothingToTrace:
        raise NotThere(_without_ranking(index_code, period_code)) from None


def _without_ranking(index_code: str, period_code: str) -> str:
    ranked = ask(
        """
        select r.period_code from marts.fct_index_rank as r inner join marts.dim_period as p on r.period_code = p.period_code
        where r.index_code = %s group by r.period_code order by max(p.last_day) desc
        """,
        index_code,
    )
    there = f"Các kỳ có: {', '.join(r['period_code'] for r in ranked)}." if ranked else "Chưa kỳ nào được xếp hạng."
    return f"Không có bảng xếp hạng {index_code} {period_code}. {_figures(index_code, period_code)} {there}"


def _figures(index_code: str, period_code: str) -> str:
    """How many of the figures that the index asks for came for the period, and of which period they last did."""
    (found,) = ask(
        """
        with asked as (
            select distinct n.figure_code from marts.dim_criterion as c cross join unnest(c.figure_codes) as n (figure_code)
            where c.index_code = %s
        )
        select count(distinct a.figure_code) as asked,
            count(distinct f.figure_code) filter (where f.period_code = %s) as came,
            max(f.period_code) filter (where f.period_code ~ '^[0-9]{4}$') as last_period,
            exists (select from marts.dim_period where period_code = %s) as is_period
        from asked as a left join marts.fct_figure as f on a.figure_code = f.figure_code and f.value is not null
        """,
        index_code, period_code, period_code,
    )  # fmt: skip
    if not found["is_period"]:
        return f"{period_code} không phải là mã kỳ trong kho (mã kỳ có dạng 2026, 2026-Q3, 2026-10)."
    last = f"lần cuối có số liệu là kỳ {found['last_period']}" if found["last_period"] else "chưa kỳ nào có số liệu"
    return f"Kỳ này có {found['came']} / {found['asked']} số liệu mà bộ chỉ số cần; {last}."
