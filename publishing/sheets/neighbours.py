"""Who stands around a unit in its group, and how far away."""

from __future__ import annotations

from statistics import median

AROUND = 3

QUERIES = {
    "intervals": """
        select index_code, edition, period_code, unit_key, rank_low, rank_high, tied_group, tied_units, finding_vi
        from marts.fct_rank_interval where source = 'both'
        """,
}


def around(row: dict, group: list[dict], each: int = AROUND) -> dict:
    """``rows``: up to ``each`` ranked units above and below and the unit itself, each with its ``distance`` in points;
    ``median``: of the ranked units of the group. ``group``: the rows that are ranked together, in their order."""
    ranked = [r for r in group if r["rank"] is not None]
    middle = median(r["score"] for r in ranked) if ranked else None
    at = next((n for n, r in enumerate(ranked) if r["unit_key"] == row["unit_key"]), None)
    near = ranked[max(0, at - each) : at + each + 1] if at is not None else []
    return {
        "rows": [r | {"distance": r["score"] - row["score"], "is_self": r is row} for r in near],
        "median": middle,
        "distance": None if middle is None or row["score"] is None else row["score"] - middle,
        "ranked": len(ranked),
    }
