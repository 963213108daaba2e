"""The score of one unit when the points of some of its leaves change: through the same tree (score_node.sql), exactly.

A lever changes figures that are there, so which criteria apply stays as it is: what a child is multiplied by on its way up
(weights, shares of what applies) is a constant, and only bounds, gates and rounding stand between.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from publishing.answers.lever.criteria import Criterion
from publishing.answers.lever.exact import SHOWN, kept, rounded

ZERO = Fraction(0)


class Tree:
    """``states``: criterion -> row of the unit in fct_criterion_score (applicable_max_points, state); ``leaves``: exact points;
    ``barred``: nodes that a gate has put to zero."""

    def __init__(self, criteria: Mapping[str, Criterion], states: Mapping[str, Mapping], leaves: Mapping[str, Fraction | None],
                 barred: set[str], decimals: int) -> None:  # fmt: skip
        self.criteria, self.barred, self.decimals = criteria, barred, decimals
        self.values: dict[str, Fraction | None] = dict(leaves)
        self.raw: dict[str, Fraction | None] = {}
        self.factor: dict[str, Fraction] = {}
        for c in sorted(criteria.values(), key=lambda c: -c.depth):
            if c.rule is None:
                self.raw[c.code] = self._raw(c, states)
                self.values[c.code] = self._value(c, self.raw[c.code])
            if c.parent is None:
                self.root = c.code

    def _raw(self, c: Criterion, states: Mapping[str, Mapping]) -> Fraction | None:
        counted = [k for k in c.children if k.part == "counted"]
        applicable = {k.code: Fraction(states[k.code]["applicable_max_points"] or 0) for k in counted}
        whole = sum(applicable.values(), ZERO)
        match c.aggregation:
            case "sum":
                shared = sum((k.most for k in counted if k.not_applicable == "share"
                              and states[k.code]["state"] == "not_applicable"), ZERO)  # fmt: skip
                factors = dict.fromkeys(applicable, (whole + shared) / whole if shared and whole else Fraction(1))
            case "weighted_mean":
                weight = sum((k.weight for k in counted if applicable[k.code]), ZERO)
                factors = {
                    k.code: c.most * k.weight / (k.most * weight) if weight and k.most else ZERO for k in counted
                }
            case _:
                factors = dict.fromkeys(applicable, c.most / whole if whole else ZERO)
        factors |= {k.code: Fraction(1) for k in c.children if k.part == "extra"}
        self.factor |= factors
        held = [k.code for k in counted if self.values.get(k.code) is not None]
        beside = [k.code for k in c.children if k.part == "extra" and self.values.get(k.code) is not None]
        if not held and (counted or not beside):
            return None
        return sum((factors[code] * self.values[code] for code in held + beside), ZERO)

    def _value(self, c: Criterion, raw: Fraction | None) -> Fraction | None:
        if raw is None:
            return None
        if c.code in self.barred:
            return kept(ZERO, c.rounds_to)
        raw = raw if c.target is None else min(raw, c.target)
        floor = ZERO if c.floor is None and c.parent is None else c.floor
        return kept(raw if floor is None else max(raw, floor), c.rounds_to)

    @property
    def score(self) -> Fraction | None:
        return self._shown(self.values[self.root])

    def score_with(self, changed: Mapping[str, Fraction]) -> Fraction | None:
        """The published score once these leaves have those points."""
        levels: dict[int, dict[str, Fraction]] = {}
        for code, points in changed.items():
            c = self.criteria[code]
            if code in self.factor:
                levels.setdefault(c.depth, {})[code] = points - self.values[code]
        root = self.values[self.root]
        for depth in range(max(levels, default=0), 0, -1):
            raised: dict[str, Fraction] = {}
            for code, delta in levels.get(depth, {}).items():
                parent = self.criteria[code].parent
                raised[parent] = raised.get(parent, ZERO) + self.factor[code] * delta
            for code, delta in raised.items():
                if self.raw[code] is None:
                    continue
                value = self._value(self.criteria[code], self.raw[code] + delta)
                if code == self.root:
                    root = value
                elif value != self.values[code] and code in self.factor:
                    levels.setdefault(depth - 1, {})[code] = value - self.values[code]
        return self._shown(root)

    def reach(self, code: str) -> Fraction:
        """What one point of a leaf is worth at the root, where nothing bounds or rounds it."""
        worth = Fraction(1)
        while code != self.root:
            worth *= self.factor.get(code, ZERO)
            code = self.criteria[code].parent
        return worth

    def slack(self) -> Fraction:
        """How much rounding at most adds to what an unrounded tree would gain."""
        found = Fraction(1, 10**self.decimals)
        for c in self.criteria.values():
            if c.rule is None and c.rounds_to is not None:
                found += self.reach(c.code) / 10**c.rounds_to
        return found

    def _shown(self, root: Fraction | None) -> Fraction | None:
        return None if root is None else rounded(rounded(root, SHOWN), self.decimals)
