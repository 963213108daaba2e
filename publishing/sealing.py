"""Seals: a signed manifest of everything that an official release rests on, each chained to the one before.

The key is PARIX_SEAL_KEY (base64 of the 32 bytes of an Ed25519 private key, RFC 8032); it never enters the database.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import sql

from warehouse.cells import HARMLESS_SQL

FORMAT = 1
_TEXT = psycopg.postgres.types["text"].oid
_RECEIPTS = """
    select d.receipt_id, d.source_code, d.name, d.sha256, d.archive_path, d.period_code, d.window_from, d.window_to, d.sender,
        d.received_at, d.rows_delivered, d.rows_loaded, d.rows_duplicate, d.rows_undecodable, d.is_illustrative
    from ops.delivery as d inner join ops.gate as g on d.gate_id = g.gate_id
    where g.finished_at <= (select built_at from ops.release where release_id = {release})
"""
_GATE_RESULTS = """
    select r.gate_id, g.border, r.suite, r.check_name, r.description_vi, r.dimension, r.severity, r.is_passed,
        r.rows_checked, r.rows_failed, r.observed
    from ops.gate_result as r inner join ops.gate as g on r.gate_id = g.gate_id
    where g.release_id = {release}
        or g.border = 'in' and g.finished_at <= (select built_at from ops.release where release_id = {release})
"""


class NoSealKey(RuntimeError):
    """There is no key to sign with, or what is given is none."""


def key() -> Ed25519PrivateKey:
    """The private key of PARIX_SEAL_KEY. Raises NoSealKey."""
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(os.environ["PARIX_SEAL_KEY"], validate=True))
    except (KeyError, ValueError):
        raise NoSealKey(
            "PARIX_SEAL_KEY is not set or is no key: 32 random bytes in base64 are needed (openssl rand -base64 32); "
            "without it no ranking can be made official"
        ) from None


def public_key(private: Ed25519PrivateKey) -> str:
    """The public half, base64."""
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()


def tables(conn: psycopg.Connection, release_id: int) -> dict[str, sql.Composed]:
    """Name of each file of a release's evidence -> the query that gives its rows: every mart, the receipts, the checks."""
    schema = f"release_{release_id}"
    names = conn.execute("select tablename::text from pg_tables where schemaname = %s order by 1", (schema,)).fetchall()
    marts = {f"marts/{name}.csv": sql.SQL("select * from {}").format(sql.Identifier(schema, name)) for (name,) in names}
    release = {"release": sql.Literal(release_id)}
    return marts | {
        "receipts.csv": sql.SQL(_RECEIPTS).format(**release),
        "gate_results.csv": sql.SQL(_GATE_RESULTS).format(**release),
    }


def lines(conn: psycopg.Connection, query: sql.Composable) -> Iterator[bytes]:
    """A query as CSV with a head, rows in the order of their text, the same for the same rows whatever the session. A text
    that a spreadsheet would take for a formula has an apostrophe in front."""
    conn.execute("set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local extra_float_digits = 1")
    head = conn.execute(sql.SQL("select * from ({}) as t limit 0").format(query)).description
    columns = [sql.SQL(HARMLESS_SQL if c.type_code == _TEXT else "{0}").format(sql.Identifier(c.name)) for c in head]
    ordered = sql.SQL('copy (select {} from ({}) as t order by t::text collate "C") to stdout (format csv, header)')
    with conn.cursor().copy(ordered.format(sql.SQL(", ").join(columns), query)) as copy:
        for block in copy:
            yield bytes(block)


def digest_line(line: bytes) -> bytes:
    """What stands in ``<file>.rows`` for a line: enough of its hash to tell which line was changed."""
    return hashlib.sha256(line).hexdigest()[:16].encode() + b"\n"


def summary(conn: psycopg.Connection, query: sql.Composable) -> dict[str, str | int]:
    """Rows and hashes of a file of evidence: of the file itself, and of the list of its lines' hashes."""
    whole, rows, count = hashlib.sha256(), hashlib.sha256(), -1
    for line in lines(conn, query):
        whole.update(line)
        rows.update(digest_line(line))
        count += 1
    return {"rows": count, "sha256": whole.hexdigest(), "rows_sha256": rows.hexdigest()}


def next_number(conn: psycopg.Connection) -> int:
    """A number for a seal that is about to be made."""
    return conn.execute("select nextval(pg_get_serial_sequence('ops.seal', 'seal_id'))").fetchone()[0]


def seal(conn: psycopg.Connection, seal_id: int, release_id: int, officials: list[int]) -> None:
    """Seal a release because of the rankings that were just frozen from it; part of that transaction. Raises NoSealKey."""
    private = key()
    conn.execute("select pg_advisory_xact_lock(hashtext('ops.seal'))")  # one chain
    previous = conn.execute("select sha256 from ops.seal order by seal_id desc limit 1").fetchone()
    conn.execute(
        "insert into ops.sealed_book (sha256, index_code, edition, files)"
        " select sha256, index_code, edition, files from books.book on conflict do nothing"
    )
    manifest = json.dumps(
        {
            "format": FORMAT,
            "previous": previous and previous[0],
            "release": _one(
                conn,
                "select release_id, code_version, fingerprint, built_at::text, published_at::text"
                " from ops.release where release_id = %s",
                release_id,
            ),
            "rankings": _all(
                conn,
                "select official_id, index_code, edition, period_code, version, supersedes, reason_vi, approved_by,"
                " approved_at::text, sha256 from ops.official_version where official_id = any(%s) order by official_id",
                officials,
            ),
            "books": {
                f"{b['index_code']}/{b['edition']}": {
                    "sha256": b["sha256"],
                    "files": {n: hashlib.sha256(t.encode()).hexdigest() for n, t in sorted(b["files"].items())},
                }
                for b in _all(conn, "select * from books.book order by index_code, edition")
            },
            "tables": {name: summary(conn, query) for name, query in tables(conn, release_id).items()},
        },
        ensure_ascii=False, sort_keys=True, indent=1,
    )  # fmt: skip
    conn.execute(
        """
        insert into ops.seal (seal_id, release_id, manifest, sha256, previous_sha256, public_key, signature)
        overriding system value values (%s, %s, %s, %s, %s, %s, %s)
        """,
        (
            seal_id, release_id, manifest, hashlib.sha256(manifest.encode()).hexdigest(), previous and previous[0],
            public_key(private), base64.b64encode(private.sign(manifest.encode())).decode(),
        ),
    )  # fmt: skip


def _all(conn: psycopg.Connection, query: str, *values: object) -> list[dict]:
    return conn.cursor(row_factory=psycopg.rows.dict_row).execute(query, values or None).fetchall()


def _one(conn: psycopg.Connection, query: str, *values: object) -> dict:
    return _all(conn, query, *values)[0]
