"""The step from a provisional ranking to an official one: proposed with what moves, approved, frozen, sealed."""

from __future__ import annotations

import hashlib

import psycopg
from psycopg import sql
from psycopg.rows import dict_row, tuple_row

from publishing import releases, sealing, words

_WHERE = "where index_code = %(index_code)s and edition = %(edition)s and period_code = %(period_code)s"
_RANK_LINES = f"""
    select jsonb_build_array(unit_key, peer_group, score, rank, class_vi)::text
    from {{schema}}.fct_index_rank {_WHERE} order by unit_key
"""
_SCORE_LINES = f"""
    select jsonb_build_array(unit_key, criterion_code, stage, state, points, max_points, override_reason)::text
    from {{schema}}.fct_criterion_score {_WHERE} order by unit_key, criterion_code
"""
_VERSION = """
    insert into ops.official_version (index_code, edition, period_code, release_id, approved_by, approved_at, sha256, seal_id,
        version, supersedes, reason_vi)
    values (%(index_code)s, %(edition)s, %(period_code)s, %(release_id)s, %(approved_by)s, coalesce(%(approved_at)s, now()),
        %(sha256)s, %(seal_id)s, coalesce(%(version)s, 1), %(supersedes)s, %(reason_vi)s)
    on conflict do nothing returning official_id
"""
_FREEZE_RANKS = f"""
    insert into ops.official_rank (official_id, unit_key, peer_group, score, max_points, applicable_max_points, percent,
        rank, ranked_units, previous_rank, class_vi, comparison, is_ranked)
    select %(official)s, unit_key, peer_group, score, max_points, applicable_max_points, percent, rank, ranked_units,
        previous_rank, class_vi, comparison, is_ranked
    from marts.fct_index_rank {_WHERE}
"""
_FREEZE_SCORES = f"""
    insert into ops.official_criterion_score (official_id, unit_key, criterion_code, stage, state, points, max_points,
        applicable_max_points, numerator_value, denominator_value, system_points, is_override, override_reason,
        contribution)
    select %(official)s, unit_key, criterion_code, stage, state, points, max_points, applicable_max_points,
        numerator_value, denominator_value, system_points, is_override, override_reason, contribution
    from marts.fct_criterion_score {_WHERE}
"""


_FREEZE_STAGES = f"""
    insert into ops.official_criterion_stage (official_id, unit_key, criterion_code, stage, state, value,
        denominator_value, points, max_points, is_published, evidence, reason, assessed_on, received_at, receipt_id,
        source_ref)
    select %(official)s, unit_key, criterion_code, stage, state, value, denominator_value, points, max_points,
        is_published, evidence, reason, assessed_on, received_at, receipt_id, source_ref
    from marts.fct_criterion_stage {_WHERE}
"""


class RankingMoved(RuntimeError):
    """What was approved is not what stands in the marts any more."""


def propose() -> dict | None:
    """Rankings of closed periods in the published release that nobody has approved yet. An index whose official points
    another authority publishes (``authority`` of its book) is none of them: what is computed here is only a check.

    ``{"rankings": [{index_code, edition, period_code, title_vi, units, sha256}], "body_vi": Markdown}``: what the
    approver is asked, each ranking with its ranks and how they moved since the year before. None when nothing waits.
    """
    with releases.connect() as conn:
        conn.row_factory = dict_row
        rankings = conn.execute(
            """
            select r.index_code, r.edition, r.period_code, min(c.title_vi) as title_vi, count(*) as units
            from marts.fct_index_rank as r
            inner join marts.dim_period as p on r.period_code = p.period_code and not p.is_running
            inner join marts.dim_criterion as c
                on r.index_code = c.index_code and r.edition = c.edition and c.parent_code is null
            where r.status = 'provisional' and not exists (
                select from books.book as b
                where b.index_code = r.index_code and b.edition = r.edition and b.authority is not null
            )
            group by r.index_code, r.edition, r.period_code
            order by r.index_code, r.period_code
            """
        ).fetchall()
        if not rankings:
            return None
        rankings = [r | {"sha256": hash_of(conn, r)} for r in rankings]
        return {"rankings": rankings, "body_vi": "\n".join(_describe(conn, r) for r in rankings)}


