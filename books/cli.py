"""`parix book`: the books by hand. Vietnamese first, English after it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from books.book import BOOKS, Book, BookUnreadable, all_folders, load, read
from books.faults import Fault, stopping

app = typer.Typer(help="Index books: check, export to Excel, import, compare, pin.", no_args_is_help=True)
out = Console(highlight=False)
Folder = Annotated[Path, typer.Argument(help="folder of a book, or INDEX/EDITION such as par/2023")]


@app.command()
def check(folders: Annotated[list[Path] | None, typer.Argument(help="default: all books")] = None) -> None:
    """Prove books: tell every fault with file, line, column and what to do."""
    from books.check import check as prove
    from books.pins import pinned_folders

    found = [_folder(folder) for folder in folders or sorted({*all_folders(), *pinned_folders()})]
    others = [book for folder in dict.fromkeys([*all_folders(), *found]) if (book := load(folder)[0])]
    failed = 0
    for folder in found:
        own = load(folder)[0]
        faults = prove(folder, others if _is_ours(folder) else [])
        failed += bool(stopping(faults))
        _verdict(folder, own, faults)
    if failed:
        out.print(f"\n[red]{failed} / {len(found)} bộ phải sửa | books to correct[/]")
        raise typer.Exit(1)


@app.command()
def export(
    folder: Folder, to: Annotated[Path | None, typer.Option("--out", help="default: INDEX_EDITION.xlsx here")] = None
) -> None:
    """Write a book as one workbook for officials."""
    from books import sheet

    book = _read(folder)
    path = to or Path(f"{book.index_code}_{book.edition}.xlsx")
    sheet.export(book, path)
    out.print(f"[green]✓[/] {escape(str(path))}", soft_wrap=True)


@app.command(name="import")
def import_(
    path: Annotated[Path, typer.Argument(metavar="FILE.xlsx")],
    into: Annotated[Path | None, typer.Option(help="folder; default: where the book belongs")] = None,
) -> None:
    """Read a workbook back into the book's files; writes nothing when the check finds faults."""
    from books import diff_table
    from books.sheet_import import import_workbook

    done = import_workbook(path, _folder(into) if into else None)
    _tell(done.faults)
    if stopping(done.faults):
        out.print("[red]Không ghi gì cả | nothing was written[/]")
        raise typer.Exit(1)
    diff_table.show(out, done.changes) if done.changes or not done.written else None
    for written in done.written:
        out.print(f"[green]✓[/] đã ghi | wrote {escape(str(written))}", soft_wrap=True)


@app.command()
def diff(
    old: Folder, new: Folder,
    full: Annotated[bool, typer.Option("--full", help="sources and evidence too")] = False,
    ranks: Annotated[bool, typer.Option(help="score the last year's figures of the warehouse by both books")] = True,
) -> None:  # fmt: skip
    """Compare two books: criteria, points, weights, rules, steps, classes, and what the change would have done to the
    last year's ranks."""
    from books import diff as compare
    from books import diff_table

    one, other = _read(old), _read(new)
    diff_table.show(out, compare.diff(one, other), f"{one.name} → {other.name}", full)
    if ranks:
        _effect(one, other)


def _effect(one: Book, other: Book) -> None:
    import psycopg

    from books import diff_table, effect

    if faults := [f for book in (one, other) for f in stopping(_proven(book))]:
        _tell(faults)
        out.print("[red]Chưa so được thứ hạng: bộ chỉ số còn lỗi | no ranks: a book has faults[/]")
        raise typer.Exit(1)
    try:
        with out.status("chấm thử hai bộ trên cùng số liệu | scoring both on the same figures"):
            done = effect.on_ranks(one, other)
    except (effect.NoFigures, psycopg.OperationalError, ConnectionError) as error:
        out.print(f"\n[yellow]Chưa so được thứ hạng | no ranks to compare:[/] {escape(str(error).splitlines()[0])}")
        return
    out.print()
    diff_table.show_ranks(
        out, done.ranks, f"Nếu áp dụng cho số liệu năm {done.period_code} | on the figures of {done.period_code}"
    )


def _proven(book: Book) -> list[Fault]:
    from books.check import check as prove

    return prove(book.folder)


