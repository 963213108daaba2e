"""A comparison of two books, and what it does to the ranks, as tables for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from books.diff import KINDS, Change
from books.vocabulary import column

_ORDER = "các dòng đổi chỗ | lines stand in another order"


def show(console: Console, changes: Sequence[Change], title: str = "", full: bool = True) -> None:
    """Print the changes, one line each, by their kind; without ``full``, changed sources and evidence are only counted."""
    if title:
        console.print(f"[bold]{escape(title)}[/]")
    if not changes:
        console.print("[green]✓[/] không có gì khác | no differences")
        return
    counts = Counter(change.kind for change in changes)
    console.print(
        f"{len(changes)} thay đổi | changes: " + ", ".join(f"{KINDS[kind]} {counts[kind]}" for kind in counts)
    )
    shown = [change for change in changes if full or change.kind != "text"]
    table = _table()
    for name, share in (("Mã", None), ("Nội dung", 5), ("Trước", 4), ("Sau", 4)):
        style = {"Trước": "red", "Sau": "green"}.get(name)
        table.add_column(name, ratio=share, style=style, no_wrap=share is None, overflow="fold")
    last = None
    for change in shown:
        if change.kind != last:
            table.add_row()
            table.add_row(f"[bold cyan]{KINDS[change.kind]}[/]")
            last = change.kind
        table.add_row(escape(change.key), _what(change), escape(change.old), escape(change.new))
    console.print(table)
    if left := len(changes) - len(shown):
        console.print(
            f"[dim]và {left} ô căn cứ, tài liệu kiểm chứng | and {left} cells of sources and evidence (--full)[/]"
        )


def show_ranks(
    console: Console, ranks: Iterable[tuple[str, int | None, int | None, object, object]], title: str
) -> None:
    """Print what a change does to a ranking: (unit, old rank, new rank, old score, new score), most moved first."""
    table = Table(
        title=title, title_justify="left", header_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0)
    )
    for name, justify in (("Đơn vị", "left"), ("Hạng cũ", "right"), ("Hạng mới", "right"), ("", "left"),
                          ("Điểm cũ", "right"), ("Điểm mới", "right")):  # fmt: skip
        table.add_column(name, justify=justify)
    rows = sorted(ranks, key=lambda r: (r[1] is None or r[2] is None, -abs((r[1] or 0) - (r[2] or 0)), r[2] or 0))
    for unit, old, new, old_score, new_score in rows:
        cells = ("–" if value is None else str(value) for value in (old_score, new_score))
        table.add_row(escape(unit), _rank(old), _rank(new), _move(old, new), *cells)
    console.print(table)


def _table(title: str | None = None) -> Table:
    return Table(title=title, title_justify="left", header_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))


def _what(change: Change) -> str:
    if change.kind == "order":
        return _ORDER
    name = escape(change.name)
    if change.column is None or change.kind == "recoded":
        return name
    label = escape(column(change.part, change.column).label)
    if change.kind == "renamed" or not name:
        return label
    return f"{name}: [bold]{label}[/]"


def _rank(rank: int | None) -> str:
    return "–" if rank is None else str(rank)


def _move(old: int | None, new: int | None) -> str:
    if old is None or new is None or old == new:
        return ""
    return f"[green]▲ {old - new}[/]" if new < old else f"[red]▼ {new - old}[/]"
