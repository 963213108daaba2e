"""What would raise a unit's rank: the levers that its rules offer, best first, and why a large loss has none."""

from __future__ import annotations

from publishing.answers.lever.wording import CLOSED

SHOWN, REASONS = 5, 3

QUERIES = {
    "levers": """
        select index_code, edition, period_code, unit_key, criterion_code, criterion_name_vi, is_closed, step_vi, step_en,
            gained_score, rank_after, places_gained, reached_by, peers, deadline_on, lever_order, why_not_vi, why_not_en
        from marts.fct_rank_lever where lever_order <= 5 or why_not_vi is not null order by lever_order
        """,
}


def shape(rows: list[dict], bars: list[dict]) -> dict:
    """``levers``: the first five; ``reasons``: of the criteria in ``bars``, the largest losses, those that have none, and why.

    The mart gives a reason and no step where a figure is missing or disputed, so no page can show one.
    """
    levers = [r | _open(r) for r in rows if r["why_not_vi"] is None][:SHOWN]
    without = {r["criterion_code"]: r for r in rows if r["why_not_vi"] is not None}
    reasons = [without[b["criterion_code"]] for b in bars if b["criterion_code"] in without][:REASONS]
    return {"levers": levers, "reasons": reasons, "is_closed": any(r["is_closed"] for r in levers)}


def _open(row: dict) -> dict:
    """The step without the words that the heading says once for all."""
    return {
        f"step_{lang}": row[f"step_{lang}"].removeprefix(said) for lang, said in zip(("vi", "en"), CLOSED, strict=True)
    }
