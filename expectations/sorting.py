"""Rows between raw and quarantine: what failed goes, what passes now comes back, what was corrected is closed."""

from __future__ import annotations

import psycopg
from psycopg import sql

from expectations.suites import Outcome, Suite


def sort_rows(
    conn: psycopg.Connection, gate_id: int, suite: Suite, found: list[Outcome], only: list[int] | None = None
) -> tuple[int, int]:
    """Failing rows from raw to quarantine, passing rows of quarantine back to raw. Returns (into, out of).

    ``only``: the rows of quarantine that were examined; None for all open ones. A row that was accepted stays where it is,
    as long as it fails nothing but what was accepted.
    """
    raw = sql.Identifier(*suite.raw_table.split("."))
    conn.execute("drop table if exists pg_temp.failing, pg_temp.failed")
    conn.execute(
        "create temporary table failing (receipt_id bigint, row_no integer, place integer, check_name text, reason text)"
    )
    for place, outcome in enumerate(found):
        if outcome.failing_rows_sql and outcome.check.severity == "quarantine":
            conn.execute(_failing_of(suite, outcome), (place, outcome.check.name, outcome.check.description_vi))
    values = {"gate": gate_id, "table": suite.raw_table, "forms": suite.form_codes, "only": only}
    conn.execute(_FAILED, values)
    conn.execute("create unique index on pg_temp.failed (receipt_id, row_no)")
    conn.execute("analyze pg_temp.failed")
    into = conn.execute(sql.SQL(_TAKE).format(raw=raw), values).rowcount
    conn.execute(_FAIL_STILL, values)
    conn.execute(_END_ACCEPTANCES, values)
    out = conn.execute(sql.SQL(_RELEASE).format(raw=raw), values).rowcount
    return into, out


_FAILED = """
    create temporary table failed as
    select
        f.receipt_id,
        f.row_no,
        array_agg(f.check_name order by f.place) as checks,
        string_agg(f.reason, '; ' order by f.place) as reasons
    from (select distinct * from pg_temp.failing) as f
    where
        not exists (
            select from quarantine.row as q
            inner join quarantine.acceptance as a on q.quarantine_id = a.quarantine_id
            where
                q.source_table = %(table)s and q.receipt_id = f.receipt_id and q.row_no = f.row_no
                and q.state = 'accepted' and a.ended_at is null and f.check_name = any(a.checks)
        )
    group by f.receipt_id, f.row_no
"""
_TAKE = """
    with taken as (
        delete from {raw} as r using pg_temp.failed as f
        where r.receipt_id = f.receipt_id and r.row_no = f.row_no
        returning r.receipt_id, r.row_no, to_jsonb(r) as record
    )
    insert into quarantine.row (source_table, receipt_id, row_no, record, check_name, reason_vi, checks, gate_id)
    select %(table)s, t.receipt_id, t.row_no, t.record, f.checks[1], f.reasons, f.checks, %(gate)s
    from taken as t inner join pg_temp.failed as f on t.receipt_id = f.receipt_id and t.row_no = f.row_no
    on conflict (source_table, receipt_id, row_no) do update set
        record = excluded.record, check_name = excluded.check_name, reason_vi = excluded.reason_vi,
        checks = excluded.checks, gate_id = excluded.gate_id, state = 'open', closed_at = null, closed_by_gate_id = null
"""
_FAIL_STILL = """
    update quarantine.row as q
    set check_name = f.checks[1], checks = f.checks, reason_vi = f.reasons
    from pg_temp.failed as f
    where
        q.source_table = %(table)s and q.receipt_id = f.receipt_id and q.row_no = f.row_no and q.state = 'open'
        and (q.checks, q.reason_vi) is distinct from (f.checks, f.reasons)
"""
_END_ACCEPTANCES = """
    update quarantine.acceptance as a
    set
        ended_by = 'gate', ended_at = now(), ended_gate_id = %(gate)s,
        ended_reason = 'the row fails what was not accepted: ' || array_to_string(q.checks, ', ')
    from quarantine.row as q
    where a.quarantine_id = q.quarantine_id and a.ended_at is null and q.state = 'open' and q.source_table = %(table)s
"""
_RELEASE = """
    with passing as (
        update quarantine.row as q
        set state = 'released', closed_at = now(), closed_by_gate_id = %(gate)s
        where
            q.state = 'open' and q.source_table = %(table)s and q.check_name <> 'decodable'
            and (%(forms)s::text[] = '{{}}' or q.record ->> 'form_code' = any(%(forms)s))
            and (%(only)s::bigint[] is null or q.quarantine_id = any(%(only)s))
            and not exists (
                select from pg_temp.failed as f where f.receipt_id = q.receipt_id and f.row_no = q.row_no
            )
        returning q.record || jsonb_build_object('released_gate_id', %(gate)s) as record
    )
    insert into {raw} select r.* from passing as p, jsonb_populate_record(null::{raw}, p.record) as r
"""


