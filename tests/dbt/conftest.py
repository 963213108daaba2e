"""A scratch way to score: index books and figures of a test's own in an empty warehouse, through the real models."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.types.json import Jsonb

from warehouse import config
from warehouse.dbt import dbt

BOOK = {
    "scale_points": "100",
    "rank_decimals": "2",
    "status": "draft",
    "valid_from": "2025-01-01",
    "valid_to": "2027-01-01",
}
LAST_DAY = "2026-06-30T12:00+07:00"  # so 2025 is closed and 2026 runs


@pytest.fixture(scope="module")
def score(warehouse):
    """``score({edition: (level, criteria, steps)}, figures)``: scratch books take the place of the real ones (2022, 2023
    and 2026; valid in 2025 and 2026), the figures arrive as a delivery that passed its gate, and everything is scored.

    Criteria and steps are rows of an index book; figures are unit_key, period_code, figure_code, value, missing_reason.
    """
    dbt("seed")

    def run(books: dict[str, tuple], figures: list[tuple]) -> None:
        with psycopg.connect(config.dsn("admin")) as conn:
            for edition in ("2022", "2023", "2026"):
                level, criteria, steps = books.get(edition, ("nobody", [], []))
                rows = {"book": [BOOK | {"level": level}], "criteria": criteria, "steps": steps, "classes": []}
                for kind, content in rows.items():
                    table = f"books.par_{edition}__{kind}"
                    conn.execute(f"delete from {table}")
                    conn.execute(
                        f"insert into {table} select * from jsonb_populate_recordset(null::{table}, %s)",
                        (Jsonb(content),),
                    )
            _deliver(conn, figures)
        dbt("run", "--select", "staging", "core", "scoring")

    return run


def _deliver(conn: psycopg.Connection, figures: list[tuple]) -> None:
    gate = conn.execute(
        "insert into ops.gate (border, finished_at, is_passed) values ('in', now(), true) returning gate_id"
    ).fetchone()[0]
    receipt = conn.execute(
        """
        insert into ops.delivery (source_code, sha256, name, received_at, rows_delivered, rows_loaded, is_illustrative,
            archive_path, gate_id)
        values ('workbook', %s, 'thử.xlsx', %s, %s, %s, true, 'none', %s) returning receipt_id
        """,
        (f"scratch {gate}", LAST_DAY, len(figures), len(figures), gate),
    ).fetchone()[0]
    with conn.cursor().copy(
        "copy raw_workbooks.figure (receipt_id, row_no, form_code, edition, sheet, cell, sheet_row, row_role, unit_key,"
        " period_code, figure_code, value, missing_reason) from stdin"
    ) as copy:
        for number, figure in enumerate(figures, 1):
            copy.write_row((receipt, number, "scratch", "1", "Thử", f"C{number}", number, "detail", *figure))
