"""The gates: what arrived is examined before it is transformed, what would be published before anyone sees it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypedDict

import psycopg
from psycopg import sql

from expectations import coverage
from expectations.forms import with_forms
from expectations.sorting import mark_corrected, mark_withdrawn, sort_rows
from expectations.suites import Outcome, Suite, load_suites, run_suite
from warehouse import config

DOCS = "reports/data_docs"
EXAMPLES = 5


class GateStopped(RuntimeError):
    """A gate does not let the data through; the sentence names each check that stopped it."""


class GateReport(TypedDict):
    """What a gate did: checks asked and failed, rows put into quarantine and taken out of it."""

    gate_id: int
    checks: int
    failed: list[str]
    quarantined: int
    released: int
    corrected: int


def gate_in() -> GateReport | None:
    """Examine every delivery that no gate has seen, and the open rows of quarantine once more.

    Failing rows go whole from raw to quarantine, rows that pass now come back, and the deliveries are marked: one
    transaction. None when nothing arrived since the last gate and nothing is known now that quarantine could be asked again.
    Raises GateStopped when a check of severity ``stop`` fails or a check cannot be asked at all.
    """
    suites = load_suites("in")
    with connect("loader") as conn:
        known_by = _known_by(conn, suites)
        if not conn.execute(_WAITING, (known_by,)).fetchone()[0]:
            return None
        lock_rows(conn)
        gate_id = open_gate(conn, "in")
        # fixed before the first check is asked: what arrives meanwhile waits for the next gate
        receipts = [r for (r,) in conn.execute("select receipt_id from ops.delivery where gate_id is null")]
        for suite in suites:
            lay_out_arrived(conn, suite, receipts)
        coverage.write(conn, "in", suites, receipts)
        conn.commit()
        outcomes = [(s, list(run_suite(s, config.dsn("loader"), "quarantine", _docs()))) for s in suites]
        record(conn, gate_id, outcomes)
        stop_if_needed(conn, gate_id, outcomes)
        with conn.transaction():
            moved = [sort_rows(conn, gate_id, suite, found) for suite, found in outcomes]
            conn.execute("update ops.delivery set gate_id = %s where receipt_id = any(%s)", (gate_id, receipts))
            corrected = sum(mark_corrected(conn, gate_id, suite) for suite in suites)
            corrected += mark_withdrawn(conn, gate_id)
            conn.execute(
                "update ops.gate set finished_at = now(), is_passed = true, known_by = %s where gate_id = %s",
                (known_by, gate_id),
            )
        quarantined, released = (sum(column) for column in zip(*moved, strict=True))
        return _report(gate_id, outcomes, quarantined, released, corrected)


def gate_out(release_id: int, release_schema: str) -> GateReport:
    """Examine a candidate release by itself and against the published one. Raises GateStopped when it must not be
    published. Before the first release there is nothing to compare: those checks are asked about no rows."""
    with connect("publisher") as conn:
        gate_id = open_gate(conn, "out", release_id)
        suites = load_suites("out")
        names = _compared(conn, release_id, release_schema)
        for suite in suites:
            lay_out(conn, "gates", suite, sql.SQL(suite.batch_sql).format(**names))
        coverage.write(conn, "out", suites, schema=release_schema)
        conn.commit()
        outcomes = [(s, list(run_suite(s, config.dsn("publisher"), "gates", _docs()))) for s in suites]
        record(conn, gate_id, outcomes)
        stop_if_needed(conn, gate_id, outcomes)
        conn.execute("update ops.gate set finished_at = now(), is_passed = true where gate_id = %s", (gate_id,))
        return _report(gate_id, outcomes, 0, 0, 0)


def _compared(conn: psycopg.Connection, release_id: int, schema: str) -> dict[str, sql.Composable]:
    """What stands for the candidate and for the published release in the queries of the batches."""
    row = conn.execute("select release_id, schema_name from ops.release where state = 'published'").fetchone()
    previous_id, previous = row or (None, schema)
    tables = conn.execute(
        "select schemaname, tablename from pg_tables where schemaname in (%s, %s)", (schema, previous)
    ).fetchall()
    one = "select {release} as release_id, {mart} as mart, count(*) as row_count from {table}"
    counts = [
        sql.SQL(one).format(release=release_id if s == schema else previous_id, mart=t, table=sql.Identifier(s, t))
        for s, t in tables
    ]
    return {
        "schema": sql.Identifier(schema), "previous": sql.Identifier(previous), "release": sql.Literal(release_id),
        "previous_release": sql.Literal(previous_id), "row_counts": sql.SQL(" union all ").join(counts),
    }  # fmt: skip


_WAITING = """
    select exists (select from ops.delivery where gate_id is null)
    or exists (select from quarantine.row where state = 'open' and check_name <> 'decodable')
    and %s is distinct from (
        select known_by from ops.gate
        where border = 'in' and kind = 'whole' and is_passed order by gate_id desc limit 1
    )
