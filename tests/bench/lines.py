"""The table of `make bench`: a line per measurement, on the screen and in docs/benchmarks.md."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

HEAD, DAY = ("Work", "Ours", "Against", "Ratio", "Target", "Note"), "Measured on"


@dataclass(frozen=True)
class Line:
    """One measurement. ``ours`` and ``against`` say what was measured, with its unit; ``ratio`` compares the two (or is
    the measured number itself where nothing stands against it); ``target`` is ``(">=", 0.6)`` or ``("<=", 1.3)``."""

    work: str
    ours: str
    against: str
    ratio: float
    target: tuple[str, float] | None = None
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        if self.target is None:
            return None
        sign, limit = self.target
        return self.ratio >= limit if sign == ">=" else self.ratio <= limit

    def cells(self) -> tuple[str, ...]:
        """The line as text, in the order of HEAD."""
        verdict = {True: " ✓", False: " ✗", None: ""}[self.is_met]
        target = f"{self.target[0]} {self.target[1]:g}{verdict}" if self.target else ""
        return self.work, self.ours, self.against, f"{self.ratio:.2f}", target, self.note


def rows_per_second(rows: int, seconds: float) -> str:
    """``61,200 rows/s``."""
    return f"{rows / seconds:,.0f} rows/s"


def show(lines: Sequence[Line]) -> None:
    """Print the table."""
    table = Table(title=", ".join(machine()))
    for name in HEAD:
        table.add_column(name, justify="right" if name == "Ratio" else "left")
    for line in lines:
        table.add_row(*line.cells())
    Console(width=max(140, Console().width)).print(table)


def machine(server_version: str | None = None) -> list[str]:
    """What was measured on: processor, cores, memory, system, Python and PostgreSQL; no names, no paths."""
    cpu = next((v for k, v in _colons("/proc/cpuinfo") if k == "model name"), "unknown processor")
    memory = next((int(v.split()[0]) / 2**20 for k, v in _colons("/proc/meminfo") if k == "MemTotal"), 0)
    about = [
        f"{len(os.sched_getaffinity(0))} cores ({cpu})",
        f"{memory:.0f} GiB memory",
        f"Linux {os.uname().release.split('-')[0]}",
    ]
    about.append(f"Python {sys.version.split()[0]}")
    return about + ([f"PostgreSQL {server_version}"] if server_version else [])


def _colons(path: str) -> list[tuple[str, str]]:
    lines = (line.partition(":") for line in Path(path).read_text().splitlines())
    return [(key.strip(), value.strip()) for key, _, value in lines]


def server_version(dsn: str) -> str:
    """Version of the database that was measured."""
    with psycopg.connect(dsn) as conn:
        return conn.execute("show server_version").fetchone()[0]


def write(lines: Sequence[Line], path: Path, version: str, *, is_whole: bool) -> None:
    """Write docs/benchmarks.md: the machine, the table, how to read it. Lines of earlier runs on the same machine stand
    until they are measured again, or a whole run has come to its end."""
    about, today = "; ".join(machine(version)), f"{datetime.now(UTC):%d %B %Y}"
    before = path.read_text(encoding="utf-8") if path.exists() and not is_whole else ""
    rows = dict(_rows(before)) if f"{about}." in before else {}
    measured = (tuple(cell.replace("|", "/") for cell in (*line.cells(), today)) for line in lines)
    rows |= {cells[0]: cells for cells in measured}
    table = "\n".join(f"| {' | '.join(row)} |" for row in ((*HEAD, DAY), ("---",) * (len(HEAD) + 1), *rows.values()))
    path.write_text(PAGE.format(machine=about, table=table), encoding="utf-8")


def _rows(page: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The measurements of a page: the work, and its cells."""
    for line in page.splitlines():
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        if line.startswith("|") and len(cells) == len(HEAD) + 1 and cells[0] not in (HEAD[0], "---"):
            yield cells[0], cells


PAGE = """# Benchmarks

Written by `make bench`, a line as soon as it is measured, on: {machine}.

Read the ratios, not the seconds: ours and what it is compared with were measured in the same run, on the same machine,
on the same generated sample data. ✓ and ✗ say whether the figure that the design sets is reached.

{table}

How each is measured stands at the top of its module in `tests/bench/`.
"""
