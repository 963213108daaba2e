"""The gates: what arrived is examined before it is transformed, what would be published before anyone sees it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypedDict

import psycopg
from psycopg import sql

from expectations.suites import Outcome, Suite, load_suites, run_suite
from warehouse import config

DOCS = "reports/data_docs"


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
    with _connect("loader") as conn:
        known_by = _known_by(conn, suites)
        if not conn.execute(_WAITING, (known_by,)).fetchone()[0]:
            return None
        gate_id = _open_gate(conn, "in", None)
        # fixed before the first check is asked: what arrives meanwhile waits for the next gate
        receipts = [r for (r,) in conn.execute("select receipt_id from ops.delivery where gate_id is null")]
        for suite in suites:
            conn.execute(suite.batch_sql.replace(":receipts", sql.Literal(receipts).as_string(conn) + "::bigint[]"))
        conn.commit()
        outcomes = [(s, list(run_suite(s, config.dsn("loader"), "quarantine", _docs()))) for s in suites]
        _record(conn, gate_id, outcomes)
        _stop_if_needed(conn, gate_id, outcomes)
        with conn.transaction():
            moved = [_sort_rows(conn, gate_id, suite, found) for suite, found in outcomes]
            conn.execute("update ops.delivery set gate_id = %s where receipt_id = any(%s)", (gate_id, receipts))
            corrected = sum(_mark_corrected(conn, gate_id, suite) for suite in suites)
            conn.execute(
                "update ops.gate set finished_at = now(), is_passed = true, known_by = %s where gate_id = %s",
                (known_by, gate_id),
            )
        quarantined, released = (sum(column) for column in zip(*moved, strict=True))
        return _report(gate_id, outcomes, quarantined, released, corrected)


def gate_out(release_id: int, release_schema: str) -> GateReport:
    """Examine a candidate release. Raises GateStopped when it must not be published."""
    with _connect("publisher") as conn:
        gate_id = _open_gate(conn, "out", release_id)
        suites = load_suites("out")
        names = {"schema": sql.Identifier(release_schema)}
        for suite in suites:
            conn.execute(sql.SQL(suite.batch_sql).format(**names))
        conn.commit()
        outcomes = [(s, list(run_suite(s, config.dsn("publisher"), "gates", _docs()))) for s in suites]
        _record(conn, gate_id, outcomes)
        _stop_if_needed(conn, gate_id, outcomes)
        conn.execute("update ops.gate set finished_at = now(), is_passed = true where gate_id = %s", (gate_id,))
        return _report(gate_id, outcomes, 0, 0, 0)


_WAITING = """
    select exists (select from ops.delivery where gate_id is null)
    or exists (select from quarantine.row where state = 'open' and check_name <> 'decodable')
    and %s is distinct from (
        select known_by from ops.gate where border = 'in' and is_passed order by gate_id desc limit 1
    )
