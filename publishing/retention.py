"""Retention: how long a release keeps its tables (docs/releases.md)."""

from __future__ import annotations

import psycopg

KEEP_DAYS = 35
"""Of a provisional release. The last one of each month, and what froze or sealed a ranking, stay for ever."""
_PAST_KEEPING = """
    with kept as (
        select
            release_id,
            published_at > max(published_at) over () - make_interval(days => %s) as is_recent,
            row_number() over (
                partition by date_trunc('month', published_at at time zone 'Asia/Ho_Chi_Minh')
                order by published_at desc, release_id desc
            ) = 1 as is_last_of_its_month
        from ops.release
        where published_at is not null and state in ('published', 'superseded')
    )

    select r.release_id, r.schema_name
    from ops.release as r
    left join kept as k on r.release_id = k.release_id and (k.is_recent or k.is_last_of_its_month)
    where
        (r.state = 'failed' or r.state = 'superseded' and k.release_id is null)
        and r.release_id not in (select release_id from ops.official_version union select release_id from ops.seal)
    order by r.release_id
"""


def tidy(conn: psycopg.Connection) -> list[str]:
    """Drop the tables of failed candidates and of releases past keeping; returns the schemas.

    Kept are the releases from which a ranking was frozen or sealed, the last one published in each Vietnamese month, and
    those published in the 35 days before the newest one: the moments in the database count, no clock. Their rows in
    ops.release, their rankings and their bridges stay in any case.
    """
    old = conn.execute(_PAST_KEEPING, (KEEP_DAYS,)).fetchall()
    for release_id, _ in old:
        conn.execute("select ops.drop_release(%s)", (release_id,))
        conn.execute("update ops.release set state = 'dropped' where release_id = %s", (release_id,))
    return [schema for _, schema in old]