"""
_LISTS = (
    "dossier_sources", "dossier_status_map", "dossier_channel_map", "dossier_payment_map", "dossier_time_units",
    "unit_code_map", "figure_sense", "assessable_criterion",
)  # fmt: skip


def _known_by(conn: psycopg.Connection, suites: list[Suite]) -> str:
    """Hash of what the verdicts rest on besides the rows: the checks, and the code lists they ask."""
    digest = hashlib.sha256(repr([(s.checks, s.batch_sql, s.form_checks) for s in suites]).encode())
    for name in _LISTS:
        rows = sql.SQL("select l::text from reference.{} as l order by 1").format(sql.Identifier(name))
        digest.update(repr(conn.execute(rows).fetchall()).encode())
    return digest.hexdigest()


def lay_out(conn: psycopg.Connection, schema: str, suite: Suite, batch: sql.Composable) -> None:
    """The rows that a suite asks about, computed once: every check reads them anew, a failed one several times."""
    table = sql.Identifier(schema, suite.batch)
    conn.execute(sql.SQL("drop table if exists {}").format(table))
    conn.execute(sql.SQL("create unlogged table {} as {}").format(table, batch))
    conn.execute(sql.SQL("analyze {}").format(table))


def connect(role: str) -> psycopg.Connection:
    """A connection with the rights of a role."""
    return psycopg.connect(config.dsn(role), application_name="parix gate")


def _docs() -> Path:
    return config.home() / DOCS


def lock_rows(conn: psycopg.Connection) -> None:
    """Wait until nobody else moves rows between raw and quarantine, and keep others out until the connection ends: the
    number of a gate must rise in the order in which gates commit, since the models take what is newer than they know."""
    conn.execute("select pg_advisory_lock(hashtext('parix: rows between raw and quarantine'))")


def open_gate(conn: psycopg.Connection, border: str, release_id: int | None = None, kind: str = "whole") -> int:
    """Begin a gate and return its number; ``kind`` as in ops.gate."""
    return conn.execute(
        "insert into ops.gate (border, release_id, kind) values (%s, %s, %s) returning gate_id",
        (border, release_id, kind),
    ).fetchone()[0]


def lay_out_arrived(conn: psycopg.Connection, suite: Suite, receipts: list[int]) -> None:
    """Lay out what a suite of the border in asks about: the rows of these deliveries, and the open ones of quarantine."""
    # the planner takes joins of CTEs for one row and loops over them: 20 s for 9,000 figures instead of half a second
    loops = "off" if suite.raw_table.startswith("raw_workbooks.") else "on"
    conn.execute("select set_config('enable_nestloop', %s, true)", (loops,))
    arrived = with_forms(conn, suite.raw_table, suite.batch_sql, suite.form_checks)
    arrived = arrived.replace(":receipts", sql.Literal(receipts).as_string(conn) + "::bigint[]")
    lay_out(conn, "quarantine", suite, sql.SQL(arrived))


def record(conn: psycopg.Connection, gate_id: int, outcomes: list[tuple[Suite, list[Outcome]]]) -> None:
    """Write what the checks found, whatever happens afterwards."""
    with conn.cursor() as cursor:
        cursor.executemany(
            """
            insert into ops.gate_result (
                gate_id, suite, check_name, description_vi, dimension, severity, owner, is_passed,
                rows_checked, rows_failed, observed, error, examples
            ) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
            """,
            [
                (gate_id, s.suite, o.check.name, o.check.description_vi, o.check.dimension, o.check.severity,
                 o.check.owner, o.is_passed, o.rows_checked, o.rows_failed, o.observed, o.error, _examples(conn, s, o))
                for s, found in outcomes for o in found
            ],
        )  # fmt: skip
    conn.commit()


def _examples(conn: psycopg.Connection, suite: Suite, outcome: Outcome) -> str | None:
    """Some of the rows that fail, as JSON; those that go to quarantine are shown from there."""
    if not outcome.failing_rows_sql or (suite.border == "in" and outcome.check.severity == "quarantine"):
        return None
    query = "select to_jsonb(f) as row from ({}) as f order by 1 limit {}"
    query = sql.SQL("select jsonb_agg(row)::text from (" + query + ") as r")
    return conn.execute(query.format(sql.SQL(outcome.failing_rows_sql), sql.Literal(EXAMPLES))).fetchone()[0]


def stop_if_needed(conn: psycopg.Connection, gate_id: int, outcomes: list[tuple[Suite, list[Outcome]]]) -> None:
    """Raise GateStopped, with the gate marked as not passed, when a check of severity stop failed or one could not be asked."""
    stops = [
        f"{s.suite}.{o.check.name}: {o.error or o.check.description_vi}"
        for s, found in outcomes
        for o in found
        if o.error or (not o.is_passed and o.check.severity == "stop")
    ]
    if stops:
        conn.execute("update ops.gate set finished_at = now(), is_passed = false where gate_id = %s", (gate_id,))
        conn.commit()
        raise GateStopped(f"gate {gate_id} does not let this through:\n" + "\n".join(stops))


def _report(gate_id: int, outcomes: list[tuple[Suite, list[Outcome]]], into: int, out: int, fixed: int) -> GateReport:
    asked = [o for _, found in outcomes for o in found]
    failed = [o.check.name for o in asked if not o.is_passed]
    return GateReport(
        gate_id=gate_id, checks=len(asked), failed=failed, quarantined=into, released=out, corrected=fixed
    )
