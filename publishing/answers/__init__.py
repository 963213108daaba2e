"""What a candidate release says beyond its scores, computed with numpy: filled in before the gate out looks at it.

The tables themselves are models of dbt (``dbt_project/models/marts/answers``): their columns are a contract, with comments
and grants like every other mart, and they come from dbt without a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import psycopg
from psycopg import sql

from publishing.answers import paths, uncertainty
from warehouse import config

Rows = Iterable[tuple]
Part = Callable[[psycopg.Connection], dict[str, tuple[tuple[str, ...], Rows]]]
"""Reads the candidate's tables, unqualified, and gives mart -> (columns, rows)."""

PARTS: tuple[Part, ...] = (uncertainty.part, paths.part)


def build(release_id: int, release_schema: str) -> int:
    """Fill the answers of a candidate release; returns how many rows. A repeated task writes the same again."""
    written = 0
    with psycopg.connect(config.dsn("transformer"), application_name=f"parix answers {release_id}") as conn:
        conn.execute(sql.SQL("set local search_path = {}, pg_catalog").format(sql.Identifier(release_schema)))
        for part in PARTS:
            for mart, (columns, rows) in part(conn).items():
                written += _fill(conn, mart, columns, rows)
    return written


def _fill(conn: psycopg.Connection, mart: str, columns: tuple[str, ...], rows: Rows) -> int:
    conn.execute(sql.SQL("truncate {}").format(sql.Identifier(mart)))
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with conn.cursor() as cursor:
        with cursor.copy(sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(mart), names)) as copy:
            for row in rows:
                copy.write_row(row)
        return cursor.rowcount
