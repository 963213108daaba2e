"""The waterfall of a sheet: from the full scale down to the score, the largest losses first."""

from __future__ import annotations

from decimal import Decimal

SHOWN = 10

QUERIES = {
    "losses": """
        select l.index_code, l.edition, l.period_code, l.unit_key, l.criterion_code, l.state, l.lost_points,
            l.rank_if_full, l.places_lost, l.name_vi, c.name_en
        from marts.fct_score_loss as l
        inner join marts.dim_criterion as c
            on l.index_code = c.index_code and l.edition = c.edition and l.criterion_code = c.criterion_code
        where l.is_leaf and l.lost_points <> 0
        order by l.loss_order
        """,
}

_NO_CRITERION = {"criterion_code": None, "rank_if_full": None, "places_lost": None}


def waterfall(score: Decimal | None, scale: Decimal, losses: list[dict], shown: int = SHOWN) -> dict | None:
    """Bars from ``scale`` down to ``score``: every bar has ``left`` and ``width`` in percent of the drawing.

    ``losses``: the leaves of one unit that lost or won anything, most lost first. What does not fit in ``shown`` bars
    is summed in one; what stands outside the scale (bonus) rises in another. Each bar ends where the next begins, and
    the last at the score. None without a score.
    """
    if score is None:
        return None
    lost = [r for r in losses if r["lost_points"] > 0]
    won = [r for r in losses if r["lost_points"] < 0]
    kept = lost if len(lost) <= shown else lost[: shown - 1]
    bars = [r | {"kind": r["state"] if r["state"] == "missing" else "lost"} for r in kept]
    for kind, several in (("rest", lost[len(kept) :]), ("won", won)):
        if several:
            total = sum(r["lost_points"] for r in several)
            bars.append({"kind": kind, "count": len(several), "lost_points": total} | _NO_CRITERION)
    lowest, at, steps = min(score, scale), scale, []
    for bar in bars:
        steps.append((at, at - bar["lost_points"]))
        lowest, at = min(lowest, steps[-1][1]), steps[-1][1]
    highest = max([scale, *(end for step in steps for end in step)])
    floor = max(Decimal(0), lowest - (highest - lowest) / 4)
    unit = (highest - floor) or Decimal(1)

    def drawn(one: Decimal, other: Decimal) -> dict:
        low, high = sorted((one, other))
        return {"left": round(100 * (low - floor) / unit, 2), "width": round(100 * (high - low) / unit, 2)}

    return {
        "bars": [bar | drawn(*step) for bar, step in zip(bars, steps, strict=True)],
        "full": drawn(floor, scale),
        "score": drawn(floor, max(score, floor)),
        "floor": floor,
        "lost": sum((r["lost_points"] for r in losses), Decimal(0)),
        "adds_up": at == score,
    }
