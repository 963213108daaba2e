"""The bridge from the release before to this one: why each rank moved (decision 0030, docs/releases.md)."""

from __future__ import annotations

import psycopg
from psycopg import sql

from publishing import releases
from publishing.bridge_parts import PARTS
from publishing.bridge_path import Path, Ranking, Rescore

_COLUMNS = ("previous_rank", "rank", "previous_score", "score", *PARTS, *(f"score_{part}" for part in PARTS))


def build(release_id: int, release_schema: str, rescore: Rescore) -> int:
    """Write the bridge from the published release to a candidate into ops.rank_bridge; returns how many units moved. That of a
    corrected official ranking begins at the release that sealed the version before.

    Once written it stays: a repeated task changes nothing. There is none before the first release, and none for rankings
    that only one of the two releases has.
    """
    with releases.connect() as conn:
        published = conn.execute("select release_id from ops.release where state = 'published'").fetchone()
        done = conn.execute("select from ops.rank_bridge where release_id = %s limit 1", (release_id,)).fetchone()
        if published is None or published[0] == release_id or done:
            return 0
        corrected = _corrected(conn, release_schema)
        walked = {published[0]: Path(conn, published[0], release_id, rescore).walk(but=corrected.keys())}
        for sealed in set(corrected.values()):
            only = {ranking for ranking, release in corrected.items() if release == sealed}
            walked[sealed] = walked.get(sealed, {}) | Path(conn, sealed, release_id, rescore).walk(only=only)
        columns = ("release_id", "previous_release_id", "index_code", "edition", "period_code", "unit_key", *_COLUMNS)
        with conn.cursor().copy(f"copy ops.rank_bridge ({', '.join(columns)}) from stdin") as copy:
            for before, found in walked.items():
                for ranking, units in found.items():
                    for unit, values in units.items():
                        copy.write_row((release_id, before, *ranking, unit, *(values[c] for c in _COLUMNS)))
        return sum(len(units) for found in walked.values() for units in found.values())


def _corrected(conn: psycopg.Connection, release_schema: str) -> dict[Ranking, int]:
    """Official rankings that the candidate publishes as a new version, with the release that sealed the one before: what was
    corrected may have stood in the last release already, while the ranking was still the old one."""
    query = """
        select distinct n.index_code, n.edition, n.period_code, o.release_id
        from {}.fct_index_rank as n
        inner join ops.official_ranking as o
            on n.index_code = o.index_code and n.edition = o.edition and n.period_code = o.period_code
        where n.official_version > o.version
    """
    rows = conn.execute(sql.SQL(query).format(sql.Identifier(release_schema)))
    return {tuple(ranking): release for *ranking, release in rows}