def _failing_of(suite: Suite, outcome: Outcome) -> sql.Composed:
    """Insert of a check's failing rows, each with the batch's own sentence where the check names one."""
    reason = (
        sql.SQL("coalesce(v.{}, %s)").format(sql.Identifier(outcome.check.reason)) if outcome.check.reason else None
    )
    rows = sql.SQL("left join quarantine.{} as v on f.receipt_id = v.receipt_id and f.row_no = v.row_no").format(
        sql.Identifier(suite.batch)
    )
    return sql.SQL("insert into pg_temp.failing select f.receipt_id, f.row_no, %s, %s, {} from ({}) as f {}").format(
        reason or sql.SQL("%s"), sql.SQL(outcome.failing_rows_sql), rows if reason else sql.SQL("")
    )


def mark_corrected(conn: psycopg.Connection, gate_id: int, suite: Suite) -> int:
    """Close the rows of quarantine whose record came again, later, and passed: in a delivery of this gate, or in a row
    that this gate let out of quarantine."""
    values, corrected = {"gate": gate_id, "table": suite.raw_table}, 0
    # statistics do not know yet what this gate put into quarantine: for each of its rows all of raw would be read
    conn.execute("select set_config('enable_nestloop', 'off', true)")
    for statement, kept in ((_CORRECTED_BY_DELIVERY, False), (_CORRECTED_BY_RELEASE, True)):
        same = sql.SQL(" and ").join(_is_same(column, kept) for column in suite.same_record)
        raw = sql.Identifier(*suite.raw_table.split("."))
        corrected += conn.execute(sql.SQL(statement).format(raw=raw, same=same), values).rowcount
    conn.execute("select set_config('enable_nestloop', 'on', true)")
    return corrected


_CORRECTED_BY_DELIVERY = """
    update quarantine.row as q
    set state = 'corrected', closed_at = now(), closed_by_gate_id = %(gate)s
    from {raw} as r
    where
        q.state = 'open' and q.source_table = %(table)s and r.receipt_id > q.receipt_id
        and r.receipt_id = any(array(select d.receipt_id from ops.delivery as d where d.gate_id = %(gate)s))
        and {same}
"""
_CORRECTED_BY_RELEASE = """
    update quarantine.row as q
    set state = 'corrected', closed_at = now(), closed_by_gate_id = %(gate)s
    from quarantine.row as r
    where
        q.state = 'open' and q.source_table = %(table)s and r.source_table = %(table)s
        and r.closed_by_gate_id = %(gate)s and not r.is_kept_out and r.receipt_id > q.receipt_id and {same}
"""


def _is_same(column: str, is_kept: bool) -> sql.Composed:
    """A column (or a field of one) of r says what it says in q; ``is_kept``: r is a row of quarantine, no raw one."""
    whole, _, part = column.partition(".")
    if is_kept:
        theirs = sql.SQL("r.record ->> {}").format(sql.Literal(whole))
        inside = sql.SQL("r.record -> {} ->> {}").format(sql.Literal(whole), sql.Literal(part))
    else:
        theirs = sql.SQL("r.{}::text").format(sql.Identifier(whole))
        inside = sql.SQL("r.{} ->> {}").format(sql.Identifier(whole), sql.Literal(part))
    if part:
        return sql.SQL("{} = q.record -> {} ->> {}").format(inside, sql.Literal(whole), sql.Literal(part))
    return sql.SQL("{} = q.record ->> {}").format(theirs, sql.Literal(whole))


def mark_withdrawn(conn: psycopg.Connection, gate_id: int) -> int:
    """Close the rows of quarantine that a delivery of this gate took back."""
    return conn.execute(
        """
        update quarantine.row as q
        set state = 'withdrawn', closed_at = now(), closed_by_gate_id = %(gate)s
        from raw_workbooks.correction as c
        inner join ops.delivery as d on c.receipt_id = d.receipt_id
        where
            q.state = 'open' and c.kind = 'withdrawn' and d.gate_id = %(gate)s
            and q.source_table = c.source_table and c.receipt_id > q.receipt_id
            and q.record ->> 'form_code' = c.form_code and q.record ->> 'period_code' = c.period_code
            and q.record ->> 'unit_key' = c.unit_key and q.record ->> 'entry_key' = c.entry_key
            and coalesce(q.record ->> 'figure_code', '') = c.item
        """,
        {"gate": gate_id},
    ).rowcount
