"""What would raise a unit's score: the next step of every criterion, with its points, its places and how hard it is.

Rows of fct_rank_lever (decision 0037, docs/answers.md).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from publishing.answers.lever import wording
from publishing.answers.lever.criteria import COMPARES
from publishing.answers.lever.exact import decimal
from publishing.answers.lever.finding import Lever, find
from publishing.answers.lever.standing import Release, Standing, Unit, closes_on
from publishing.bridge_parts import Field, Place

MART = "fct_rank_lever"
COLUMNS = (
    "index_code", "edition", "period_code", "unit_key", "unit_name_vi", "peer_group", "criterion_code", "criterion_name_vi",
    "rule", "standing", "is_closed", "points", "max_points", "figure_code", "from_value", "to_value", "change", "step_vi",
    "step_en", "points_after", "gained_points", "score", "score_after", "gained_score", "rank", "rank_after", "places_gained",
    "reached_by", "peers", "reached_share", "compares_units", "closes_on", "deadline_on", "lever_order", "why_not_vi",
    "why_not_en",
)  # fmt: skip
_DAY = re.compile(r"trước (?:ngày )?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", re.IGNORECASE)

Found = dict[str, dict[str, Lever | wording.Pair]]
"""Unit -> leaf -> its lever, or why there is none."""


def search(release: Release, of: Standing) -> Found:
    """Every leaf that counts, of every unit of a ranking."""
    return {
        key: {code: find(release, of, unit, code) for code in unit.leaves if of.criteria[code].part != "aside"}
        for key, unit in of.units.items()
    }


def ordered(of: Standing, levers: Mapping[str, Lever], reached: Mapping[str, tuple[int, int]]) -> list[str]:
    """Leaves of a unit's levers, the best first: the most score for what most peers have managed already."""
    gain = {code: lever.score - of.units[lever.unit_key].tree.score for code, lever in levers.items()}
    share = {code: Fraction(by, peers) if peers else Fraction(0) for code, (by, peers) in reached.items()}
    return sorted((c for c in levers if gain[c] > 0), key=lambda c: (-gain[c] * share[c], -gain[c], c))


class Peers:
    """How many of a unit's peers have so many points in a criterion already."""

    def __init__(self, of: Standing) -> None:
        self._points: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
        for unit in of.units.values():
            for code in unit.leaves:
                state = unit.states[code]
                if unit.row["is_ranked"] and state["state"] == "scored" and state["points"] is not None:
                    self._points[unit.row["peer_group"], code].append(state["points"])
        for points in self._points.values():
            points.sort()

    def reached(self, unit: Unit, lever: Lever) -> tuple[int, int]:
        """(by how many, of how many); the unit itself is none of them."""
        points = self._points[unit.row["peer_group"], lever.code]
        return len(points) - bisect_left(points, decimal(lever.move.points)), len(points) - 1


def rows(release: Release, of: Standing, found: Found, peers: Peers) -> Iterator[tuple]:
    """Rows of fct_rank_lever of one ranking."""
    places = of.field()
    for key, unit in of.units.items():
        levers = {code: lever for code, lever in found[key].items() if isinstance(lever, Lever)}
        reached = {code: peers.reached(unit, lever) for code, lever in levers.items()}
        order = {code: place for place, code in enumerate(ordered(of, levers, reached), 1)}
        for code, lever in found[key].items():
            c, row, state = of.criteria[code], unit.row, unit.states[code]
            standing = "official" if row["status"] == "official" else "open" if row["is_running"] else "ended"
            head = (*of.key, key, row["unit_name_vi"], row["peer_group"], code, c.name_vi, c.rule, standing, standing != "open",
                    state["points"], decimal(c.most))  # fmt: skip
            now = (row["score"], row["rank"])
            if code not in levers:
                nothing = (None,) * 8, (now[0], None, None, now[1], None, None), (None,) * 3
                yield (*head, *sum(nothing, ()), c.rule in COMPARES, closes_on(row), None, None, *lever)
                continue
            yield (*head, *_figures(release, of, unit, lever, places, reached[code]), c.rule in COMPARES, closes_on(row),
                   deadline(c.evidence, of.key[2]), order.get(code), None, None)  # fmt: skip


def after(unit: Unit, places: Field, score: Fraction) -> tuple[Decimal, int]:
    """The published score and the rank with it, the others standing still."""
    row = unit.row
    shown = decimal(score).quantize(row["score"])
    return shown, places.rank(row["unit_key"], Place(shown, row["rank"], row["peer_group"]))


def _figures(
    release: Release, of: Standing, unit: Unit, lever: Lever, places: Field, reached: tuple[int, int]
) -> tuple:
    row, move, now = unit.row, lever.move, Fraction(unit.states[lever.code]["points"])
    score, rank = after(unit, places, lever.score)
    gained = move.points - now
    step = wording.step(unit.leaves[lever.code], move, release.names, Fraction(score - row["score"]), row["rank"] - rank,
                        row["status"] == "official" or not row["is_running"])  # fmt: skip
    share = decimal(Fraction(reached[0], reached[1]), 4) if reached[1] else None
    return (
        move.figure, decimal(move.before), decimal(move.after), decimal(move.after - move.before), *step,
        decimal(move.points), decimal(gained), row["score"], score, score - row["score"], row["rank"], rank,
        row["rank"] - rank, *reached, share,
    )  # fmt: skip


def deadline(evidence: str, year: str) -> date | None:
    """The day that the criterion's evidence names as "trước ngày 15/12" or "trước 15/12/2026"; None where it names none."""
    found = _DAY.search(evidence)
    try:
        return found and date(int(found[3] or year), int(found[2]), int(found[1]))
    except ValueError:
        return None
