"""A workbook from bytes to rows: through our reader, checks and all, and through openpyxl (read_only) to bare values."""

from __future__ import annotations

import io
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import xlsxwriter

from ingestion.readers.spreadsheet import open_sheets
from tests.bench.lines import Line, rows_per_second

ROWS, ROUNDS = 50_000, 8


def workbook(rows: int = ROWS) -> bytes:
    """A generated list as a department sends it: numbers, names, dates as text, a percent; sample data."""
    rng, data = random.Random(1), io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Bảng")
        percent = book.add_format({"num_format": "0.00%"})
        for r in range(rows):
            unit, day = f"UBND xã số {rng.randint(1, 412)}", f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/2026"
            values = [r + 1, unit, f"Nhiệm vụ {r}", rng.randint(0, 5000), rng.randint(0, 5000), day, "Đã hoàn thành"]
            sheet.write_row(r, 0, values)
            sheet.write_number(r, 7, rng.random(), percent)
    return data.getvalue()


def run(home: Path) -> Iterator[Line]:
    """Seconds of the processor and of the wall clock (both work on one core), best of ROUNDS each, in turns, on the same
    bytes."""
    data = workbook()
    pairs = [(_seconds(_ours, data), _seconds(_openpyxl, data)) for _ in range(ROUNDS)]
    note = f"{ROWS:,} rows × 8 columns; ours with all checks of the airlock; processor time"
    yield _line("workbook, bytes to rows", pairs, 0, (">=", 5), note)
    yield _line("workbook, bytes to rows, by the wall clock", pairs, 1, None, "the same runs")


def _line(
    work: str, pairs: list[tuple[tuple[float, float], ...]], clock: int, target: tuple[str, float] | None, note: str
) -> Line:
    ours, theirs = (min(pair[who][clock] for pair in pairs) for who in (0, 1))
    against = f"openpyxl read_only {rows_per_second(ROWS, theirs)}"
    return Line(work, rows_per_second(ROWS, ours), against, theirs / ours, target, note)


def _ours(data: bytes) -> int:
    (sheet,) = open_sheets(data)
    return len(sheet.rows)


def _openpyxl(data: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return sum(len(list(sheet.iter_rows(values_only=True))) for sheet in book.worksheets)


def _seconds(read: Callable[[bytes], int], data: bytes) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    if read(data) != ROWS:
        raise AssertionError("not every row was read")
    return time.process_time() - cpu, time.perf_counter() - wall
