"""Official rankings that a correction touches: proposed with what moves and why, and approved.

A frozen ranking is never changed. Where a decided correction, or a file sent again, would give another one, the release
shows the difference (``marts.fct_official_difference``). What a person approves is published by the next release, if that
one still computes it, as another version (``publishing/versions.py``, decision 0043).
"""

from __future__ import annotations

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from publishing import bridge_changes, correction_words, official, releases, sealing

_DIFFERING = """
    select o.official_id, o.index_code, o.edition, o.period_code, o.version, o.release_id, o.approved_at, d.computed_sha256 as sha256,
        c.title_vi
    from ops.official_ranking as o
    inner join (
        select distinct index_code, edition, period_code, computed_sha256 from marts.fct_official_difference
    ) as d using (index_code, edition, period_code)
    inner join marts.dim_criterion as c
        on o.index_code = c.index_code and o.edition = c.edition and c.parent_code is null
    order by o.index_code, o.edition, o.period_code
"""
_UNITS = """
    select * from marts.fct_official_difference
    where index_code = %(index_code)s and edition = %(edition)s and period_code = %(period_code)s
    order by rank nulls last, unit_key
"""
_APPLIED = """
    select kind, correction_code, unit_key, period_code, figure_code, source_code, entry, old_value, new_value, reason_vi,
        decided_by, decided_on, split_part(source_ref, ' ▸ ', 1) as file_name
    from {schema}.fct_figure_correction where state = 'applied'
"""
# Corrections that only one of the two releases has, of what the ranking (or an index that it imports) may stand on: figures of
# its period, those of the year before where growth is asked for, lists that such figures are counted from, assessments.
_CORRECTIONS = """
    with these as ({these}), those as ({those}),

    told as (
        select false as is_taken_back, n.* from (table these except table those) as n
        union all
        select true, o.* from (table those except table these) as o
    ),

    asked as (
        select distinct case n.years_back when 0 then p.period_code else (p.year - 1)::text end as period_code, n.figure_code
        from {new}.dim_criterion as c
        cross join lateral (
            select unnest(c.figure_codes), 0 union select c.numerator, 1 where c.rule = 'growth' and c.denominator is null
        ) as n (figure_code, years_back)
        inner join {new}.dim_period as p on p.period_code = %(period_code)s
        where c.index_code = any(%(indices)s)
    )

    select t.*, u.name_vi as unit_vi, f.name_vi as figure_vi
    from told as t
    left join {new}.dim_unit as u on t.unit_key = u.unit_key
    left join {new}.dim_figure as f on t.figure_code = f.figure_code
    where
        exists (
            select from {new}.fct_index_rank as r
            inner join {new}.dim_unit as x on r.unit_key = x.unit_key
            where r.index_code = %(index_code)s and r.edition = %(edition)s and r.period_code = %(period_code)s
                and t.unit_key in (x.unit_key, x.parent_unit_key)
        )
        and (
            t.source_code like '%%\\_assessment' and t.period_code = %(period_code)s
            or exists (
                select from asked as a
                where a.period_code = t.period_code and (a.figure_code = t.figure_code or t.figure_code is null and exists (
                    select from {new}.fct_figure as g
                    where g.unit_key = t.unit_key and g.period_code = t.period_code and g.figure_code = a.figure_code
                        and g.source_code = t.source_code
                ))
            )
        )
    order by t.kind, t.correction_code, t.unit_key, t.period_code, t.figure_code, t.entry
"""


def propose() -> dict | None:
    """Official rankings that a correction would change, for a person to approve; None when there are none.

    ``{"corrections": [{official_id, index_code, edition, period_code, sha256, reason_vi}], "body_vi": Markdown}``. A ranking
    that would be another for other reasons alone (late figures, another code) is not proposed: it stays as it was announced.
    """
    found, said = [], []
    with releases.connect() as conn:
        if conn.execute("select to_regclass('marts.fct_official_difference')").fetchone()[0] is None:
            return None  # published by an older house
        for ranking in conn.cursor(row_factory=dict_row).execute(_DIFFERING).fetchall():
            new = official.published(conn)
            changes = bridge_changes.read(conn, ranking["release_id"], new, [ranking["index_code"]])
            if corrections := _corrections(conn, ranking, new, changes.indices):
                reasons = correction_words.reasons(corrections)
                units = conn.cursor(row_factory=dict_row).execute(_UNITS, ranking).fetchall()
                others = _others(ranking, changes), changes.is_other_method
                said.append(correction_words.body(ranking, units, reasons, *others))
                keys = ("official_id", "index_code", "edition", "period_code", "sha256")
                found.append({k: ranking[k] for k in keys} | {"reason_vi": "; ".join(reasons)})
    return {"corrections": found, "body_vi": "\n".join(said)} if found else None


def _corrections(conn: psycopg.Connection, ranking: dict, new: int, indices: list[str]) -> list[dict]:
    before, after = (sql.Identifier(f"release_{number}") for number in (ranking["release_id"], new))
    those, these = (sql.SQL(_APPLIED).format(schema=schema) for schema in (before, after))
    query = sql.SQL(_CORRECTIONS).format(new=after, these=these, those=those)
    return conn.cursor(row_factory=dict_row).execute(query, ranking | {"indices": indices}).fetchall()


def _others(ranking: dict, changes: bridge_changes.Changes) -> int:
    """Figures of the period that are others than when the ranking was frozen, and not because of a correction."""
    return sum(key[1] == ranking["period_code"] for key in changes.by_report | changes.by_method)


def approve(corrections: list[dict], approved_by: str) -> list[int]:
    """Note that these corrections may be published by the next release; returns the numbers of the approvals.

    Raises official.RankingMoved when the published release no longer computes what the approver saw, sealing.NoSealKey when
    there is no key to seal the version with.
    """
    noted = []
    with releases.connect() as conn:
        if corrections:
            sealing.key()
        for one in corrections:
            now = conn.execute(
                "select computed_sha256 from marts.fct_official_difference"
                " where index_code = %(index_code)s and edition = %(edition)s and period_code = %(period_code)s limit 1",
                one,
            ).fetchone()
            if now is None or now[0] != one["sha256"]:
                raise official.RankingMoved(
                    f"the correction of {one['index_code']} {one['edition']} {one['period_code']} is another than the one that was"
                    " approved; nothing was noted, start the DAG again"
                )
            row = conn.execute(
                """
                insert into ops.official_correction (official_id, release_id, sha256, reason_vi, approved_by)
                values (%(official_id)s, %(release)s, %(sha256)s, %(reason_vi)s, %(by)s)
                on conflict do nothing returning approval_id
                """,
                one | {"release": official.published(conn), "by": approved_by},
            ).fetchone()
            noted += row or ()
    return noted
