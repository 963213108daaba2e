"""Scores and ranks in plain Python, from the books' CSV files and the standard record alone; shares nothing with SQL.

Decimal with 60 digits throughout; written from the methodology (rules: A6; ties and special cases: C), not from the models.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str, default: str | None = None) -> Decimal | None:
    text = text or default
    return None if text is None else Decimal(text)


def rounded(value: Decimal | None, decimals: str | int) -> Decimal | None:
    if value is None or decimals == "":
        return value
    return value.quantize(Decimal(1).scaleb(-int(decimals)), ROUND_HALF_UP)


@dataclass
class Score:
    """Of one node: state, points (None = not scored) and the maximum of what applies."""

    state: str
    points: Decimal | None
    applicable: Decimal


class Book:
    """One index book read from its folder (seeds/books/<index>/<edition>)."""

    def __init__(self, folder: Path) -> None:
        files = {kind: next(folder.glob(f"*__{kind}.csv")) for kind in ("book", "criteria", "steps", "classes")}
        self.index, self.edition = folder.parts[-2:]
        self.head = read(files["book"])[0]
        self.criteria = {c["criterion_code"]: c for c in read(files["criteria"])}
        self.root = next(code for code, c in self.criteria.items() if not c["parent_code"])
        self.children, self.steps = defaultdict(list), defaultdict(list)
        for code, c in self.criteria.items():
            self.children[c["parent_code"]].append(code)
        for s in read(files["steps"]):
            bounds = number(s["from_value"], "-Infinity"), number(s["to_value"], "Infinity")
            self.steps[s["criterion_code"]].append((*bounds, Decimal(s["points"])))
        self.classes = sorted(((Decimal(c["from_percent"]), c) for c in read(files["classes"])), key=lambda c: -c[0])

    def group(self, unit: dict) -> str:
        """Units are ranked apart where the book has classes for their peer group, else together as one level."""
        return unit["peer_group"] if unit["peer_group"] in {c["peer_group"] for _, c in self.classes} else unit["level"]

    def class_of(self, group: str, percent: Decimal | None) -> str | None:
        fits = (c["class_vi"] for low, c in self.classes if (c["peer_group"] or group) == group and low <= percent)
        return None if percent is None else next(fits, None)

    def score(self, figures: dict[str, tuple], is_running: bool) -> dict[str, Score]:
        """Score of every node; ``figures``: figure_code -> (value, missing_reason)."""
        scores: dict[str, Score] = {}
        with localcontext(prec=60):
            self._visit(self.root, figures, is_running, scores)
        return scores

    def _visit(self, code: str, figures: dict, is_running: bool, scores: dict[str, Score]) -> Score:
        c = self.criteria[code]
        if c["rule"]:
            found = self._leaf(c, figures, is_running)
        else:
            found = self._node(c, [self._visit(k, figures, is_running, scores) for k in self.children[code]])
        scores[code] = Score(found.state, rounded(found.points, c["rounds_to"]), found.applicable)
        return scores[code]

    def _node(self, c: dict, below: list[Score]) -> Score:
        most, held = Decimal(c["max_points"]), [s.points for s in below if s.points is not None]
        applicable, total = sum(s.applicable for s in below), sum(held)
        states = {s.state for s in below}
        state = next(s for s in ("scored", "missing", "not_due", "not_applicable") if s in states)
        if c["aggregation"] == "sum":
            return Score(state, total if held else None, applicable)
        assert c["aggregation"] == "percent_of_applicable", c
        return Score(state, most * total / applicable if held else None, most if applicable else Decimal(0))

    def _leaf(self, c: dict, figures: dict, is_running: bool) -> Score:
        most, nothing = Decimal(c["max_points"]), (None, None)
        n, d = figures.get(c["numerator"], nothing), figures.get(c["denominator"], nothing)
        if "not_applicable" in (n[1], d[1]):
            return self._not_applicable(c, most)
        if n[0] is None or c["denominator"] and d[0] is None:
            return Score("not_due", None, Decimal(0)) if is_running else Score("missing", None, most)
        if c["denominator"] and d[0] == 0:
            policy = c["zero_denominator"] or "null"
            if policy == "exclude":
                return self._not_applicable(c, most)
            if policy == "null":
                return Score("missing", None, most)
            return Score("scored", most if policy == "full" else Decimal(0), most)
        return Score("scored", self._points(c, most, n[0], d[0]), most)

    def _not_applicable(self, c: dict, most: Decimal) -> Score:
        full = c["not_applicable"] == "full"
        return Score("not_applicable", most if full else None, most if full else Decimal(0))

    def _points(self, c: dict, most: Decimal, n: Decimal, d: Decimal | None) -> Decimal | None:
        value = n if d is None else n / d
        target, floor = number(c["target"]), number(c["floor"])
        match c["rule"]:
            case "reported":
                return min(n, most)
            case "yes_no":
                return {1: most, 0: Decimal(0)}.get(n)
            case "ratio" | "survey_share":
                return most * n / d
            case "ratio_capped":
                return min(most, most * n / d / target)
            case "ratio_floor":
                return Decimal(0) if value < floor else min(most, most * n / d)
            case "bands" | "count_steps":
                return next((p for low, high, p in self.steps[c["criterion_code"]] if low <= value < high), None)
            case "deduction":
                return max(floor or Decimal(0), most - target * n)
        raise AssertionError(f"no such rule: {c['rule']}")


def ranks(scores: dict[str, Decimal | None]) -> dict[str, int | None]:
    """Competition ranking (1224): one more than the units that are better; no score, no rank."""
    given = [s for s in scores.values() if s is not None]
    return {unit: None if s is None else 1 + sum(other > s for other in given) for unit, s in scores.items()}
