"""What was published when: every switch leaves its rankings behind, each version of a ranking once."""

from __future__ import annotations

import psycopg
from psycopg import sql

_ROW = """unit_key, unit_name_vi, peer_group, score, max_points, applicable_max_points, percent, rank, ranked_units,
    previous_rank, rank_change, class_vi, book_status, comparison, is_ranked, override_count"""
_RANKINGS = """
    select
        index_code,
        edition,
        period_code,
        min(status) as status,
        min(official_version) as official_version,
        encode(sha256(convert_to(
            string_agg(jsonb_build_array({row})::text, e'\\n' order by unit_key), 'UTF8'
        )), 'hex') as sha256
    from {schema}.fct_index_rank
    group by index_code, edition, period_code
"""
_STATEMENTS = (
    "create temporary table published_ranking on commit drop as " + _RANKINGS,
    """
    with fresh as (
        insert into ops.ranking_version (index_code, edition, period_code, sha256)
        select index_code, edition, period_code, sha256 from published_ranking
        on conflict do nothing
        returning version_id, index_code, edition, period_code
    )
    insert into ops.ranking_version_row (version_id, {row})
    select v.version_id, {row}
    from {schema}.fct_index_rank as r
    inner join fresh as v using (index_code, edition, period_code)
    """,
    """
    with publication as (
        insert into ops.publication (release_id) values ({release}) returning publication_id
    )
    insert into ops.publication_ranking (publication_id, version_id, status, official_version)
    select p.publication_id, v.version_id, n.status, n.official_version
    from published_ranking as n
    inner join ops.ranking_version as v using (index_code, edition, period_code, sha256)
    cross join publication as p
    """,
)


def note_publication(conn: psycopg.Connection, release_id: int, release_schema: str) -> None:
    """Record that the rankings of a release stand published from now on; part of the transaction of the switch.

    ``marts.ranking_as_of(date)`` reads what is written here; the tables of the release may go.
    """
    names = {"schema": sql.Identifier(release_schema), "release": sql.Literal(release_id), "row": sql.SQL(_ROW)}
    for statement in _STATEMENTS:
        conn.execute(sql.SQL(statement).format(**names))