def _describe(conn: psycopg.Connection, ranking: dict) -> str:
    rows = conn.execute(
        f"""
        select rank, unit_name_vi, score, rank_change, comparison, is_ranked, override_count, book_status
        from marts.fct_index_rank {_WHERE} order by peer_group, is_ranked desc, rank nulls last, unit_key
        """,
        ranking,
    ).fetchall()
    moved = sum(bool(r["rank_change"]) for r in rows)
    status = words.BOOKS[rows[0]["book_status"]][0]
    head = f"### {ranking['title_vi']}\n\nKỳ {ranking['period_code']}, bộ tiêu chí {status}: {len(rows)} đơn vị, {moved} đơn vị đổi hạng.\n"
    table = [
        f"| {r['rank'] or '–'} | {r['unit_name_vi']}{_overrides(r['override_count'])} | {r['score']} | {_moved(r)} |"
        for r in rows
    ]
    return "\n".join([head, "| Hạng | Đơn vị | Điểm | So với kỳ trước |", "|---:|---|---:|---:|", *table, ""])


def _overrides(count: int) -> str:
    said = words.overrides(count)
    return f" ({said[0]})" if said else ""


def _moved(row: dict) -> str:
    change = row["rank_change"]
    if not row["is_ranked"]:
        return words.UNRANKED[0]
    if change is None:
        return words.NOT_COMPARED.get(row["comparison"], ("không so sánh", ""))[0]
    return f"▲ {change}" if change > 0 else f"▼ {-change}" if change < 0 else "="


def seal(rankings: list[dict], approved_by: str) -> list[int]:
    """Freeze rankings as they stand in the published release and seal that release; returns the rankings' numbers.

    The rows are copied with their hash; from the next build on, the marts read the copy. A ranking that is official
    already is left alone, so that a repeated run changes nothing. Raises RankingMoved when a ranking is no longer the
    one that the approver saw, sealing.NoSealKey when there is no key to sign with.
    """
    sealed = []
    with releases.connect() as conn:
        release = published(conn)
        seal_id = sealing.next_number(conn)
        for key in rankings:
            if (now := hash_of(conn, key)) != key["sha256"]:
                raise RankingMoved(
                    f"the ranking {key['index_code']} {key['edition']} {key['period_code']} changed between proposal and "
                    f"approval ({key['sha256'][:12]} is now {now[:12]}); nothing was sealed, start the DAG again"
                )
            number = freeze(conn, key | {"release_id": release, "approved_by": approved_by, "seal_id": seal_id})
            sealed += [] if number is None else [number]
        if sealed:
            sealing.seal(conn, seal_id, release, sealed)
    return sealed


def published(conn: psycopg.Connection) -> int:
    """The number of the published release."""
    return conn.execute("select release_id from ops.release where state = 'published'").fetchone()[0]


def freeze(conn: psycopg.Connection, version: dict) -> int | None:
    """Copy a ranking as it stands in marts into ops.official_*; returns its number, None when this version is there already.

    ``version``: columns of ops.official_version; left out are a first version, approved now."""
    row = conn.execute(
        _VERSION, dict.fromkeys(("version", "supersedes", "reason_vi", "approved_at")) | version
    ).fetchone()
    if row is None:
        return None
    for statement in (_FREEZE_RANKS, _FREEZE_SCORES, _FREEZE_STAGES):
        conn.execute(statement, version | {"official": row[0]})
    return row[0]


def hash_of(conn: psycopg.Connection, key: dict[str, str], schema: str = "marts") -> str:
    """The hash of a ranking as it stands in marts, or in a candidate (as dbt's official_standing takes it of what is
    computed)."""
    digest = hashlib.sha256()
    for statement in (_RANK_LINES, _SCORE_LINES):
        query = sql.SQL(statement).format(schema=sql.Identifier(schema))
        for (line,) in conn.cursor(row_factory=tuple_row).execute(query, key):
            digest.update(line.encode() + b"\n")
    return digest.hexdigest()
