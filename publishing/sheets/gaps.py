"""What is missing and since when: of a criterion without figures, and of a unit without a result."""

from __future__ import annotations

from collections.abc import Iterator

from publishing.quality.lookup import by
from publishing.quality.presence import is_usual

QUERIES = {
    # figures that a criterion without points would have read, with the last year in which the unit has them
    "gaps": """
        select s.index_code, s.edition, s.period_code, s.unit_key, s.criterion_code, c.name_vi, c.name_en, s.max_points,
            n.figure_code, coalesce(d.name_vi, n.figure_code) as figure_vi, f.missing_reason,
            (select max(e.period_code) from marts.fct_figure as e
             where e.unit_key = s.unit_key and e.figure_code = n.figure_code and e.value is not null
                and e.period_code ~ '^[0-9]{4}$') as last_period
        from marts.fct_criterion_score as s
        inner join marts.dim_criterion as c
            on s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
        left join lateral unnest(c.figure_codes) as n (figure_code) on true
        left join marts.dim_figure as d on n.figure_code = d.figure_code
        left join marts.fct_figure as f
            on s.unit_key = f.unit_key and s.period_code = f.period_code and n.figure_code = f.figure_code
        where c.is_leaf and s.state = 'missing' and f.value is null
        order by c.position, n.figure_code
        """,
    # units of a level that an index has ranked at some time, and that have never had a result in it
    "unranked": """
        with ranked as (
            select r.index_code, u.level, max(p.last_day) as last_day
            from marts.fct_index_rank as r
            inner join marts.dim_unit as u on r.unit_key = u.unit_key
            inner join marts.dim_period as p on r.period_code = p.period_code
            group by r.index_code, u.level
        ),

        latest as (
            select distinct on (k.index_code, k.level) k.index_code, k.level, r.edition, r.period_code, k.last_day,
                c.title_vi, c.title_en, p.name_vi as period_vi, p.name_en as period_en, p.year
            from ranked as k
            inner join marts.fct_index_rank as r on k.index_code = r.index_code
            inner join marts.dim_unit as u on r.unit_key = u.unit_key and k.level = u.level
            inner join marts.dim_period as p on r.period_code = p.period_code and k.last_day = p.last_day
            inner join marts.dim_criterion as c
                on r.index_code = c.index_code and r.edition = c.edition and c.parent_code is null
            order by k.index_code, k.level
        )

        select l.*, u.unit_key, u.name_vi, u.name_en, u.valid_from, t.days_since, t.last_received_on, t.last_resolved_on
        from latest as l
        inner join marts.dim_unit as u on l.level = u.level
        left join marts.fct_unit_freshness as t on u.unit_key = t.unit_key
        where u.is_own and u.valid_to is null and not exists (
            select from marts.fct_index_rank as r where r.index_code = l.index_code and r.unit_key = u.unit_key
        )
        order by l.index_code, u.sort_key
        """,
}


def criteria(rows: list[dict]) -> list[dict]:
    """One per criterion without points: its figures, and a sentence per figure since when it is missing."""
    found = by(rows, "criterion_code")
    return [
        part[0] | {"figures": [r | {"since": since(r)} for r in part if r["figure_code"]]} for part in found.values()
    ]


def since(row: dict) -> tuple[str, str]:
    if row["last_period"]:
        return f"có lần cuối ở kỳ {row['last_period']}", f"last present in {row['last_period']}"
    return "chưa kỳ nào có", "in no period so far"


def forms(rows: list[dict]) -> Iterator[dict]:
    """What a unit has not sent though most of its peers have, the latest first, and what is held back of what it sent."""
    for row in rows:
        if row["state"] == "held" or (row["state"] == "absent" and is_usual(row)):
            yield row
