"""A unit's results in one index over the periods, with what makes two of them not comparable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

SHOWN = 5
WIDTH, HEIGHT, MARGIN = 240, 64, 8


def over(rows: list[dict], events: list[dict]) -> dict:
    """``steps``: newest period first, each with its ``breaks`` against the step below it; ``drawing``: where they lie.

    ``rows``: the results, any order; ``events``: what happened to the unit's area or name (bridge_unit_succession).
    """
    steps, older = [], None
    for row in sorted(rows, key=lambda r: r["first_day"]):
        steps.append({"row": row, "breaks": _breaks(older, row, events) if older else []})
        older = row
    shown = steps[-SHOWN:]
    return {"steps": shown[::-1], "left_out": len(steps) - len(shown), "drawing": drawing(shown)}


def _breaks(older: dict, newer: dict, events: list[dict]) -> list[tuple[str, str]]:
    found = []
    if older["edition"] != newer["edition"]:
        found.append((f"bộ tiêu chí mới ({older['edition']} → {newer['edition']})", f"new book ({older['edition']} → {newer['edition']})"))  # fmt: skip
    if older["unit_key"] != newer["unit_key"]:
        found.append((f"kế thừa {older['unit_name_vi']}", f"succeeds {older['name_en']}"))
    if older["peer_group"] != newer["peer_group"]:
        found.append(("xếp ở nhóm khác", "ranked in another group"))
    years = newer["first_day"].year - older["last_day"].year - 1
    if years > 0:
        said = f"{older['last_day'].year + 1}" + (f"–{newer['first_day'].year - 1}" if years > 1 else "")
        found.append((f"không có kết quả {said}", f"no result {said}"))
    for event in events:
        if _between(older["last_day"], event["event_date"], newer["last_day"]):
            found.append(EVENTS[event["kind"]])
    return list(dict.fromkeys(found))


def _between(first: date, day: date, last: date) -> bool:
    return first < day <= last


EVENTS = {
    "merge": ("sáp nhập", "merged"), "split": ("chia tách", "split"), "rename": ("đổi tên", "renamed"),
    "transfer": ("điều chỉnh địa giới", "boundary changed"),
}  # fmt: skip


def drawing(steps: list[dict]) -> dict | None:
    """Points of a line of percents, oldest first, cut at every break; None for fewer than two results."""
    scored = [s for s in steps if s["row"]["percent"] is not None]
    if len(scored) < 2:
        return None
    percents = [s["row"]["percent"] for s in scored]
    low, high = min(percents), max(percents)
    spread = (high - low) or Decimal(1)
    across = Decimal(WIDTH - 2 * MARGIN) / (len(scored) - 1)
    points = [
        {"x": round(MARGIN + n * across, 1), "y": round(MARGIN + (HEIGHT - 2 * MARGIN) * (high - p) / spread, 1), **s}
        for n, (s, p) in enumerate(zip(scored, percents, strict=True))
    ]
    lines = [(a, b) for a, b in zip(points, points[1:], strict=False) if not b["breaks"]]
    cuts = [round((a["x"] + b["x"]) / 2, 1) for a, b in zip(points, points[1:], strict=False) if b["breaks"]]
    return {"points": points, "lines": lines, "cuts": cuts}
