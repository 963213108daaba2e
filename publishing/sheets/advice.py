"""What would raise a unit's rank: the levers that its rules offer, best first, why a large loss has none, the shortest ways up,
and where the unit would stand if a running period ended now."""

from __future__ import annotations

from publishing.answers.lever.wording import CLOSED

SHOWN, REASONS, NAMED = 5, 3, 5
GOALS = {"1": ("lên 1 hạng", "up 1 place"), "3": ("lên 3 hạng", "up 3 places"), "5": ("lên 5 hạng", "up 5 places"),
         "first_third": ("vào một phần ba đầu", "into the first third")}  # fmt: skip

QUERIES = {
    "levers": """
        select index_code, edition, period_code, unit_key, criterion_code, criterion_name_vi, is_closed, step_vi, step_en,
            gained_score, rank_after, places_gained, reached_by, peers, deadline_on, lever_order, why_not_vi, why_not_en
        from marts.fct_rank_lever where lever_order <= 5 or why_not_vi is not null order by lever_order
        """,
    "paths": """
        select index_code, edition, period_code, unit_key, goal, is_reachable, criteria, rank_after
        from marts.fct_rank_path
        where assumption = 'others_stand_still' and rank_goal is not null and rank > rank_goal
        order by array_position(array['1', '3', '5', 'first_third'], goal)
        """,
    "forecasts": """
        select index_code, edition, period_code, unit_key, as_of_date, decided_points, winnable_points, rank_if_ended, ranked_units,
            not_due_criteria, finding_vi
        from marts.fct_score_forecast where decided_points > 0
        """,
}


def shape(rows: list[dict], bars: list[dict], paths: list[dict]) -> dict:
    """``levers``: the first five; ``paths``: the smallest sets of levers for each goal, None where none is enough; ``reasons``: of the criteria in ``bars``, the largest losses, those that have none, and why.

    The mart gives a reason and no step where a figure is missing or disputed, so no page can show one.
    """
    levers = [r | _open(r) for r in rows if r["why_not_vi"] is None][:SHOWN]
    without = {r["criterion_code"]: r for r in rows if r["why_not_vi"] is not None}
    reasons = [without[b["criterion_code"]] for b in bars if b["criterion_code"] in without][:REASONS]
    ways = [_way(r) for r in paths] if levers else []
    return {"levers": levers, "reasons": reasons, "paths": ways, "is_closed": any(r["is_closed"] for r in levers)}


def _way(row: dict) -> dict:
    """A goal in words, the first criteria of the smallest set that reaches it, how many more, and the rank then."""
    codes = row["criteria"] if row["is_reachable"] else None
    return {"goal": GOALS[row["goal"]], "criteria": codes and codes[:NAMED], "more": len(codes or ()) - NAMED,
            "rank": row["rank_after"]}  # fmt: skip


def if_ended_now(rows: list[dict]) -> tuple[str, str] | None:
    """Where the unit would stand if its running period ended now, in both languages; None of a period that is over."""
    if not rows:
        return None
    row = rows[0]
    ranked = f", rank {row['rank_if_ended']} of {row['ranked_units']}" if row["rank_if_ended"] else ""
    not_due = f" ({row['not_due_criteria']} criteria not due have none yet)" if row["not_due_criteria"] else ""
    return f"{row['finding_vi']}.", (
        f"If the period ended on {row['as_of_date']:%d/%m/%Y}: {row['decided_points']:f} points{not_due}{ranked}; at most "
        f"{row['winnable_points']:f} more can be won."
    )


def _open(row: dict) -> dict:
    """The step without the words that the heading says once for all."""
    return {
        f"step_{lang}": row[f"step_{lang}"].removeprefix(said) for lang, said in zip(("vi", "en"), CLOSED, strict=True)
    }
