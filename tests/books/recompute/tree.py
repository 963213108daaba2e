"""From figures and assessments to the score of every node of every unit's tree."""

from __future__ import annotations

from fractions import Fraction

from tests.books.recompute.book import OUTSIDE, SILENT, Book, Criterion
from tests.books.recompute.leaf import Figure, Score, leaf, measure, scored
from tests.books.recompute.numbers import kept
from tests.books.recompute.rules import NOTHING, Given

STATES = ("scored", "missing", "not_due", "not_applicable")  # a node's state is the first that a child has


class Tree:
    """One book in one period."""

    def __init__(self, world, book: Book, period: str, assessed: list[dict]) -> None:
        self.world, self.book, self.period, self.assessed = world, book, period, assessed
        self.is_running, self.compared = period in world.running, {}

    def score(self, unit: dict) -> dict[str, Score]:
        scores: dict[str, Score] = {}
        self._visit(self.book.root, unit, scores)
        return scores

    def _visit(self, code: str, unit: dict, scores: dict[str, Score]) -> Score:
        c = self.book.criteria[code]
        if c.rule:
            scores[code] = self._published(c, unit)
        else:
            below = [(self.book.criteria[k], self._visit(k, unit, scores)) for k in self.book.children[code]]
            scores[code] = node(c, below, is_root=code == self.book.root)
        return scores[code]

    def _published(self, c: Criterion, unit: dict) -> Score:
        """What was given at the book's stage, else what the figures give. Points that differ from those of the figures need
        a reason; a council's override of a criterion that the system scores always does."""
        computed, stage = self._leaf(c, unit), self.book.stage(c)
        given = self.world.assessed[unit["unit_code"], self.period, self.book.index, c.code]
        for name in self.book.publishing(c):
            row = given.get(name, {})
            if (assessed := self._assessed(c, unit, row)) is not None:
                agrees = stage != "system" and computed.points in (None, assessed.points)
                return assessed if agrees or row.get("reason") else computed
        return computed

    def _assessed(self, c: Criterion, unit: dict, row: dict) -> Score | None:
        """Points that a person gave, or a value for the rule to judge; None where there is neither."""
        if row.get("points") is not None:
            return scored(c, Fraction(row["points"]))
        if row.get("value") is None:
            return None
        value = Fraction(row["value"])
        judged = leaf(Given(c, value, peers=self._peers(c, unit)), [Figure(value)], self.is_running)
        return judged if judged.points is not None else None

    def _figure(self, c: Criterion, unit: dict, code: str, years_ago: int = 0) -> Figure:
        period = str(int(self.period) - years_ago)
        if code.startswith("index:"):
            return self.world.index_figure(unit, period, code.removeprefix("index:"), c.inherits)
        return self.world.figure(unit, period, code, c.inherits)

    def _leaf(self, c: Criterion, unit: dict) -> Score:
        if c.rule == "checklist":
            return leaf(Given(c), [self._figure(c, unit, s.state) for s in c.steps], self.is_running)
        if c.rule == "formula":
            found = {code: self._figure(c, unit, code) for code in sorted(c.figures)}
            return leaf(Given(c, values={k: f.value for k, f in found.items()}), list(found.values()), self.is_running)
        n, d = self._figure(c, unit, c["numerator"]), None
        if c["denominator"]:
            d = self._figure(c, unit, c["denominator"])
        elif c.rule == "growth":
            d = self._figure(c, unit, c["numerator"], years_ago=1)
        given = Given(c, n.value, d.value if d else None, n.text, peers=self._peers(c, unit))
        return leaf(given, [n] + [d] * (d is not None), self.is_running)

    def _peers(self, c: Criterion, unit: dict) -> list[Fraction]:
        """What the compared units reach in the rule's window of years."""
        if c.rule not in ("minmax", "relative_to_best", "target"):
            return []
        group = None if c["compared_in"] == "all" else self.book.group(unit)
        if (c.code, group) not in self.compared:
            years = range(int(c["window_years"] or 1) if c.rule == "minmax" else 1)
            reached = [
                measure(c, self._figure(c, u, c["numerator"], y), self._figure(c, u, c["denominator"], y))
                for u in self.assessed
                if group in (None, self.book.group(u))
                for y in years
            ]
            self.compared[c.code, group] = [x for x in reached if x is not None]
        return self.compared[c.code, group]


def node(c: Criterion, below: list[tuple[Criterion, Score]], is_root: bool) -> Score:
    """An inner node: the aggregation of what counts, then bonus and penalty, then its bounds, then its gates."""
    counted = [(k, s) for k, s in below if k.rule not in OUTSIDE | SILENT]
    held = [(k, s) for k, s in counted if s.points is not None]
    applicable = sum((s.applicable for _, s in counted), NOTHING)
    total = sum((s.points for _, s in held), NOTHING)
    match c["aggregation"]:
        case "sum":
            points, applicable = _with_shares(counted, held, total, applicable)
        case "weighted_mean":
            weighed = [(k.weight, s.points / k.most) for k, s in held if k.most]
            weight = sum(
                k.weight for k, s in counted if s.applicable
            )  # what is missing counts in the weights, as in a sum
            points = c.most * sum(w * share for w, share in weighed) / weight if weight and weighed else None
        case "percent_of_applicable":
            points = c.most * total / applicable if held and applicable else None
    if c["aggregation"] != "sum":
        applicable = c.most if applicable else NOTHING
    beside = [s.points for k, s in below if k.rule in OUTSIDE and s.points is not None]
    if beside and (points is not None or not counted):  # an area of nothing but bonus and penalty has points too
        points = (points or NOTHING) + sum(beside)
    if points is not None:
        least, most = c.number("floor", 0 if is_root else None), c.number("target")
        points = points if least is None else max(least, points)
        points = points if most is None else min(most, points)
        if any(s.effect == "zero" for _, s in below):
            points = NOTHING
    states = {s.state for _, s in counted or below}
    return Score(next(s for s in STATES if s in states), kept(points, c["rounds_to"]), applicable)


def _with_shares(counted, held, total: Fraction, applicable: Fraction) -> tuple[Fraction | None, Fraction]:
    """A sum, in which the maximum of what does not apply may be shared among the siblings that count."""
    shared = sum(
        (k.most for k, s in counted if k["not_applicable"] == "share" and s.state == "not_applicable"), NOTHING
    )
    if shared and applicable:
        total, applicable = total * (applicable + shared) / applicable, applicable + shared
    return total if held else None, applicable