"""
_LISTS = ("dossier_status_map", "dossier_channel_map", "unit_code_map")


def _known_by(conn: psycopg.Connection, suites: list[Suite]) -> str:
    """Hash of what the verdicts rest on besides the rows: the checks, and the code lists they ask."""
    digest = hashlib.sha256(repr([(s.checks, s.batch_sql) for s in suites]).encode())
    for name in _LISTS:
        rows = sql.SQL("select l::text from reference.{} as l order by 1").format(sql.Identifier(name))
        digest.update(repr(conn.execute(rows).fetchall()).encode())
    return digest.hexdigest()


def _connect(role: str) -> psycopg.Connection:
    return psycopg.connect(config.dsn(role), application_name="parix gate")


def _docs() -> Path:
    return config.home() / DOCS


def _open_gate(conn: psycopg.Connection, border: str, release_id: int | None) -> int:
    row = conn.execute(
        "insert into ops.gate (border, release_id) values (%s, %s) returning gate_id", (border, release_id)
    ).fetchone()
    return row[0]


def _record(conn: psycopg.Connection, gate_id: int, outcomes: list[tuple[Suite, list[Outcome]]]) -> None:
    """Write what the checks found, whatever happens afterwards."""
    with conn.cursor() as cursor:
        cursor.executemany(
            """
            insert into ops.gate_result (
                gate_id, suite, check_name, description_vi, dimension, severity, is_passed,
                rows_checked, rows_failed, observed, error
            ) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
            """,
            [
                (gate_id, s.suite, o.check.name, o.check.description_vi, o.check.dimension, o.check.severity,
                 o.is_passed, o.rows_checked, o.rows_failed, o.observed, o.error)
                for s, found in outcomes for o in found
            ],
        )  # fmt: skip
    conn.commit()


def _stop_if_needed(conn: psycopg.Connection, gate_id: int, outcomes: list[tuple[Suite, list[Outcome]]]) -> None:
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


def _sort_rows(conn: psycopg.Connection, gate_id: int, suite: Suite, found: list[Outcome]) -> tuple[int, int]:
    """Failing rows from raw to quarantine, passing rows of quarantine back to raw. Returns (into, out of)."""
    raw = sql.Identifier(*suite.raw_table.split("."))
    conn.execute("drop table if exists pg_temp.failing")
    conn.execute(
        "create temporary table failing (receipt_id bigint, row_no integer, place integer, check_name text, reason text)"
    )
    for place, outcome in enumerate(found):
        if outcome.failing_rows_sql:
            conn.execute(
                sql.SQL("insert into pg_temp.failing select receipt_id, row_no, %s, %s, %s from ({}) as f").format(
                    sql.SQL(outcome.failing_rows_sql)
                ),
                (place, outcome.check.name, outcome.check.description_vi),
            )
    values = {"gate": gate_id, "table": suite.raw_table}
    into = conn.execute(
        sql.SQL(
            """
            with failed as (
                select
                    receipt_id,
                    row_no,
                    array_agg(check_name order by place) as checks,
                    string_agg(reason, '; ' order by place) as reasons
                from (select distinct * from pg_temp.failing) as f
                group by receipt_id, row_no
            ),
            taken as (
                delete from {raw} as r using failed as f
                where r.receipt_id = f.receipt_id and r.row_no = f.row_no
                returning r.receipt_id, r.row_no, to_jsonb(r) as record
            )
            insert into quarantine.row
            (source_table, receipt_id, row_no, record, check_name, reason_vi, checks, gate_id)
            select %(table)s, t.receipt_id, t.row_no, t.record, f.checks[1], f.reasons, f.checks, %(gate)s
            from taken as t inner join failed as f on t.receipt_id = f.receipt_id and t.row_no = f.row_no
            """
        ).format(raw=raw),
        values,
    ).rowcount
    out = conn.execute(
        sql.SQL(
            """
            with passing as (
                update quarantine.row as q
                set state = 'released', closed_at = now(), closed_by_gate_id = %(gate)s
                where
                    q.state = 'open' and q.source_table = %(table)s and q.check_name <> 'decodable'
                    and not exists (
                        select from pg_temp.failing as f where f.receipt_id = q.receipt_id and f.row_no = q.row_no
                    )
                returning q.record || jsonb_build_object('released_gate_id', %(gate)s) as record
            )
            insert into {raw} select r.* from passing as p, jsonb_populate_record(null::{raw}, p.record) as r
            """
        ).format(raw=raw),
        values,
    ).rowcount
    return into, out


def _mark_corrected(conn: psycopg.Connection, gate_id: int, suite: Suite) -> int:
    """Close the rows of quarantine whose record came again, in a later delivery, and passed."""
    same = sql.SQL(" and ").join(
        sql.SQL("r.{column}::text = q.record ->> {name}").format(column=sql.Identifier(c), name=sql.Literal(c))
        for c in suite.same_record
    )
    return conn.execute(
        sql.SQL(
            """
            update quarantine.row as q
            set state = 'corrected', closed_at = now(), closed_by_gate_id = %(gate)s
            from {raw} as r
            inner join ops.delivery as d on r.receipt_id = d.receipt_id
            where q.state = 'open' and q.source_table = %(table)s and d.gate_id = %(gate)s
            and r.receipt_id > q.receipt_id and {same}
            """
        ).format(raw=sql.Identifier(*suite.raw_table.split(".")), same=same),
        {"gate": gate_id, "table": suite.raw_table},
    ).rowcount


def _report(gate_id: int, outcomes: list[tuple[Suite, list[Outcome]]], into: int, out: int, fixed: int) -> GateReport:
    asked = [o for _, found in outcomes for o in found]
    failed = [o.check.name for o in asked if not o.is_passed]
    return GateReport(
        gate_id=gate_id, checks=len(asked), failed=failed, quarantined=into, released=out, corrected=fixed
    )
