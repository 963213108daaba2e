"""`parix quarantine`: what is kept out, and what becomes of it by hand. Vietnamese first, English after it."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(help="Rows that a check keeps out: list, show, accept, take back, replay.", no_args_is_help=True)
out, err = Console(highlight=False), Console(stderr=True, highlight=False)
SAID = {
    "open": "đang giữ lại", "corrected": "đã có bản sửa", "released": "đã đạt, đưa vào kho",
    "accepted": "được chấp nhận có lý do", "withdrawn": "bên gửi đã rút",
}  # fmt: skip
State = StrEnum("State", [*SAID, "all"])
NEXT = "Lần dựng tới sẽ tính (hằng đêm, hoặc `parix build`). | The next build counts it (by night, or `parix build`)."
Numbers = Annotated[list[str], typer.Argument(metavar="ROW...", help="numbers of rows: 12, or 12-24 for all between")]
Reason = Annotated[str, typer.Option("--reason", help="why; it stays with the row for ever")]
By = Annotated[str, typer.Option("--by", help="who decides, by office: “Sở Nội vụ”")]


@app.command(name="list")
def list_(
    check: Annotated[str | None, typer.Option(help="name of a check, such as status_known")] = None,
    source: Annotated[str | None, typer.Option(help="igate, national, portal, workbook, workbook:vpcp_06a …")] = None,
    state: Annotated[State, typer.Option(help="state of the rows")] = State.open,
    limit: Annotated[int, typer.Option(min=0, help="how many, the newest first; 0: all")] = 50,
    csv_: Annotated[bool, typer.Option("--csv", help="as CSV, all of them")] = False,
) -> None:
    """List the rows of quarantine, the newest first."""
    from expectations.kept_rows import listed

    wanted = None if state == State.all else state.value
    found, total = listed(check, source, wanted, 0 if csv_ else limit)
    if csv_:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("row", "state", "checks", "source", "receipt", "place", "reason"))
        writer.writerows([*r.values()] for r in (f | {"checks": " ".join(f["checks"])} for f in found))
        return
    if not total:
        out.print("Không có dòng nào như vậy. | There is no such row.")
        return
    table = Table("dòng | row", "trạng thái | state", "kiểm tra | check", "ở đâu | where", "lý do | reason")
    for r in found:
        table.add_row(str(r["row"]), r["state"], "\n".join(r["checks"]), r["place"], r["reason"])
    out.print(table)
    if total > len(found):
        out.print(f"{len(found)} / {total:,} dòng; `--limit 0` cho tất cả | rows; `--limit 0` for all")


@app.command()
def show(row: int) -> None:
    """Show a row whole: its record, what it fails, who mends that, its receipt and what became of it."""
    from expectations.kept_rows import shown

    found = shown(row)
    if not found:
        err.print(f"Không có dòng {row}. | There is no row {row} in quarantine.")
        raise typer.Exit(1)
    table = Table(show_header=False, box=None)
    owners = found["owners"] or {}
    for name, value in (
        ("dòng | row", f"{row}: {SAID[found['state']]} | {found['state']}"),
        ("lý do | reason", found["reason_vi"]),
        ("kiểm tra | checks", "\n".join(f"{c} → {owners.get(c) or '?'}" for c in found["checks"])),
        ("ở đâu | where", found["place"]),
        (
            "biên nhận | receipt",
            f"{found['receipt_id']}, {found['source_code']}, {found['received_at']:%d/%m/%Y %H:%M}",
        ),
        ("cổng | gates", f"{found['gate_id'] or '–'} → {found['closed_by_gate_id'] or '–'}"),
        *(("chấp nhận | accepted", _acceptance(a)) for a in found["acceptances"] or []),
        *((f"  {key}", str(value)) for key, value in found["record"].items() if value is not None),
    ):
        table.add_row(f"[bold]{name}[/]", value)
    out.print(table)


@app.command()
def accept(numbers: Numbers, reason: Reason, by: By) -> None:
    """Let open rows through although they fail a check, for a reason that stays with them."""
    from expectations import fates

    with _told():
        moved = fates.accept(_rows(numbers), reason, by)
    out.print(
        f"[green]✓[/] {len(moved)} dòng được chấp nhận | rows accepted. {NEXT}"
        if moved
        else "Các dòng này đã được chấp nhận từ trước. | They were accepted before; nothing changed."
    )


@app.command(name="take-back")
def take_back(numbers: Numbers, reason: Reason, by: By) -> None:
    """End an acceptance: the rows are kept out again, and the next build is a full one."""
    from expectations import fates

    with _told():
        moved = fates.take_back(_rows(numbers), reason, by)
    out.print(f"[green]✓[/] {len(moved)} dòng bị giữ lại như trước | rows are kept out again. {NEXT}")


@app.command()
def replay(numbers: Numbers) -> None:
    """Examine rows again after a correction (a code list, an alias, a book); those that pass go into the warehouse."""
    from expectations.replay import replay as again

    with _told(), out.status("kiểm tra lại | examining"):
        found = again(_rows(numbers))
    for row in found:
        passed = row.state == "released"
        out.print(f"{'[green]✓[/]' if passed else '[red]✗[/]'} {row.quarantine_id}: {SAID[row.state]} | {row.state}")
        if not passed:
            out.print(f"   {row.reason_vi}", markup=False)
    kept = sum(row.state == "open" for row in found)
    out.print(f"{len(found) - kept} / {len(found)} dòng đạt | rows pass. {NEXT if kept < len(found) else ''}")
    raise typer.Exit(int(bool(kept)))


def _rows(numbers: list[str]) -> list[int]:
    from expectations.kept_rows import between

    found: list[int] = []
    for said in numbers:
        if not (match := re.fullmatch(r"(\d{1,18})(?:-(\d{1,18}))?", said)):
            raise typer.BadParameter(f"{said!r} is no row; a number is needed (12), or two (12-24)")
        found += between(int(match[1]), int(match[2])) if match[2] else [int(match[1])]
    if not found:
        err.print(f"Không có dòng nào trong khoảng {', '.join(numbers)}. | There is no row in {', '.join(numbers)}.")
        raise typer.Exit(1)
    return found


def _acceptance(a: dict) -> str:
    ended = f"; thôi | ended {a['ended_at'][:16]}, {a['ended_by']}: {a['ended_reason']}" if a["ended_at"] else ""
    return f"{a['accepted_at'][:16]}, {a['accepted_by']}: {a['reason']} ({', '.join(a['checks'])}){ended}"


@contextmanager
def _told() -> Iterator[None]:
    from expectations.fates import NotMoved

    try:
        yield
    except NotMoved as e:
        err.print(f"[red]✗[/] {e}", soft_wrap=True)
        raise typer.Exit(1) from None
