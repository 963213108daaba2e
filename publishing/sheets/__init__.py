"""Unit sheets: one A4 page per unit and index that says why the score is what it is, and what would raise it.

Plain Vietnamese with an English switch; drawings are SVG made here, so that a page prints, and opens on a phone, without
a script. A unit that has no result in an index gets a page too, which says what is missing and since when.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from publishing.quality.lookup import by
from publishing.sheets import advice, gaps, losses, neighbours, standing, trend
from publishing.sheets.codes import KEYS, code
from publishing.wording import slug
from warehouse.cells import harmless

Rows = list[dict]
QUERIES = losses.QUERIES | advice.QUERIES | neighbours.QUERIES | gaps.QUERIES
_BY_RESULT = ("losses", "levers", "paths", "forecasts", "intervals", "scores", "gaps")


def name(unit_key: str, index_code: str) -> str:
    """The file of a unit's sheet in an index, without its ending."""
    return slug(f"{unit_key}-{index_code}")


def pages(data: dict[str, Rows], rankings: Rows) -> Iterator[tuple[str, str, dict]]:
    """Each page below ``sheet/``: its name, its template and what it shows. ``rankings``: newest first, with ``code`` and
    ``interval`` in every row (``mark``)."""
    yield from _sheets(data, rankings)
    yield from _empty(data)


def mark(data: dict[str, Rows], rankings: Rows) -> None:
    """Put beside every result its code, its interval, and the file of the unit's sheet."""
    found = {tuple(i[k] for k in KEYS): i for i in data["intervals"]}
    for row in (row for r in rankings for row in r["units"]):
        row["code"], row["interval"] = code(row), found.get(tuple(row[k] for k in KEYS))
        row["sheet"] = name(row["unit_key"], row["index_code"])


def unranked(data: dict[str, Rows]) -> Rows:
    """Units without a result in an index of their level, each with the file of its page."""
    return [row | {"sheet": name(row["unit_key"], row["index_code"])} for row in data["unranked"]]


def _sheets(data: dict[str, Rows], rankings: Rows) -> Iterator[tuple[str, str, dict]]:
    find = {k: by(data[k], *KEYS) for k in _BY_RESULT}
    held, arrivals = by(data["held_by_unit"], "unit_key"), by(data["arrivals"], "unit_key", "period_code")
    before, after = (by(data["succession"], f"{who}_unit_key") for who in ("successor", "predecessor"))
    units = {u["unit_key"]: u for u in data["units"]}
    places = by([{"row": u, "ranking": r, "group": g, "unit_key": u["unit_key"], "index_code": u["index_code"]}
                 for r in rankings for g in r["groups"] for u in g["units"]], "unit_key", "index_code")  # fmt: skip
    for (unit_key, index_code), found in places.items():
        row, origin, later = found[0]["row"], before[unit_key,], after[unit_key,]
        at = tuple(row[k] for k in KEYS)
        leaves = [c for c in find["scores"][at] if c["is_leaf"]]
        results = [place["row"] for place in found]
        if len(origin) == 1:  # one predecessor: its results are the unit's own past, after a break
            results += [p["row"] for p in places.get((origin[0]["predecessor_unit_key"], index_code), ())]
        fall = losses.waterfall(row["score"], row["max_points"], find["losses"][at])
        yield (
            row["sheet"],
            "unit",
            found[0]
            | {
                "unit": units[unit_key],
                "fall": fall,
                "advice": advice.shape(find["levers"][at], fall["bars"] if fall else [], find["paths"][at]),
                "forecast": advice.if_ended_now(find["forecasts"][at]),
                "near": neighbours.around(row, found[0]["group"]["units"]),
                "trend": trend.over(results, [*origin, *later]),
                "badge": standing.badge(leaves, row, held[unit_key,], arrivals[unit_key, row["period_code"]]),
                "gaps": gaps.criteria(find["gaps"][at]),
                "before": origin,
                "after": later,
            },
        )


def _empty(data: dict[str, Rows]) -> Iterator[tuple[str, str, dict]]:
    before, held = by(data["succession"], "successor_unit_key"), by(data["held_by_unit"], "unit_key")
    arrivals, there = by(data["arrivals"], "unit_key"), {(r["unit_key"], r["index_code"]) for r in data["ranks"]}
    for row in unranked(data):
        unit_key, index_code = row["unit_key"], row["index_code"]
        origin = [b | {"sheet": name(b["predecessor_unit_key"], index_code)} for b in before[unit_key,]]
        yield (
            row["sheet"],
            "empty",
            {
                "row": row,
                "before": origin,
                "earlier": [b for b in origin if (b["predecessor_unit_key"], index_code) in there],
                "forms": list(gaps.forms(arrivals[unit_key,])),
                "held": held[unit_key,],
            },
        )


def code_list(rankings: Rows) -> str:
    """Every code with what it names: the text of a CSV file."""
    columns = ("code", *KEYS, "unit_name_vi", "rank", "score")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([harmless(row[c]) for c in columns] for r in rankings for row in r["units"])
    return "\ufeff" + text.getvalue()
