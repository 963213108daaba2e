"""The bridge from the release before to this one: why each rank moved (decision 0030, docs/releases.md)."""

from __future__ import annotations

from publishing import releases
from publishing.bridge_parts import PARTS
from publishing.bridge_path import Path, Rescore

_COLUMNS = ("previous_rank", "rank", "previous_score", "score", *PARTS, *(f"score_{part}" for part in PARTS))


def build(release_id: int, release_schema: str, rescore: Rescore) -> int:
    """Write the bridge from the published release to a candidate into ops.rank_bridge; returns how many units moved.

    Once written it stays: a repeated task changes nothing. There is none before the first release, and none for rankings
    that only one of the two releases has.
    """
    with releases.connect() as conn:
        published = conn.execute("select release_id from ops.release where state = 'published'").fetchone()
        done = conn.execute("select from ops.rank_bridge where release_id = %s limit 1", (release_id,)).fetchone()
        if published is None or published[0] == release_id or done:
            return 0
        found = Path(conn, published[0], release_id, rescore).walk()
        columns = ("release_id", "previous_release_id", "index_code", "edition", "period_code", "unit_key", *_COLUMNS)
        with conn.cursor().copy(f"copy ops.rank_bridge ({', '.join(columns)}) from stdin") as copy:
            for ranking, units in found.items():
                for unit, values in units.items():
                    copy.write_row((release_id, published[0], *ranking, unit, *(values[c] for c in _COLUMNS)))
        return sum(map(len, found.values()))
