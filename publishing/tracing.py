"""What stands behind a published figure, a rank or a receipt: asked of the functions marts.trace_… (docs/trace.md)."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from datetime import date

from publishing.queries import NothingPublished, ask

Rows = list[dict]
Resolve = Callable[[str, tuple[date, ...], tuple[str, ...]], str]
"""Name, code or alias of a unit, the days on which it may stand, the levels that are meant -> its unit_key. Raises an
error whose sentence names the candidates."""


class NothingToTrace(LookupError):
    """What was asked for is not published; the sentence says what is."""


def published() -> dict:
    """The published release: number, schema, time, fingerprint. Raises NothingPublished."""
    found = ask("select release_id, schema_name, published_at, fingerprint from ops.release where state = 'published'")
    if not found:
        raise NothingPublished("no release is published yet")
    return found[0]


def unit_of_ranking(text: str, index_code: str, period_code: str, resolve: Resolve) -> str:
    """unit_key of a unit in a ranking. Raises NothingToTrace, or what ``resolve`` raises."""
    levels = ask(
        """
        select distinct u.level from marts.fct_index_rank as r inner join marts.dim_unit as u on r.unit_key = u.unit_key
        where r.index_code = %s and r.period_code = %s
        """,
        index_code, period_code,
    )  # fmt: skip
    if not levels:
        there = ask("select distinct index_code, period_code from marts.fct_index_rank order by 1, 2")
        said = ", ".join(f"{r['index_code']} {r['period_code']}" for r in there) or "chưa có"
        raise NothingToTrace(f"Không có bảng xếp hạng {index_code} {period_code}. Đã công bố: {said}.")
    return _unit(text, period_code, levels, resolve)


def unit_of_figure(text: str, figure_code: str, period_code: str, resolve: Resolve) -> str:
    """unit_key of a unit of which a figure is published. Raises NothingToTrace, or what ``resolve`` raises."""
    levels = ask(
        """
        select distinct u.level from marts.fct_figure as f inner join marts.dim_unit as u on f.unit_key = u.unit_key
        where f.figure_code = %s and f.period_code = %s
        """,
        figure_code, period_code,
    )  # fmt: skip
    if not levels:
        raise NothingToTrace(_no_such_figure(figure_code, period_code))
    return _unit(text, period_code, levels, resolve)


def _unit(text: str, period_code: str, levels: Rows, resolve: Resolve) -> str:
    if ask("select from marts.dim_unit where unit_key = %s", text):
        return text
    days = ask("select last_day, first_day from marts.dim_period where period_code = %s", period_code)
    on = (days[0]["last_day"], days[0]["first_day"]) if days else (date.max, date.max)
    return resolve(text, on, tuple(r["level"] for r in levels))


def _no_such_figure(figure_code: str, period_code: str) -> str:
    periods = ask(
        "select distinct period_code from marts.fct_figure where figure_code = %s order by 1 desc limit 12", figure_code
    )
    if periods:
        there = ", ".join(r["period_code"] for r in periods)
        return f"Số liệu {figure_code} không có ở kỳ {period_code}. Các kỳ có (mới nhất trước): {there}."
    codes = [r["figure_code"] for r in ask("select figure_code from marts.dim_figure")]
    near = difflib.get_close_matches(figure_code, codes, 3, 0.5)
    hint = f" Có phải là {' hoặc '.join(near)}?" if near else ""
    return f"Không có số liệu mang mã {figure_code}.{hint}"


def figure(unit_key: str, figure_code: str, period_code: str, release_id: int | None = None) -> Rows:
    """The places of a figure, of the published release or another one. Raises NothingToTrace."""
    rows = (
        ask("select * from marts.trace_figure(%s, %s, %s)", unit_key, period_code, figure_code)
        if release_id is None
        else ask("select * from marts.trace_figure(%s, %s, %s, %s)", unit_key, period_code, figure_code, release_id)
    )
    if not rows:
        raise NothingToTrace(f"Đơn vị {unit_key} không có số liệu {figure_code} ở kỳ {period_code}.")
    return rows


def figures(keys: Sequence[tuple[str, str, str]], release_id: int) -> dict[tuple[str, str, str], Rows]:
    """The places of many figures (unit_key, period_code, figure_code) of a release, asked at once."""
    found: dict[tuple[str, str, str], Rows] = {key: [] for key in keys}
    rows = ask(
        """
        select p.* from unnest(%s::text[], %s::text[], %s::text[]) with ordinality as k (unit_key, period_code, figure_code, place)
        cross join lateral marts.trace_figure(k.unit_key, k.period_code, k.figure_code, %s) with ordinality as p
        order by k.place, p.ordinality
        """,
        *(list(column) for column in zip(*keys, strict=True)),
        release_id,
    )
    for row in rows:
        del row["ordinality"]
        found[row["unit_key"], row["period_code"], row["figure_code"]].append(row)
    return found


def rank(unit_key: str, index_code: str, period_code: str, criterion: str | None = None) -> Rows:
    """The criteria of a unit in a ranking, parents before children; with ``criterion`` that one and what is below it.

    The figures of a named criterion have their ``places`` with them. Raises NothingToTrace.
    """
    rows = ask("select * from marts.trace_rank(%s, %s, %s)", index_code, period_code, unit_key)
    if not rows:
        raise NothingToTrace(f"Đơn vị {unit_key} không có trong bảng xếp hạng {index_code} {period_code}.")
    if criterion is None:
        return rows
    wanted = _at_or_below(rows, criterion)
    if not wanted:
        codes = ", ".join(r["criterion_code"] for r in rows)
        raise NothingToTrace(f"Không có tiêu chí {criterion} trong bộ chỉ số; có: {codes}.")
    there = [f for r in wanted for f in r["figures"] if f["receipt_id"] is not None]
    if there:
        places = figures([_key(f) for f in there], rows[0]["release_id"])
        for f in there:
            f["places"] = places[_key(f)]
    return wanted


def _key(figure: dict) -> tuple[str, str, str]:
    return figure["unit_key"], figure["period_code"], figure["figure_code"]


def _at_or_below(rows: Rows, criterion: str) -> Rows:
    kept: set[str] = set()
    found = []
    for row in rows:
        if row["criterion_code"] == criterion or row["parent_code"] in kept:
            kept.add(row["criterion_code"])
            found.append(row)
    return found


def receipt(receipt_id: int) -> tuple[dict, Rows]:
    """A receipt, and everything that it touched. Raises NothingToTrace when there is no such receipt."""
    card = ask(
        """
        select d.receipt_id, d.source_code, d.name, d.sender, d.received_at, d.sha256, d.period_code, b.delivered, b.loaded,
            b.quarantined, b.duplicates, d.is_illustrative
        from ops.delivery as d inner join ops.receipt_balance as b on d.receipt_id = b.receipt_id
        where d.receipt_id = %s
        """,
        receipt_id,
    )
    if not card:
        last = ask("select max(receipt_id) as last from ops.delivery")[0]["last"]
        raise NothingToTrace(f"Không có phiếu nhận {receipt_id}; phiếu mới nhất là {last or 'chưa có'}.")
    return card[0], ask("select * from marts.trace_receipt(%s)", receipt_id)
