"""Verifying seals: is what is stored still what was sealed, and does it still follow from its figures and its books."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import psycopg
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from psycopg import sql
from psycopg.rows import dict_row

from publishing import archived, inputs, releases, sealing

Recompute = Callable[[list[dict], list[dict], list[dict], list[dict], set[str]], tuple[list[dict], list[dict]]]
"""Sealed books (index_code, edition, files), units, figures, assessments, running periods -> ranks, criterion scores."""


class Unsound(RuntimeError):
    """A seal does not hold; the message names each finding."""


def raise_unsound(seal_id: int, findings: list[str]) -> None:
    """Raises Unsound when there are findings."""
    if findings:
        raise Unsound(f"seal {seal_id} does not hold: " + "; ".join(findings[:20]))


def seals() -> list[dict]:
    """Every seal, oldest first: seal_id, release_id, sealed_at, sha256, rankings, and when it was last verified."""
    query = """
        select s.seal_id, s.release_id, s.sealed_at, s.sha256, s.manifest, v.verified_at, v.is_sound
        from ops.seal as s
        left join lateral (
            select verified_at, is_sound from ops.verification as v where v.seal_id = s.seal_id
            order by verification_id desc limit 1
        ) as v on true
        order by s.seal_id
    """
    with releases.connect() as conn:
        rows = conn.cursor(row_factory=dict_row).execute(query).fetchall()
    return [row | {"rankings": json.loads(row.pop("manifest"))["rankings"]} for row in rows]


def verify(seal_id: int, recompute: Recompute, archive: Path | None = None) -> list[str]:
    """Findings about a seal, none when it is sound; they are recorded in ops.verification.

    Asked are: the chain and the signature, every table of the release, the sealed books, the deliveries of its receipts
    that still lie in ``archive``, and whether the rankings come out again when they are computed anew from the sealed
    figures and books (``recompute``).
    """
    with releases.connect() as conn:
        row = (
            conn.cursor(row_factory=dict_row)
            .execute("select * from ops.seal where seal_id = %s", (seal_id,))
            .fetchone()
        )
        if row is None:
            raise LookupError(f"there is no seal {seal_id}")
        manifest = json.loads(row["manifest"])
        findings = [*_seal(conn, row, manifest), *_tables(conn, row["release_id"], manifest), *_books(conn, manifest)]
        if archive is not None:
            findings += _deliveries(conn, row["release_id"], archive)
        if not findings:
            findings = list(_rankings(conn, row["release_id"], manifest, recompute))
        conn.execute(
            "insert into ops.verification (seal_id, is_sound, findings) values (%s, %s, %s)",
            (seal_id, not findings, findings),
        )
        return findings


def _seal(conn: psycopg.Connection, row: dict, manifest: dict) -> Iterable[str]:
    if hashlib.sha256(row["manifest"].encode()).hexdigest() != row["sha256"]:
        yield "the manifest was altered: its hash is another"
    before = conn.execute(
        "select sha256 from ops.seal where seal_id < %s order by seal_id desc limit 1", (row["seal_id"],)
    ).fetchone()
    if manifest["previous"] != (before and before[0]) or row["previous_sha256"] != manifest["previous"]:
        yield "the chain is broken: the seal before is not the one that this seal names"
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(row["public_key"]))
        public.verify(base64.b64decode(row["signature"]), row["manifest"].encode())
    except (InvalidSignature, ValueError):
        yield "the signature does not fit the manifest"


def _tables(conn: psycopg.Connection, release_id: int, manifest: dict) -> Iterable[str]:
    queries = sealing.tables(conn, release_id)
    for name, sealed in manifest["tables"].items():
        if name not in queries:
            yield f"{name} is gone"
            continue
        now = sealing.summary(conn, queries[name])
        if now != sealed:
            yield f"{name} was altered: {sealed['rows']} rows were sealed, {now['rows']} stand there, with another hash"


def _books(conn: psycopg.Connection, manifest: dict) -> Iterable[str]:
    for name, sealed in manifest["books"].items():
        row = conn.execute("select files from ops.sealed_book where sha256 = %s", (sealed["sha256"],)).fetchone()
        files = {n: hashlib.sha256(t.encode()).hexdigest() for n, t in (row[0] if row else {}).items()}
        if files != sealed["files"]:
            yield f"the sealed book {name} was altered or is gone"


def _deliveries(conn: psycopg.Connection, release_id: int, archive: Path) -> Iterable[str]:
    receipts = sealing.tables(conn, release_id)["receipts.csv"]
    kept = sql.SQL("select receipt_id, archive_path from ({}) as r order by receipt_id").format(receipts)
    return archived.altered(archive, conn.execute(kept).fetchall())


def _rankings(conn: psycopg.Connection, release_id: int, manifest: dict, recompute: Recompute) -> Iterable[str]:
    def ask(query: str) -> list[dict]:
        return inputs.ask(conn, release_id, query)

    books = conn.cursor(row_factory=dict_row).execute(
        "select index_code, edition, files from ops.sealed_book where sha256 = any(%s)",
        ([b["sha256"] for b in manifest["books"].values()],),
    )
    given = ask(inputs.UNITS), ask(inputs.FIGURES), ask(inputs.ASSESSMENTS)
    ranks, scores = recompute(books.fetchall(), *given, inputs.running(conn, release_id))
    for ranking in manifest["rankings"]:
        key = tuple(ranking[k] for k in ("index_code", "edition", "period_code"))
        yield from _differences(key, ask(_RANKS), ranks, ("unit_key",), ("score", "rank", "class_vi"))
        yield from _differences(
            key, ask(_SCORES), scores, ("unit_key", "criterion_code"), ("state", "points", "max_points")
        )


def _differences(key: tuple, sealed: list[dict], again: list[dict], by: tuple, compared: tuple) -> Iterable[str]:
    def of(rows: list[dict]) -> dict[tuple, tuple]:
        mine = (r for r in rows if (r["index_code"], r["edition"], r["period_code"]) == key)
        return {tuple(r[k] for k in by): tuple(r[k] for k in compared) for r in mine}

    stood, now = of(sealed), of(again)
    for place in sorted(stood.keys() | now.keys()):
        if stood.get(place) != now.get(place):
            told = [", ".join(f"{k} {v}" for k, v in zip(compared, x.get(place, ()), strict=False)) or "nothing"
                    for x in (stood, now)]  # fmt: skip
            yield f"{' '.join(key)}, {' '.join(place)}: sealed {told[0]}; computed again {told[1]}"


_RANKS = "select index_code, edition, period_code, unit_key, score, rank, class_vi from {schema}.fct_index_rank"
_SCORES = """
    select index_code, edition, period_code, unit_key, criterion_code, state, points, max_points
    from {schema}.fct_criterion_score
"""
