"""One period of set 766 as officials keep it: levels apart, what changed since the day and the period before."""

from __future__ import annotations

from publishing.portal766.metrics import metrics
from publishing.portal766.words import GROUPS, not_compared
from publishing.quality.lookup import by

Rows = list[dict]
LEVELS = ("department", "commune")


def periods(data: dict[str, Rows]) -> list[dict]:
    """The periods that have a whole answer, in the order of ``observations``; each with what its page and workbook show."""
    names = ("evaluation", "evaluation_days", "evaluation_breaks", "evaluation_provinces", "evaluation_fields")
    found = {name: by(data[name], "period_code") for name in names}
    answers = by(data["observations"], "period_code")
    shaped = []
    for (code,), seen in answers.items():
        if current := next((o for o in seen if o["is_current"]), None):
            rows = {name: found[name][code,] for name in names}
            newer = [o for o in seen if not o["is_whole"] and o["observed_on"] >= current["observed_on"]]
            shaped.append(current | {"unused": newer} | _period(rows))
    return shaped


def _period(rows: dict[str, Rows]) -> dict:
    scores, days = rows["evaluation"], by(rows["evaluation_days"], "unit_key", "group_code")
    wholes = [
        r | {"day": next(iter(days[r["unit_key"], r["group_code"]]), None)} for r in scores if r["metric_code"] == "ALL"
    ]
    units = [_unit(several) for several in by(wholes, "unit_key").values()]
    units.sort(key=lambda u: (u["rank"] is None, u["rank"], u["sort_key"]))
    head = next((r for r in wholes if r["group_code"] == "total"), None)
    day = head and head["day"]
    return {
        "most": {g: max((r["max_points"] for r in wholes if r["group_code"] == g and r["max_points"] is not None), default=None) for g in GROUPS},
        "since_day": _since(day, "day"),
        "since_period": _since(head, "period"),
        "levels": [(level, [u for u in units if u["level"] == level]) for level in LEVELS],
        "own": next((u for u in units if u["level"] == "province"), None),
        "provinces": _provinces(rows["evaluation_provinces"]),
        "breaks": rows["evaluation_breaks"],
        "metrics": metrics(scores, rows["evaluation_fields"]),
    }  # fmt: skip


def _since(row: dict | None, scope: str) -> dict:
    """What the changes are against: ``on`` or ``period_vi``; or, where nothing is compared, ``said``."""
    if row is None:
        return {"said": not_compared("no_previous", scope)}
    keys = ("previous_observed_on",) if scope == "day" else ("previous_period_vi", "previous_period_en")
    return {"said": not_compared(row["comparison"], scope)} | {k: row[k] for k in keys}


def _unit(several: Rows) -> dict:
    """A unit's line: total and groups, each with points and what changed; an absent change is None, never 0."""
    cells = {
        r["group_code"]: {
            "points": r["published_points"],
            "day": r["day"] and (r["day"]["points_change"] if r["day"]["comparison"] == "compared" else None),
            "period": r["points_change"] if r["comparison"] == "compared" else None,
        }
        for r in several
    }
    total = next((r for r in several if r["group_code"] == "total"), several[0])
    nothing = {"points": None, "day": None, "period": None}
    return {k: total[k] for k in ("unit_key", "unit_code", "name_vi", "name_en", "level", "sort_key")} | {
        "rank": total["published_rank"], "total": cells.get("total", nothing),
        "groups": {g: cells.get(g, nothing) for g in GROUPS},
        "flags": sorted({r["quality_message"] or r["quality_status"] for r in several if r["quality_status"]}),
    }  # fmt: skip


def _provinces(rows: Rows) -> dict:
    """All provinces with a rank in every group (equal points share it), and how far the own one is from the best."""
    points = {g: [r[f"{g}_points"] for r in rows if r[f"{g}_points"] is not None] for g in GROUPS}
    points["total"] = [r["published_points"] for r in rows if r["published_points"] is not None]

    def place(group: str, value) -> int | None:
        return None if value is None else 1 + sum(p > value for p in points[group])

    lines = [
        {"name": r["province_name_vi"], "code": r["province_code"], "is_own": r["is_own"], "delta": r["published_delta"],
         "total": (r["published_points"], place("total", r["published_points"])),
         "groups": {g: (r[f"{g}_points"], place(g, r[f"{g}_points"])) for g in GROUPS}}
        for r in rows
    ]  # fmt: skip
    own = next((line for line in lines if line["is_own"]), None)
    standing = [] if own is None else [
        {"group": g, "points": own["groups"].get(g, own["total"])[0], "rank": own["groups"].get(g, own["total"])[1],
         "of": len(points[g]), "best": max(points[g], default=None)}
        for g in ("total", *GROUPS)
    ]  # fmt: skip
    return {"lines": lines, "standing": standing, "there_are": rows[0]["provinces"] if rows else None}
