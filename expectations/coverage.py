"""Which field no check asks about, in which characteristic of ISO/IEC 25012: ops.field_coverage, written by the gates.

Fields of the border in are the columns of a suite's raw table, and where forms are data, their fields as ``form.field``; of
the border out the columns of its marts as ``table.column``. What a check speaks of stands in the check (``fields``), else it
is the column that it asks about.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import psycopg

from expectations.suites import DIMENSIONS, Check, Suite

PLUMBING = {"receipt_id", "row_no", "released_gate_id", "report_key", "entry_key", "fields", "cells"}
"""Columns of raw tables that are the warehouse's own."""
NO_SUITE = "none"
"""Suite of the marts that no suite speaks of."""

_COLUMNS = """
    select attname::text from pg_attribute
    where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped order by attnum
"""
_FORM_FIELDS = {
    "raw_workbooks.figure": """
        select distinct form_code || '.' || figure_code from raw_workbooks.figure
        where %(receipts)s::bigint[] is null or receipt_id = any(%(receipts)s)
        """,
    "raw_workbooks.list_row": """
        select distinct r.form_code || '.' || f.field
        from raw_workbooks.list_row as r cross join lateral jsonb_object_keys(r.fields) as f (field)
        where %(receipts)s::bigint[] is null or r.receipt_id = any(%(receipts)s)
        """,
}


def write(
    conn: psycopg.Connection, border: str, suites: list[Suite], receipts: list[int] | None = None, schema: str = ""
) -> None:
    """Bring ops.field_coverage of a border up to what the suites say now. Cheap where neither suites nor fields changed:
    then only the fields of these deliveries are looked at, else those of everything that was ever delivered."""
    columns = {s.suite: _columns(conn, s, schema) for s in suites}
    if border == "out":
        named = {mart for s in suites for mart in s.marts}
        columns[NO_SUITE] = [f for mart in _marts(conn, schema) if mart not in named for f in _of(conn, schema, mart)]
    fingerprint = hashlib.sha256(repr(([(s.suite, s.checks) for s in suites], columns)).encode()).hexdigest()
    query = "select fingerprint = %s from ops.field_coverage_of where border = %s"
    is_known = conn.execute(query, (fingerprint, border)).fetchone() == (True,)
    since = {"receipts": receipts if is_known else None}
    arrived = {t: _fetch(conn, q, since) for t, q in _FORM_FIELDS.items()} if border == "in" else {}
    rows = []
    for suite in suites:
        rows += covered(suite, [*columns[suite.suite], *_of_forms(suite, arrived, suites)])
    rows += [(NO_SUITE, field, dimension, []) for field in columns.get(NO_SUITE, []) for dimension in DIMENSIONS]
    if is_known:
        written = set(conn.execute("select distinct suite, field from ops.field_coverage").fetchall())
        rows = [row for row in rows if row[:2] not in written]
    else:
        conn.execute("delete from ops.field_coverage where suite = any(%s)", ([*columns],))
        conn.execute(
            "insert into ops.field_coverage_of values (%s, %s) on conflict (border) do update set fingerprint = excluded.fingerprint",
            (border, fingerprint),
        )
    with conn.cursor().copy("copy ops.field_coverage (suite, field, dimension, checks) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def covered(suite: Suite, fields: Iterable[str]) -> list[tuple[str, str, str, list[str]]]:
    """Rows of ops.field_coverage: every field of a suite in every dimension, with the checks that speak of it."""
    known = dict.fromkeys(fields)
    by_field: dict[str, dict[str, list[str]]] = {field: {} for field in known}
    for check in suite.checks:
        for field in spoken_of(check, list(known)):
            by_field.setdefault(field, {}).setdefault(check.dimension, []).append(check.name)
    return [
        (suite.suite, field, dimension, of.get(dimension, []))
        for field, of in sorted(by_field.items())
        for dimension in DIMENSIONS
    ]


def spoken_of(check: Check, known: list[str]) -> list[str]:
    """The fields that a check speaks of. ``*`` is every field of a form, ``form.~expression`` those whose code matches, a
    code alone is that field of whichever form has it."""
    found: dict[str, None] = {}
    for name in check.fields or _asked(check):
        form, _, expression = name.partition(".~")
        if name == "*":
            found |= dict.fromkeys(f for f in known if "." in f)
        elif expression:
            found |= dict.fromkeys(f for f in known if f.startswith(f"{form}.") and re.search(expression, f))
        else:
            of_forms = [] if name in known or "." in name else [f for f in known if f.partition(".")[2] == name]
            found |= dict.fromkeys(of_forms or [name])
    return list(found)


def _asked(check: Check) -> list[str]:
    expect = check.expect
    return [expect[k] for k in ("column", "column_A", "column_B") if k in expect] + expect.get("column_list", [])


def _columns(conn: psycopg.Connection, suite: Suite, schema: str) -> list[str]:
    if suite.border == "out":
        return [field for mart in suite.marts for field in _of(conn, schema, mart)]
    return [name for name in _fetch(conn, _COLUMNS, (suite.raw_table,)) if name not in PLUMBING]


def _of(conn: psycopg.Connection, schema: str, mart: str) -> list[str]:
    """Columns of a table of the candidate, or of another schema that is named with it."""
    table = mart if "." in mart else f"{schema}.{mart}"
    return [f"{table.partition('.')[2]}.{name}" for name in _fetch(conn, _COLUMNS, (table,))]


def _marts(conn: psycopg.Connection, schema: str) -> list[str]:
    query = """
        select relname::text from pg_class
        where relnamespace = to_regnamespace(%s) and relkind in ('r', 'v', 'm') order by 1
    """
    return _fetch(conn, query, (schema,))


def _of_forms(suite: Suite, arrived: dict[str, list[str]], suites: list[Suite]) -> Iterable[str]:
    """Fields of the forms that a suite asks about; forms of a shared table that no suite asks about belong to the one that
    takes its forms from data."""
    others = {form for s in suites if s is not suite and s.raw_table == suite.raw_table for form in s.form_codes}
    for field in arrived.get(suite.raw_table or "", []):
        form = field.partition(".")[0]
        if form in suite.form_codes or (form not in others and (suite.form_checks or not suite.form_codes)):
            yield field


def _fetch(conn: psycopg.Connection, query: str, values) -> list[str]:
    return [value for (value,) in conn.execute(query, values)]
