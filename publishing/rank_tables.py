"""Rankings for the terminal: one table per index book and peer group."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from publishing import words
from publishing.queries import ask
from publishing.standing import STANDING, STANDING_AS_OF, STANDING_ORDER
from publishing.wording import NOTHING

_NARROWEST, _WIDEST_WORDS = 66, 24


def ranking(index_code: str, period_code: str, as_of: date | None = None) -> list[dict]:
    """Rows of the published rankings of an index in a period; empty when there are none.

    Every index book and peer group of the period, one after the other, each with the best first and the units that are
    not ranked last. ``overrides`` says of each criterion that a council scored otherwise than the figures: points,
    points from the figures, stage, reason. ``as_of``: the rankings as they stood published at the end of that day.
    """
    rows = ask(
        f"""
        select r.rank, r.unit_name_vi, r.score, r.percent, r.class_vi, r.rank_change, r.status, r.book_status,
            r.index_code, r.edition, r.period_code, r.unit_key, r.ranked_units, r.release_id, r.official_version,
            r.short_name_vi in (
                select f.short_name_vi from marts.dim_unit as f inner join marts.fct_seed_figure as s on f.unit_key = s.unit_key
            ) as is_founding,
            r.level, r.peer_group, r.is_ranked, r.comparison, r.name_en, o.previous_name_vi, o.previous_name_en,
            r.override_count, (
                select jsonb_agg(jsonb_build_array(
                    s.criterion_code, trim_scale(s.points)::text, trim_scale(s.system_points)::text, s.stage,
                    s.override_reason
                ) order by c.position)
                from marts.fct_criterion_score as s
                inner join marts.dim_criterion as c
                    on s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
                where s.is_override and s.index_code = r.index_code and s.edition = r.edition
                    and s.period_code = r.period_code and s.unit_key = r.unit_key
            ) as overrides
        {STANDING_AS_OF if as_of else STANDING}
        where r.index_code = %s and r.period_code = %s order by {STANDING_ORDER}
        """,
        *([as_of] if as_of else []),
        index_code.lower(),
        period_code,
    )
    for row in rows:  # of another day only their number is known: the marts hold today's reasons
        row["overrides"] = "" if as_of else "; ".join(_override(*o) for o in row["overrides"] or [])
    return rows


def _override(criterion: str, points: str, system: str, stage: str, reason: str | None) -> str:
    stage_vi = words.STAGES.get(stage, (stage,))[0]
    return f"tiêu chí {criterion}: {points} điểm (theo số liệu {system}), {stage_vi}, lý do: {reason or NOTHING}"


def rankings() -> str:
    """The published rankings, for a sentence."""
    found = ask("select distinct index_code, period_code from marts.fct_index_rank order by 1, 2")
    return ", ".join(f"{r['index_code']} {r['period_code']}" for r in found) or "none"


def print_ranking(out: Console, rows: list[dict], excerpt: bool = False) -> None:
    """Rows of ``ranking`` as tables; an excerpt shows of each the first five, the unit of the founding report (and its
    namesake of today) and the last three."""
    for _, group in groupby(rows, key=lambda r: (r["edition"], r["peer_group"])):
        _print_table(out, list(group), excerpt)


def _print_table(out: Console, rows: list[dict], excerpt: bool) -> None:
    has_previous = any(r["comparison"] != "no_previous" for r in rows)
    caption = None if has_previous else "Chưa có kỳ trước để so sánh"
    table = Table(title=_title(rows), caption=caption, min_width=_NARROWEST)
    table.add_column("Hạng", justify="right", max_width=9)
    table.add_column("Đơn vị")
    table.add_column("Điểm", justify="right", no_wrap=True)
    if has_previous:
        table.add_column("So với kỳ trước", justify="right", max_width=_WIDEST_WORDS)
    table.add_column("Xếp loại")
    before = -1
    for i, row in enumerate(rows):
        if excerpt and 5 <= i < len(rows) - 3 and not row["is_founding"]:
            continue
        if i > before + 1:
            table.add_row(*["…"] * 3)
        table.add_row(*_cells(row, has_previous))
        before = i
    out.print(table)
    for row in () if excerpt else rows:
        if row["overrides"]:
            out.print(f"* {escape(row['unit_name_vi'])}: {escape(row['overrides'])}", highlight=False)


def _title(rows: list[dict]) -> str:
    head = rows[0]
    edition = "" if head["edition"] == head["period_code"] else f" ({head['edition']})"
    state = "chính thức" if head["status"] == "official" else "tạm tính"
    state += f", phiên bản {head['official_version']} (đã sửa)" if (head["official_version"] or 1) > 1 else ""
    book = "{} ({})".format(*words.BOOKS[head["book_status"]])
    unranked = sum(not r["is_ranked"] for r in rows)
    units = f"{len(rows)} đơn vị" + (f", {unranked} {words.UNRANKED[0]}" if unranked else "")
    name = f"{head['index_code'].upper()} {head['period_code']}{edition}"
    return escape(f"{name} · {words.group(head)[0]}\n{state} · {book} · {units}")


def _cells(row: dict, has_previous: bool) -> list[str]:
    rank = row["rank"] or (NOTHING if row["is_ranked"] else words.UNRANKED[0])
    overridden = words.overrides(row["override_count"])
    name = escape(row["unit_name_vi"]) + (f"\n[dim]* {overridden[0]}[/]" if overridden else "")
    score = NOTHING if row["score"] is None else str(row["score"]) + ("*" if overridden else "")
    return [str(rank), name, score, *([_change(row)] if has_previous else []), row["class_vi"] or NOTHING]


def _change(row: dict) -> str:
    said, change = words.comparison(row), row["rank_change"]
    reason = [f"[dim]{escape(line)}[/]" for line in (said[0].split(": ") if said else ())]
    if change is None:
        return "\n".join(reason) or NOTHING
    arrow = f"▲ {change}" if change > 0 else f"▼ {-change}" if change < 0 else "="
    return "\n".join([arrow, *reason])