@app.command()
def pin(folder: Folder) -> None:
    """Close a book for good: its checksums go into CLOSED.sha256."""
    from books import pins
    from books.check import check as prove

    folder = _folder(folder)
    faults = [fault for fault in stopping(prove(folder)) if fault.file != pins.PINS]
    if faults:
        _tell(faults)
        raise typer.Exit(1)
    try:
        path = pins.pin(folder)
    except ValueError as error:
        out.print(f"[red]✗[/] {escape(str(error))}", soft_wrap=True)
        raise typer.Exit(1) from None
    out.print(f"[green]✓[/] {folder.parent.name}/{folder.name} → {escape(str(path))}", soft_wrap=True)


def score(
    book: Annotated[Path, typer.Option("--book", help="folder of the book, or INDEX/EDITION")],
    figures: Annotated[
        Path, typer.Option("--figures", help="CSV: unit_code, unit_name, period_code, figure_code, value")
    ],
    to: Annotated[Path | None, typer.Option("--out", help="write the ranking as CSV")] = None,
    period: Annotated[str | None, typer.Option(help="the period to score; default: the last one in the file")] = None,
) -> None:
    """Try a book on figures of a file, in a scratch schema; nothing of the warehouse is touched."""
    from books import figures as reading
    from books import tryout

    trying = _read(book)
    if faults := stopping(_proven(trying)):
        _tell(faults)
        out.print("[red]Bộ chỉ số còn lỗi, chưa chấm gì | the book has faults, nothing was scored[/]")
        raise typer.Exit(1)
    try:
        given = reading.read(figures, trying)
    except reading.FiguresRefused as error:
        _tell(error.faults)
        out.print("[red]Chưa chấm gì | nothing was scored[/]")
        raise typer.Exit(1) from None
    _tell(given.notes)
    with out.status("đang chấm | scoring"):
        done = tryout.score(trying, given, figures.name, period)
    _tell(done.faults)
    tryout.show(out, trying, done)
    if to:
        tryout.write(to, done)
        out.print(f"[green]✓[/] {escape(str(to))}", soft_wrap=True)


def _folder(folder: Path) -> Path:
    """A folder as given, or INDEX/EDITION below the books."""
    return folder if folder.is_dir() or not (BOOKS / folder).is_dir() else BOOKS / folder


def _is_ours(folder: Path) -> bool:
    from books.pins import home_of

    return home_of(folder) == BOOKS


def _read(folder: Path) -> Book:
    try:
        return read(_folder(folder))
    except BookUnreadable as error:
        _tell(error.faults)
        raise typer.Exit(1) from None


def _verdict(folder: Path, book: Book | None, faults: Sequence[Fault]) -> None:
    name = f"{folder.parent.name}/{folder.name}" if _is_ours(folder) else str(folder)
    wrong, warnings = len(stopping(faults)), len(faults) - len(stopping(faults))
    if wrong:
        out.print(
            f"[red]✗[/] [bold]{escape(name)}[/]  {wrong} lỗi | faults"
            + (f", {warnings} lưu ý | notes" if warnings else ""),
            soft_wrap=True,
        )
    else:
        criteria, leaves, scale = len(book.criteria), len(book.leaves), book.head.values["scale_points"]
        vi, en = (
            f"{criteria} tiêu chí, {leaves} chấm điểm, thang {scale}",
            f"{criteria} criteria, {leaves} scored, of {scale}",
        )
        noted = f"  [yellow]{warnings} lưu ý | notes[/]" if warnings else ""
        out.print(f"[green]✓[/] [bold]{escape(name):22}[/] {vi} [dim]| {en}[/]{noted}", soft_wrap=True)
    _tell(faults)


def _tell(faults: Sequence[Fault]) -> None:
    for fault in faults:
        mark = "[yellow]![/]" if fault.is_warning else "[red]✗[/]"
        where = fault.place_en.partition(", ")[2]
        english = f" [dim]| {escape(where)}[/]" if where else ""
        out.print(f"  {mark} [cyan]{escape(fault.place_vi)}[/]{english}", soft_wrap=True)
        for text, style in ((fault.vi, "none"), (fault.en, "dim")):
            shown = Text(text, style=style)
            # a terminal wraps below the indent; a pipe gets one line per message, to be searched
            out.print(
                Padding(shown, (0, 0, 0, 4)) if out.is_terminal else Text("    ") + shown, soft_wrap=not out.is_terminal
            )
