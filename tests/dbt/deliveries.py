"""Dossiers of a test's own, delivered into raw as a client would leave them, past a gate that found nothing; and the models
that count them."""

from __future__ import annotations

from itertools import count

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from warehouse import config
from warehouse.dbt import dbt

UNIT, OTHER, PROVINCE = "commune-17662-2025", "commune-16681-2025", "province-40-2020"
AGENCIES = {UNIT: "A1", OTHER: "A2"}
COUNTING = ("dossier_procedure", "dossier_current", "dossier_national", "dossier_fact", "dossier_day")
BASE = {
    "agency_code": "A1", "status_id": "2", "channel_id": "0", "procedure_code": "1.001193",
    "accepted_at": "2026-03-02T09:00:00+0700", "component_count": 1, "component_file_count": 0, "required_count": 1,
    "required_file_count": 0, "result_file_count": 0, "fee_count": 0,
}  # fmt: skip
_numbers = count(1)


def prepare() -> None:
    """Reference data, with codes of the tests for two units, and every model built once on nothing."""
    dbt("seed", "--select", "unit_code_map", "dossier_*", "days_off", "units", "reporting_periods")
    with psycopg.connect(config.dsn("admin")) as conn:
        for unit, code in AGENCIES.items():
            for source in ("igate", "national"):
                conn.execute("insert into reference.unit_code_map values (%s, %s, %s, 'test')", (source, code, unit))


def at(moment: str) -> str:
    """'2026-03-02 09:00', or a day alone (then 09:00), as iGate writes it."""
    day, _, time = moment.partition(" ")
    return f"{day}T{time or '09:00'}:00+0700"


def dossier(name: str, updated: str, **columns) -> dict:
    """A version of a dossier; what is not named is BASE."""
    code = f"H41.1-260302-{sum(name.encode()) % 10000:04d}"
    return BASE | {"dossier_id": name, "dossier_code": code, "updated_at": at(updated)} | columns


def deliver(*rows: dict, source: str = "igate", table: str = "dossier", gated: bool = True) -> int:
    """One delivery that a gate has let through (or that still waits for one); returns its receipt."""
    passed = "insert into ops.gate (border, finished_at, is_passed) values ('in', now(), true) returning gate_id"
    with psycopg.connect(config.dsn("admin")) as conn:
        gate = conn.execute(passed).fetchone()[0] if gated else None
        receipt = conn.execute(
            """
            insert into ops.delivery (source_code, sha256, name, rows_delivered, rows_loaded, is_illustrative,
                archive_path, gate_id)
            values (%s, %s, 'test', %s, %s, true, '', %s) returning receipt_id
            """,
            (source, f"test {next(_numbers)}", len(rows), len(rows), gate),
        ).fetchone()[0]
        for number, row in enumerate(rows, 1):
            row = {"receipt_id": receipt, "row_no": number, "source_code": source} | row
            values = [Jsonb(v) if isinstance(v, list) else v for v in row.values()]
            conn.execute(
                sql.SQL("insert into raw_dossiers.{} ({}) values ({})").format(
                    sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, row)),
                    sql.SQL(", ").join([sql.Placeholder()] * len(row)),
                ),
                values,
            )  # fmt: skip
        return receipt


def count_dossiers(*models: str, full: bool = False) -> None:
    """Run the models that count dossiers, or some of them: a run that was killed after those."""
    dbt("run", "--select", *(models or COUNTING), full=full)


def first_run(*more: str) -> None:
    """The first build: staging, the tables below the counts, and `more` models."""
    dbt("run", "--select", "stg_dossiers__version", "stg_dossiers__procedure", "core_working_day", *COUNTING,
        *more, full=True)  # fmt: skip
