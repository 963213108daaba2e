"""Versions of official rankings: a release that publishes an approved correction freezes, seals and supersedes (decision 0043)."""

from __future__ import annotations

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from publishing import official, releases, sealing

# Approvals of versions that still stand, and whether the next release may publish them.
_OPEN = """
    select coalesce(bool_or(r.state = 'published'), false) from ops.official_correction as a
    inner join ops.official_ranking as o on a.official_id = o.official_id
    inner join ops.release as r on a.release_id = r.release_id
    having count(*) > 0
"""
_SHOWN = """
    select distinct on (o.official_id)
        o.index_code, o.edition, o.period_code, o.version + 1 as version, o.official_id as supersedes, a.sha256, a.reason_vi,
        a.approved_by, a.approved_at
    from ops.official_correction as a
    inner join ops.official_ranking as o on a.official_id = o.official_id
    where exists (
        select from {schema}.fct_index_rank as r
        where r.index_code = o.index_code and r.edition = o.edition and r.period_code = o.period_code
            and r.official_version = o.version + 1
    )
    order by o.official_id, a.approval_id desc
"""


def begin(*, force: bool = False) -> dict | None:
    """releases.open_candidate, once what a killed run has published is settled: the next release reads it as frozen.

    Raises sealing.NoSealKey where the release may publish a corrected ranking and there is no key to seal it with.
    """
    settle()
    with releases.connect() as conn:
        if conn.execute(_OPEN).fetchone() == (True,):
            sealing.key()
    return releases.open_candidate(force=force)


def publish(release_id: int, release_schema: str) -> list[int]:
    """releases.switch, and settle: the numbers of the official versions that it brought.

    Raises official.RankingMoved, and publishes nothing, where the candidate shows another correction than was approved.
    """
    with releases.connect() as conn:
        for row in _shown(conn, release_schema):
            if official.hash_of(conn, row, release_schema) != row["sha256"]:
                raise official.RankingMoved(
                    f"release {release_id} shows another correction of {row['index_code']} {row['edition']} "
                    f"{row['period_code']} than was approved; nothing was published"
                )
    releases.switch(release_id, release_schema)
    return settle()


def settle() -> list[int]:
    """Freeze and seal the corrected rankings that the published release shows for the first time; returns their numbers."""
    with releases.connect() as conn:
        rows = _shown(conn, "marts")
        if not rows:
            return []
        release, seal_id = official.published(conn), sealing.next_number(conn)
        frozen = [official.freeze(conn, row | {"release_id": release, "seal_id": seal_id}) for row in rows]
        sealing.seal(conn, seal_id, release, frozen)
        return frozen


def _shown(conn: psycopg.Connection, schema: str) -> list[dict]:
    """Versions that were approved and that a release shows. Asked only while an approval is open: an older release has no
    versions to show."""
    if conn.execute(_OPEN).fetchone() is None:
        return []
    query = sql.SQL(_SHOWN).format(schema=sql.Identifier(schema))
    return conn.cursor(row_factory=dict_row).execute(query).fetchall()
