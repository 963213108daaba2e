"""The tables of `parix explain`: lost points, levers, paths, neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from rich.console import RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from publishing.excel.table import decimals
from publishing.explain.state import STATES
from publishing.wording import NOTHING, vietnamese

LOSSES, LEVERS = 8, 5
_GOALS = {"1": "lên 1 hạng", "3": "lên 3 hạng", "5": "lên 5 hạng", "first_third": "vào một phần ba đầu"}
_ASSUMPTIONS = {
    "others_stand_still": "các đơn vị khác giữ nguyên",
    "others_improve": "các đơn vị khác tiến bộ như năm trước",
}


def number(value: Decimal | int | None, places: int = 2) -> str:
    """1234.5 as 1.234,50."""
    if value is None:
        return NOTHING
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,f}".translate(str.maketrans(",.", ".,"))


def _losses(answer: dict) -> Iterator[RenderableType]:
    lost = [r for r in answer["losses"] if r["lost_points"] > 0]
    table = _table(
        "Mất điểm ở đâu",
        ("Tiêu chí", "left"),
        ("Đạt", "right"),
        ("Mất", "right"),
        ("%", "right"),
        ("Đủ điểm thì", "right"),
    )
    for r in lost[:LOSSES]:
        points = number(r["points"]) if r["state"] == "scored" else f"[yellow]{STATES[r['state']]}[/]"
        table.add_row(
            _criterion(r["criterion_code"], r["name_vi"]), f"{points} / {vietnamese(r['max_points'])}", f"[red]{number(r['lost_points'])}[/]",
            number(r["lost_percent"], 0), NOTHING if r["rank_if_full"] is None else f"hạng {r['rank_if_full']}",
        )  # fmt: skip
    total = sum((r["lost_points"] for r in answer["losses"]), Decimal(0))
    rest = sum((r["lost_points"] for r in lost[LOSSES:]), Decimal(0))
    if len(lost) > LOSSES:
        table.add_row(f"{len(lost) - LOSSES} tiêu chí khác", "", number(rest), "", "")
    if won := sum((r["lost_points"] for r in answer["losses"] if r["lost_points"] < 0), Decimal(0)):
        table.add_row("Điểm cộng ngoài thang", "", number(won), "", "")
    table.add_section()
    table.add_row("[bold]Tổng[/] (thang điểm trừ điểm đạt)", "", f"[bold]{number(total)}[/]", "", "")
    yield table if answer["losses"] else "Chưa tính được điểm mất."


def _levers(answer: dict) -> Iterator[RenderableType]:
    if answer["levers"] is None:
        yield Padding("[dim]Bản phát hành này chưa có phần đòn bẩy (làm gì để tăng hạng).[/]", (1, 0, 0, 0))
        return
    if not answer["levers"]:
        yield Padding("Không có bước nào làm tăng điểm; lý do từng tiêu chí: --json, mục no_levers.", (1, 0, 0, 0))
        return
    table = _table(
        "Làm gì trước",
        ("Bước kế tiếp", "left"),
        ("Được", "right"),
        ("Hạng", "right"),
        ("Đã đạt", "right"),
        ("Hạn", "right"),
    )
    for r in answer["levers"][:LEVERS]:
        table.add_row(
            f"[bold]{r['criterion_code']}[/] {escape(r['step_vi'])}", f"[green]+{number(r['gained_score'])}[/]", str(r["rank_after"]),
            f"{r['reached_by']} / {r['peers']}", f"{day:%d/%m/%Y}" if (day := r["deadline_on"] or r["closes_on"]) else NOTHING,
        )  # fmt: skip
    yield table
    if len(answer["levers"]) > LEVERS:
        yield f"[dim]Còn {len(answer['levers']) - LEVERS} bước khác: --json[/]"


def _paths(answer: dict) -> Iterator[RenderableType]:
    if answer["paths"]:
        table = _table("Đường lên hạng", ("Mục tiêu", "left"), ("Cần làm", "left"))
        for r in answer["paths"]:
            goal = f"{_GOALS.get(r['goal'], r['goal'])}, {_ASSUMPTIONS.get(r['assumption'], r['assumption'])}"
            said = escape(r["finding_vi"] or ", ".join(r["criteria"] or ()))
            table.add_row(goal, said if r["is_reachable"] else f"[yellow]{said}[/]")
        yield table


def _neighbours(answer: dict) -> Iterator[RenderableType]:
    if len(answer["neighbours"]) > 1:
        table = _table("Đơn vị đứng gần", ("Hạng", "right"), ("Đơn vị", "left"), ("Điểm", "right"), ("Cách", "right"))
        for r in answer["neighbours"]:
            own = r["unit_key"] == answer["unit"]["unit_key"]
            cells = (
                str(r["rank"]),
                escape(r["unit_name_vi"]),
                number(r["score"], decimals([r["score"]], 2)),
                "" if own else f"{'+' if r['distance'] > 0 else ''}{number(r['distance'])}",
            )
            table.add_row(*(f"[bold]{c}[/]" if own and c else c for c in cells))
        yield table


def _criterion(code: str, name: str) -> str:
    return f"[bold]{code}[/] {escape(name)}"


def _table(title: str, *columns: tuple[str, str]) -> Table:
    table = Table(title=f"[bold]{title}[/]", title_justify="left", expand=True, title_style="")
    for name, justify in columns:
        table.add_column(name, justify=justify, no_wrap=justify == "right", ratio=1 if justify == "left" else None)
    return table


PARTS = (_losses, _levers, _paths, _neighbours)
