"""Releases: a candidate is built beside the published one, and all views of ``marts`` move to it at once, or none.

States of ``ops.release``: candidate → published → superseded, or candidate → failed (→ dropped once its tables are).
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import psycopg
import stamina
from psycopg import sql

from publishing import history, retention
from warehouse import config

CORRECTIONS = config.REPO / "dbt_project" / "seeds" / "reference" / "corrections.csv"
ANSWERS = config.REPO / "publishing" / "answers"
PATIENCE, LOCK_TIMEOUT, AT_MOST = "1s", "200ms", "300ms"
"""How long a switch waits for the first view, while it holds none; for each of the others; and for all of these together.
The latter are shorter than PostgreSQL's deadlock_timeout (1 s): a reader that holds one view and waits for another one that
the switch has taken already is let through, and never told of a deadlock."""


def connect() -> psycopg.Connection:
    """A connection with the rights of the publisher."""
    return psycopg.connect(config.dsn("publisher"), application_name="parix publishing")


def code_version() -> str:
    """Hash over everything that turns raw rows into marts: models, macros, reference data and what fills the answers. The books
    have their own hashes (``books.book``), and corrections.csv too: they change what is published, but not the facts below."""
    models, digest = config.REPO / "dbt_project", hashlib.sha256()
    found = [p for p in models.rglob("*") if p.suffix in {".sql", ".csv", ".yml"} and _counts(p)]
    for path in sorted([*found, *ANSWERS.rglob("*.py")]):
        digest.update(str(path.relative_to(config.REPO)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _counts(path: Path) -> bool:
    return not {"target", "logs", "books"} & set(path.parts) and path.name != CORRECTIONS.name


def open_candidate(*, force: bool = False) -> dict | None:
    """Begin a release: ``{"release_id": 3, "release_schema": "release_3"}``, the variables that dbt builds it with.

    None when the published one was made from the same deliveries, decisions and code.

    Candidates that an earlier, killed run left behind are marked failed, and tables past keeping are dropped (``retention``).
    """
    with connect() as conn:
        # a row that a person lets through moves before the candidate, or after it is published
        conn.execute("select pg_advisory_xact_lock(hashtext('parix: rows between raw and quarantine'))")
        conn.execute("update ops.release set state = 'failed', note = 'run ended early' where state = 'candidate'")
        version = code_version()
        inputs, official = conn.execute(
            """
            select concat_ws(
                ' ',
                (select max(gate_id) from ops.delivery),
                (select max(closed_by_gate_id) from quarantine.row),
                (select max(ended_gate_id) from quarantine.acceptance),
                (select string_agg(sha256, ' ' order by index_code, edition) from books.book)
            ), concat_ws(
                ' ',
                (select max(official_id) from ops.official_version where supersedes is null),
                (select max(approval_id) from ops.official_correction) -- what it led to stands in the release since then
            )
            """
        ).fetchone()
        corrections = hashlib.sha256(CORRECTIONS.read_bytes()).hexdigest()
        facts = hashlib.sha256(f"{version} {inputs} {corrections}".encode()).hexdigest()
        fingerprint = hashlib.sha256(f"{facts} {official}".encode()).hexdigest()
        same = conn.execute(
            "select from ops.release where state = 'published' and fingerprint = %s", (fingerprint,)
        ).fetchone()
        if same is not None and not force:
            conn.execute("insert into ops.run (kind, note) values ('unchanged', 'the published release still holds')")
            return None
        release_id, schema = conn.execute(
            "insert into ops.release (fingerprint, facts, code_version) values (%s, %s, %s) returning release_id, schema_name",
            (fingerprint, facts, version),
        ).fetchone()
        conn.execute(
            "insert into ops.release_book select %s, index_code, edition, sha256 from books.book", (release_id,)
        )
        for statement in (
            "create schema {schema}",
            "grant usage, create on schema {schema} to parix_transformer",
            "grant usage on schema {schema} to parix_auditor",
        ):
            conn.execute(sql.SQL(statement).format(schema=sql.Identifier(schema)))
    with connect() as conn:
        retention.tidy(conn)
    return {"release_id": release_id, "release_schema": schema}


def needs_full_build() -> bool:
    """Whether incremental tables must be built anew: the published release, or an attempt since, had other models or
    reference data than stand here now (a failed build may have left its rows behind), or counted a row that left raw since
    (its acceptance was taken back)."""
    query = """
        select count(*) filter (where state = 'published') = 0 or bool_or(code_version <> %s)
            or exists (
                select from quarantine.acceptance
                where ended_at > (select max(built_at) from ops.release where state = 'published')
            )
        from ops.release
        where release_id >= coalesce((select max(release_id) from ops.release where state = 'published'), 0)
    """
    with connect() as conn:
        return conn.execute(query, (code_version(),)).fetchone()[0] is not False


def facts_hold() -> bool:
    """Whether the facts of the published release are those of the open candidate: since then nothing arrived or left and no
    book changed, only rankings were approved; and no attempt in between made other facts."""
    query = """
        select count(*) > 1 and count(distinct coalesce(facts, '')) = 1 and max(facts) is not null
        from ops.release
        where release_id >= (select max(release_id) from ops.release where state = 'published')
    """
    with connect() as conn:
        return conn.execute(query).fetchone()[0]


@stamina.retry(
    on=(psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled, psycopg.errors.DeadlockDetected),
    attempts=200, timeout=180, wait_initial=0.05, wait_max=2,
)  # fmt: skip
def switch(release_id: int, release_schema: str) -> list[str]:
    """Move every view of ``marts`` to the release in one transaction; returns the views.

    Views carry the tables' and columns' comments. The views are taken all at once, or let go and tried again for three
    minutes: readers see the old release whole or the new one whole, in a statement and in a transaction. The tables go to
    a role that nobody can log in as: from now on nobody changes them.
    """
    with connect() as conn:
        tables = _names(
            conn, "select table_name::text from information_schema.tables where table_schema = %s", release_schema
        )
        if not tables:
            raise RuntimeError(f"{release_schema} holds no tables; nothing was published")
        conn.execute("select ops.close_release(%s)", (release_id,))
        if views := _names(
            conn, "select table_name::text from information_schema.views where table_schema = %s", "marts"
        ):
            _drop(conn, views)
        for table in tables:
            conn.execute(
                sql.SQL("create view marts.{view} as select * from {schema}.{view}").format(
                    view=sql.Identifier(table), schema=sql.Identifier(release_schema)
                )
            )
            _carry_comments(conn, release_schema, table)
        conn.execute("update ops.release set state = 'superseded', superseded_at = now() where state = 'published'")
        conn.execute(
            "update ops.release set state = 'published', published_at = now() where release_id = %s",
            (release_id,),
        )
        history.note_publication(conn, release_id, release_schema)
        return tables


def _names(conn: psycopg.Connection, query: str, schema: str) -> list[str]:
    return [name for (name,) in conn.execute(f"{query} order by 1", (schema,))]


def _drop(conn: psycopg.Connection, views: list[str]) -> None:
    """In the order of the names, in which readers of many views should take them too."""
    for some, each, together in ((views[:1], PATIENCE, "0"), (views[1:], LOCK_TIMEOUT, AT_MOST)):
        conn.execute(
            "select set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true)", (each, together)
        )
        if some:
            names = sql.SQL(", ").join(sql.Identifier("marts", view) for view in some)
            conn.execute(sql.SQL("drop view {}").format(names))
    conn.execute("set local statement_timeout = 0")


def _carry_comments(conn: psycopg.Connection, schema: str, table: str) -> None:
    comments = conn.execute(
        """
        select a.attname, d.description
        from pg_description as d
        inner join pg_class as c on d.objoid = c.oid and d.classoid = 'pg_class'::regclass
        inner join pg_namespace as n on c.relnamespace = n.oid
        left join pg_attribute as a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0
        where n.nspname = %s and c.relname = %s
        """,
        (schema, table),
    ).fetchall()
    view = sql.Identifier("marts", table)
    for column, text in comments:
        target = (
            sql.SQL("column {}.{}").format(view, sql.Identifier(column)) if column else sql.SQL("view {}").format(view)
        )
        conn.execute(sql.SQL("comment on {} is {}").format(target, sql.Literal(text)))


def last_published_at() -> datetime | None:
    """When a release was last published, or found to hold still because nothing had changed; None before the first."""
    query = """
        select greatest(
            (select max(published_at) from ops.release), (select max(started_at) from ops.run where kind = 'unchanged')
        )
    """
    with connect() as conn:
        return conn.execute(query).fetchone()[0]
