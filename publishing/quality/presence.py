"""Who has not sent what: forms by unit against the unit's peers, figures that the books ask for, and the age of dossiers."""

from __future__ import annotations

from publishing.quality.lookup import by

QUERIES = {
    "arrivals": """
        select a.source_code, a.period_code, a.unit_key, a.level, a.state, a.rows_loaded, a.rows_held, a.peers_present, a.peers,
            a.last_day, a.receipt_id, d.received_at, u.name_vi, u.name_en, u.sort_key,
            coalesce(p.name_vi, a.period_code) as period_vi, coalesce(p.name_en, a.period_code) as period_en
        from marts.fct_form_arrival as a
        inner join marts.dim_unit as u on a.unit_key = u.unit_key
        left join marts.dim_period as p on a.period_code = p.period_code
        left join ops.delivery as d on a.receipt_id = d.receipt_id
        order by a.last_day desc, a.source_code, a.period_code, a.level, u.sort_key
        """,
    # criteria of the latest year in which the unit stands in a ranking
    "asked_units": """
        select u.unit_key, u.name_vi, u.name_en, u.level, u.sort_key, f.last_received_on, f.last_resolved_on, f.days_since,
            coalesce(s.scored, 0) as scored, coalesce(s.missing, 0) as missing, s.period_code
        from marts.fct_unit_freshness as f
        inner join marts.dim_unit as u on f.unit_key = u.unit_key
        left join (
            select s.unit_key, s.period_code, count(*) filter (where s.state = 'scored') as scored,
                count(*) filter (where s.state = 'missing') as missing,
                row_number() over (partition by s.unit_key order by s.period_code desc) as age
            from marts.fct_criterion_score as s
            inner join marts.dim_criterion as c
                on s.index_code = c.index_code and s.edition = c.edition and s.criterion_code = c.criterion_code
            where c.is_leaf and s.period_code ~ '^[0-9]{4}$'
            group by s.unit_key, s.period_code
        ) as s on u.unit_key = s.unit_key and s.age = 1
        order by u.level desc, u.sort_key
        """,
}


def shape(data: dict[str, list[dict]]) -> dict:
    """``forms``: per form, period and level who is there and who is not, the shorter list named; ``units``: per unit of today
    what most of its peers have and it has not; ``lacking``: how many such gaps there are."""
    forms = []
    for (source, period, level), rows in by(data["arrivals"], "source_code", "period_code", "level").items():
        present, held, absent = ([r for r in rows if r["state"] == s] for s in ("present", "held", "absent"))
        forms.append(
            {k: rows[0][k] for k in ("period_vi", "period_en", "last_day", "peers", "peers_present")}
            | {"source_code": source, "period_code": period, "level": level, "present": present, "held": held,
               "absent": absent, "is_usual": is_usual(rows[0]),
               "latest": max((r["received_at"] for r in rows if r["received_at"]), default=None)}
        )  # fmt: skip
    gaps, held = (
        by([r for r in data["arrivals"] if r["state"] == state and (is_usual(r) or state == "held")], "unit_key")
        for state in ("absent", "held")
    )
    units = [
        u | {"lacks": gaps[u["unit_key"],], "held": held[u["unit_key"],],
             "last": max((d for d in (u["last_received_on"], u["last_resolved_on"]) if d), default=None)}
        for u in data["asked_units"]
    ]  # fmt: skip
    return {"forms": forms, "units": units, "lacking": sum(len(rows) for rows in gaps.values())}


def is_usual(row: dict) -> bool:
    """Whether more than half of the units of the level stand in the form: only then is one that does not remarkable."""
    return 2 * row["peers_present"] > row["peers"]


def table(data: dict[str, list[dict]]) -> list[list]:
    """Every form, period and unit as rows of a file, with their head."""
    columns = ("source_code", "period_code", "last_day", "level", "unit_key", "name_vi", "state", "rows_loaded", "rows_held",
               "peers_present", "peers", "receipt_id", "received_at")  # fmt: skip
    return [list(columns), *([r[c] for c in columns] for r in data["arrivals"])]
