"""What the rankings of a release were computed from, as its own tables hold it: what a scoring of it again is given."""

from __future__ import annotations

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

UNITS = """
    select unit_key as unit_code, name_vi as unit_name, level, peer_group, parent_unit_key as parent_code, egov_code,
        valid_from, valid_to, is_own
    from {schema}.dim_unit
"""
FIGURES = """
    select f.unit_key as unit_code, f.period_code, f.figure_code, f.value, f.missing_reason
    from {schema}.fct_figure as f inner join {schema}.dim_period as p on f.period_code = p.period_code and p.kind = 'year'
"""
ASSESSMENTS = """
    select unit_key as unit_code, period_code, index_code, criterion_code, stage, value, points, evidence, reason,
        assessed_on as assessed_at
    from {schema}.fct_criterion_stage where stage <> 'system'
"""


def ask(conn: psycopg.Connection, release_id: int, query: str) -> list[dict]:
    """The rows of a query in which ``{schema}`` stands for the tables of a release."""
    schema = sql.Identifier(f"release_{release_id}")
    return conn.cursor(row_factory=dict_row).execute(sql.SQL(query).format(schema=schema)).fetchall()


def running(conn: psycopg.Connection, release_id: int) -> set[str]:
    """The periods that had not ended."""
    rows = ask(conn, release_id, "select period_code from {schema}.dim_period where is_running")
    return {row["period_code"] for row in rows}
