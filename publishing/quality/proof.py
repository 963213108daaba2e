"""What is published and what proves it: releases, official rankings, seals and their verification, and the portal's numbers
beside our own."""

from __future__ import annotations

from publishing.quality.lookup import by

DIFFERENCES_SHOWN = 200
VERIFICATIONS_SHOWN = 100

QUERIES = {
    "releases": """
        select release_id, state, code_version, built_at, published_at, superseded_at, note
        from ops.release
        where state = 'published' or release_id in (select release_id from ops.release order by release_id desc limit 30)
        order by release_id desc
        """,
    "official": """
        select v.index_code, v.edition, v.period_code, v.version, v.release_id, v.approved_at, v.sha256, v.seal_id, v.reason_vi,
            not exists (select from ops.official_version as n where n.supersedes = v.official_id) as is_standing
        from ops.official_version as v order by v.approved_at desc, v.official_id desc
        """,
    # what the figures of today would say beside each official ranking; empty as a rule
    "official_differences": """
        select d.*, u.name_en, u.sort_key, p.name_vi as period_vi, p.name_en as period_en
        from marts.fct_official_difference as d
        left join marts.dim_unit as u on d.unit_key = u.unit_key
        left join marts.dim_period as p on d.period_code = p.period_code
        order by d.index_code, d.edition, d.period_code, d.rank nulls last, u.sort_key
        """,
    "seals": """
        select s.seal_id, s.release_id, s.sealed_at, s.sha256, s.previous_sha256, v.verified_at, v.is_sound, v.findings,
            (select count(*) from ops.verification as c where c.seal_id = s.seal_id) as verifications,
            p.seal_id as previous_id
        from ops.seal as s
        left join ops.seal as p on s.previous_sha256 = p.sha256
        left join lateral (
            select v.verified_at, v.is_sound, v.findings from ops.verification as v where v.seal_id = s.seal_id
            order by v.verification_id desc limit 1
        ) as v on true
        order by s.seal_id desc
        """,
    "verifications": f"""
        select seal_id, verified_at, is_sound, findings
        from ops.verification order by verification_id desc limit {VERIFICATIONS_SHOWN}
        """,
    # of the published release: who moved, and why; the parts add up by a constraint of the table
    "bridges": """
        select b.*, u.name_vi, u.name_en, u.sort_key, p.name_vi as period_vi, p.name_en as period_en
        from ops.rank_bridge as b
        inner join marts.dim_unit as u on b.unit_key = u.unit_key
        left join marts.dim_period as p on b.period_code = p.period_code
        where b.release_id = (select release_id from ops.release where state = 'published')
        order by b.index_code, b.edition, b.period_code, b.rank nulls last, u.sort_key
        """,
    "reconciliation": """
        select reconciliation_code, name_vi, name_en, known_reasons_vi, known_reasons_en, max(tolerance_percent) as tolerance,
            count(*) as lines,
            count(*) filter (where state = 'within_tolerance') as within,
            count(*) filter (where state = 'outside_tolerance') as outside,
            count(*) filter (where state not in ('within_tolerance', 'outside_tolerance')) as one_sided
        from marts.fct_reconciliation
        group by reconciliation_code, name_vi, name_en, known_reasons_vi, known_reasons_en
        order by reconciliation_code
        """,
    # of the latest whole month that both sides speak of, the greatest first
    "differences": f"""
        select r.*, u.name_vi as unit_vi, u.name_en as unit_en, u.sort_key, p.name_vi as period_vi, p.name_en as period_en
        from marts.fct_reconciliation as r
        inner join marts.dim_unit as u on r.unit_key = u.unit_key
        inner join marts.dim_period as p on r.period_code = p.period_code
        where r.state = 'outside_tolerance' and p.last_day = (
            select max(q.last_day) from marts.dim_period as q
            where not q.is_running and q.period_code in (select s.period_code from marts.fct_reconciliation as s)
        )
        order by abs(r.difference) desc, u.sort_key, r.reconciliation_code
        limit {DIFFERENCES_SHOWN}
        """,
}


def shape(data: dict[str, list[dict]]) -> dict:
    """The rows as they are, and the portal's comparison as a chart."""
    compared = data["reconciliation"]
    return {
        **{name: data[name] for name in QUERIES},
        "bridges": _rankings(data["bridges"], "previous_rank"),
        "official_differences": _rankings(data["official_differences"], "official_rank"),
        "compared_chart": {
            "kind": "bars",
            "labels": [[r["name_vi"], r["name_en"]] for r in compared],
            "series": [{"code": c, "values": [r[c] for r in compared]} for c in ("within", "outside", "one_sided")],
        },
    }  # fmt: skip


def _rankings(rows: list[dict], before: str) -> list[dict]:
    """A part for each ranking: its rows, and how many of them moved from the rank ``before``."""
    return [
        {"index_code": index, "edition": edition, "period_code": period, "rows": part,
         "moved": sum(r[before] != r["rank"] for r in part)}
        for (index, edition, period), part in by(rows, "index_code", "edition", "period_code").items()
    ]  # fmt: skip
