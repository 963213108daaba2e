"""Rows between raw and quarantine: what failed goes, what passes now comes back, what was corrected is closed."""

from __future__ import annotations

import psycopg
from psycopg import sql

from expectations.suites import Outcome, Suite


def sort_rows(conn: psycopg.Connection, gate_id: int, suite: Suite, found: list[Outcome]) -> tuple[int, int]:
    """Failing rows from raw to quarantine, passing rows of quarantine back to raw. Returns (into, out of)."""
    raw = sql.Identifier(*suite.raw_table.split("."))
    conn.execute("drop table if exists pg_temp.failing")
    conn.execute(
        "create temporary table failing (receipt_id bigint, row_no integer, place integer, check_name text, reason text)"
    )
    for place, outcome in enumerate(found):
        if outcome.failing_rows_sql:
            conn.execute(_failing_of(suite, outcome), (place, outcome.check.name, outcome.check.description_vi))
    values = {"gate": gate_id, "table": suite.raw_table, "forms": suite.form_codes}
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
                    and (%(forms)s::text[] = '{{}}' or q.record ->> 'form_code' = any(%(forms)s))
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
    """Close the rows of quarantine whose record came again, in a later delivery, and passed."""
    same = sql.SQL(" and ").join(map(_is_same, suite.same_record))
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


def _is_same(column: str) -> sql.Composed:
    whole, _, part = column.partition(".")
    if part:
        return sql.SQL("r.{} ->> {} = q.record -> {} ->> {}").format(
            sql.Identifier(whole), sql.Literal(part), sql.Literal(whole), sql.Literal(part)
        )
    return sql.SQL("r.{}::text = q.record ->> {}").format(sql.Identifier(whole), sql.Literal(whole))


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
