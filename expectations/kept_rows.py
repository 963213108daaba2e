"""Rows of quarantine as people look for them: a list by check, source and state, and one row with all that is known of it."""

from __future__ import annotations

from psycopg.rows import dict_row

from expectations.gate import connect

_LISTED = """
    from quarantine.row as q inner join ops.delivery as d on q.receipt_id = d.receipt_id
    where
        (%(check)s::text is null or %(check)s = any(q.checks))
        and (%(source)s::text is null or d.source_code = %(source)s or starts_with(d.source_code, %(source)s || ':'))
        and (%(state)s::text is null or q.state = %(state)s)
"""
_PLACE = """
    concat_ws(' ▸ ', d.name, q.record ->> 'sheet', coalesce(
        q.record ->> 'cell', 'dòng ' || (q.record ->> 'sheet_row'), q.record ->> 'dossier_code', q.record ->> 'dossier_id',
        q.record ->> 'procedure_code', concat_ws(' ', q.record ->> 'unit_code', q.record ->> 'metric_code')
    ))
"""


def listed(check: str | None, source: str | None, state: str | None, limit: int) -> tuple[list[dict], int]:
    """Rows by check, source (``workbook`` for all forms) and state, the newest first, and how many there are in all."""
    asked = {"check": check, "source": source, "state": state, "limit": limit or None}
    query = f"""
        select q.quarantine_id as row, q.state, q.checks, d.source_code as source, q.receipt_id as receipt,
            {_PLACE} as place, q.reason_vi as reason
        {_LISTED} order by q.quarantine_id desc limit %(limit)s
    """
    with connect("loader") as conn:
        found = conn.cursor(row_factory=dict_row).execute(query, asked).fetchall()
        return found, conn.execute(f"select count(*) {_LISTED}", asked).fetchone()[0]


def shown(quarantine_id: int) -> dict | None:
    """Everything that is known of a row: the record, its receipt, its gates, who mends each check, its acceptances."""
    query = f"""
        select q.*, d.source_code, d.name, d.received_at, d.sender, d.archive_path, {_PLACE} as place, o.owners, a.acceptances
        from quarantine.row as q
        inner join ops.delivery as d on q.receipt_id = d.receipt_id
        left join lateral (
            select jsonb_object_agg(r.check_name, r.owner) as owners
            from ops.gate_result as r where r.gate_id = q.gate_id and r.check_name = any(q.checks)
        ) as o on true
        left join lateral (
            select jsonb_agg(to_jsonb(t) order by t.acceptance_id) as acceptances
            from quarantine.acceptance as t where t.quarantine_id = q.quarantine_id
        ) as a on true
        where q.quarantine_id = %s
    """
    with connect("loader") as conn:
        return conn.cursor(row_factory=dict_row).execute(query, (quarantine_id,)).fetchone()


def between(first: int, last: int) -> list[int]:
    """The numbers of the rows from first to last that are there."""
    query = "select quarantine_id from quarantine.row where quarantine_id between %s and %s order by 1"
    with connect("loader") as conn:
        return [number for (number,) in conn.execute(query, (first, last))]
