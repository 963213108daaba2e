"""The answer of `parix explain` for a terminal of 80 columns or more: short tables, and sentences in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group
from rich.markup import escape
from rich.panel import Panel

from publishing import words
from publishing.excel.table import decimals
from publishing.explain import state, tables
from publishing.explain.tables import number
from publishing.wording import vietnamese


def show(out: Console, answer: dict) -> None:
    """Print the whole answer."""
    out.print(_head(answer))
    if answer["standing"] is None:
        out.print(Group(*state.absent(answer)))
        return
    for part in (*tables.PARTS, state.state):
        for shown in part(answer):
            out.print(shown)


def _head(answer: dict) -> Panel:
    ranking, standing, unit = answer["ranking"], answer["standing"], answer["unit"]
    marks = [words.WORDS["rank_status"][ranking["status"]][0]] + ["[yellow]minh họa[/]"] * ranking["is_illustrative"]
    lines = [
        escape(ranking["title_vi"]),
        f"[dim]{', '.join(marks)}; bản phát hành {answer['release']['release_id']}, số liệu đến hết ngày {answer['release']['as_of_date']:%d/%m/%Y}[/]",
    ]
    if standing is not None:
        lines = [*_standing(standing), *lines]
    title = f"[bold]{escape(unit['name_vi'])}[/] · {ranking['index_code'].upper()} {ranking['period_code']}"
    return Panel("\n".join(lines), title=title, title_align="left")


def _standing(s: dict) -> Iterator[str]:
    score = "chưa có điểm"
    if s["score"] is not None:
        score = f"[bold]{number(s['score'], decimals([s['score']], 2))}[/] / {vietnamese(s['max_points'])} điểm"
    yield f"{_place(s)} ({escape(s['group_vi'])}) · {score} · {escape(s['class_vi'] or 'chưa xếp loại')}"
    told = [*_change(s), *([escape(s["comparison_vi"])] if s["comparison_vi"] else ())]
    yield f"So với kỳ trước: {'; '.join(told) or 'không có số để so sánh'}"
    if s["override_count"]:
        yield f"[yellow]{words.overrides(s['override_count'])[0]}[/]"
    if i := s["interval"]:
        low, high = i["rank_low"], i["rank_high"]
        between = f"{low}" if low == high else f"{low} đến {high}"
        yield f"Mức chắc chắn: 90 % số lần thử cho hạng {between}; {_tied(i)}"


def _place(s: dict) -> str:
    if s["rank"] is not None:
        return f"[bold]Hạng {s['rank']}[/] / {s['ranked_units']}"
    return "Chưa có hạng" if s["is_ranked"] else words.UNRANKED[0]


def _change(s: dict) -> Iterator[str]:
    change = s["rank_change"]
    if change is not None:
        arrow = f"[green]▲ {change}[/]" if change > 0 else f"[red]▼ {-change}[/]" if change < 0 else "không đổi"
        yield f"{arrow}, hạng kỳ trước {s['previous_rank']}"


def _tied(interval: dict) -> str:
    others = (interval["tied_units"] or 1) - 1
    return f"chưa phân biệt rõ với {others} đơn vị khác" if others else "khác biệt rõ với các đơn vị khác"
