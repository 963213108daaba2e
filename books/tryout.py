"""`parix score`: one book on one file of figures, and the ranking that comes of it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from books import trial
from books.book import Book
from books.faults import Fault, meant
from books.figures import Figures, FiguresRefused
from warehouse import cells

COLUMNS = ("unit_code", "unit_name", "score", "percent", "rank", "class")


@dataclass(frozen=True)
class Ranking:
    """Rows of one period by group and rank (COLUMNS and peer_group), and the figures that were kept out."""

    period_code: str
    rows: list[dict]
    faults: list[Fault]


def score(book: Book, given: Figures, file: str, period: str | None = None) -> Ranking:
    """Score one period of the figures; earlier ones of the same kind serve rules that look back."""
    period = period or given.periods[-1]
    if period not in given.periods:
        vi, en = meant(period, given.periods)
        raise FiguresRefused([Fault(file, None, "period_code", f"không có số liệu của kỳ “{period}”. {vi}",
                                    f"there are no figures of “{period}”. {en}")])  # fmt: skip
    kind = _kind(period)
    rows = [row for row in given.rows if _kind(row["period_code"]) == kind]
    done = trial.score([book], given.units, rows, periods=[period])
    faults = []
    for fault in done.faults:
        line = given.lines.get((fault["unit_code"], fault["period_code"], fault["figure_code"]))
        vi = f"{fault['figure_code']}: {fault['reason_vi']}. Số liệu này không được dùng, tính là thiếu."
        en = f"{fault['figure_code']}: {fault['reason_en']}. It was kept out and counts as missing."
        faults.append(Fault(file, line, "value", vi, en, is_warning=True))
    return Ranking(period, [_row(r) for r in done.ranks], faults)


def _kind(period: str) -> str:
    return "".join("9" if c.isdigit() else c for c in period)


def _row(rank: dict) -> dict:
    return {c: rank[c] for c in ("unit_code", "unit_name", "score", "percent", "rank", "peer_group")} | {
        "class": rank["class_vi"]
    }


def write(path: Path, ranking: Ranking) -> None:
    """The ranking as CSV (COLUMNS); empty cells where there is no score."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: cells.harmless(v) for k, v in row.items()} for row in ranking.rows)


def show(console: Console, book: Book, ranking: Ranking) -> None:
    """The ranking as tables, one per group."""
    status = book.head.values["status"]
    for group in dict.fromkeys(r["peer_group"] for r in ranking.rows):
        rows = [r for r in ranking.rows if r["peer_group"] == group]
        console.print(
            f"[bold]{escape(book.name)}[/] · {ranking.period_code} · {escape(group)} · chấm thử ({status}) · {len(rows)} đơn vị"
        )
        table = Table()
        for name, side in (
            ("Hạng", "right"),
            ("Đơn vị", "left"),
            ("Điểm", "right"),
            ("%", "right"),
            ("Xếp loại", "left"),
        ):
            table.add_column(name, justify=side)
        for r in rows:
            cells = (r["rank"], r["unit_name"], r["score"], r["percent"], r["class"])
            table.add_row(*("–" if c is None else escape(str(c)) for c in cells))
        console.print(table)
