"""From rows to the answer of `parix explain`: its shape is what `--json` prints (docs/explain.md)."""

from __future__ import annotations

import json
import shlex
from datetime import date, datetime
from decimal import Decimal

from publishing import words
from publishing.wording import plain

AROUND = 3
_RANKING = (
    "index_code",
    "edition",
    "period_code",
    "title_vi",
    "decision_no",
    "status",
    "book_status",
    "is_running",
    "book_level",
    "first_day",
    "last_day",
)
_STANDING = (
    "rank",
    "ranked_units",
    "is_ranked",
    "score",
    "max_points",
    "percent",
    "class_vi",
    "previous_rank",
    "rank_change",
    "comparison",
)
_NEIGHBOUR = ("unit_key", "unit_name_vi", "rank", "score")


def shape(data: dict[str, list[dict]], values: dict[str, str]) -> dict:
    """``data``: rows by the names of ``asked``; ``values``: unit, index and period that were asked for.

    ``standing`` is None where the unit is not in the ranking; ``data`` then says what is missing and since when.
    """
    own = next((r for r in data["ranks"] if r["unit_key"] == values["unit"]), None)
    group = [r for r in data["ranks"] if own and (r["edition"], r["peer_group"]) == (own["edition"], own["peer_group"])]
    unit = data["unit"][0]
    of_level = (r for r in data["ranks"] if unit["level"] in r["book_level"].split("|"))
    head = own or next(of_level, data["ranks"][0])
    illustrative = head["book_status"] == "illustrative" or data["illustrative"][0]["is_illustrative"]
    return {
        "release": data["release"][0],
        "unit": unit,
        "ranking": {k: head[k] for k in _RANKING} | {"is_illustrative": illustrative},
        "standing": _standing(own, data["interval"]),
        "losses": data["losses"],
        "levers": data.get("levers"),
        "no_levers": data.get("no_levers"),
        "paths": data.get("paths"),
        "neighbours": _neighbours(own, group),
        "data": _data(data),
        "trace": _commands(values),
    }  # fmt: skip


def _standing(own: dict | None, interval: list[dict]) -> dict | None:
    if own is None:
        return None
    said = words.comparison(own)
    return {k: own[k] for k in _STANDING} | {
        "group_vi": words.group(own)[0], "comparison_vi": said and said[0], "override_count": own["override_count"],
        "interval": interval[0] if interval else None,
    }  # fmt: skip


def _neighbours(own: dict | None, group: list[dict]) -> list[dict]:
    """Up to three above and three below, and the unit itself, best first."""
    ranked = [r for r in group if r["rank"] is not None]
    at = next((n for n, r in enumerate(ranked) if own and r["unit_key"] == own["unit_key"]), None)
    near = [] if at is None else ranked[max(0, at - AROUND) : at + AROUND + 1]
    return [{k: r[k] for k in _NEIGHBOUR} | {"distance": r["score"] - own["score"]} for r in near]


def _data(data: dict[str, list[dict]]) -> dict:
    criteria: dict[str, dict] = {}
    for row in data["missing"]:
        about = criteria.setdefault(
            row["criterion_code"],
            {k: row[k] for k in ("criterion_code", "name_vi", "state", "max_points")} | {"figures": []},
        )
        if row["figure_code"]:
            about["figures"].append({k: row[k] for k in ("figure_code", "figure_vi", "last_period")})
    lacking = [{k: v for k, v in row.items() if k != "came"} for row in data["figures"] if not row["came"]]
    return {
        "without_points": list(criteria.values()), "figures_asked": len(data["figures"]), "figures_lacking": lacking, "held": data["held"], "forms": data["forms"],
        "freshness": data["freshness"][0] if data["freshness"] else None, "earlier": data["earlier"],
    }  # fmt: skip


def _commands(values: dict[str, str]) -> list[str]:
    asked = shlex.join([values["unit"], values["index"], values["period"]])
    return [
        f"parix trace rank {asked}",
        f"parix trace rank {asked} --criterion CODE",
        f"parix export {shlex.join([values['index'], values['period']])}",
    ]


def as_json(answer: object) -> str:
    """Numbers that may have decimals as exact text, days and times as ISO 8601."""
    return json.dumps(answer, ensure_ascii=False, indent=1, default=_text)


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in the answer")
