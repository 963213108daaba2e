"""The points of a leaf by its rule, as dbt_project/macros/rules/rules.sql gives them, over exact fractions.

The release holds the points as they stand; a lever asks for those that another figure would give, for thousands of leaves
in a second, which no run of the models can. That both agree is tested leaf by leaf (decision 0037).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from publishing.answers.lever import formulas
from publishing.answers.lever.criteria import Criterion
from publishing.answers.lever.exact import kept

ZERO, HALF = Fraction(0), Fraction(1, 2)


class Unscored(Exception):
    """The rule has no answer to these figures."""


@dataclass(frozen=True)
class Others:
    """What the other compared units reach, and this one in earlier years; None where nobody does."""

    lowest: Fraction | None = None
    highest: Fraction | None = None


@dataclass
class Leaf:
    """A unit's leaf as the release has it: ``n`` and ``d`` of the rule, or ``values`` of a formula's or checklist's figures
    (None where a part does not apply)."""

    c: Criterion
    n: Fraction | None = None
    d: Fraction | None = None
    values: Mapping[str, Fraction | None] = field(default_factory=dict)
    others: Others = Others()
    is_exact: bool = True  # whether the release's points come out of what it holds

    def changed(self, figures: Mapping[str, Fraction]) -> Leaf:
        c = self.c
        values = {code: figures.get(code, value) for code, value in self.values.items()}
        n = figures.get(c.numerator, self.n) if c.rule not in ("formula", "checklist") else None
        d = figures.get(c.denominator, self.d) if c.denominator else self.d
        return Leaf(c, n, d, values, self.others)

    @property
    def x(self) -> Fraction:
        return self.n if self.d is None else self.n / self.d

    def lowest(self) -> Fraction:
        return self.x if self.others.lowest is None else min(self.x, self.others.lowest)

    def highest(self) -> Fraction:
        return self.x if self.others.highest is None else max(self.x, self.others.highest)

    def step(self, value: Fraction) -> Fraction:
        for s in self.c.steps:
            if (s.low is None or value >= s.low) and (s.high is None or value < s.high):
                return s.points
        raise Unscored

    def by_zero(self) -> Fraction:
        """What a quotient without a denominator is."""
        if self.c.zero_denominator not in ("zero", "full"):
            raise Unscored
        return Fraction(self.c.zero_denominator == "full")


def points(leaf: Leaf) -> Fraction | None:
    """The leaf's points as its node keeps them; None where it has none."""
    c = leaf.c
    try:
        if leaf.d == 0 and c.rule != "formula":
            found = max(leaf.by_zero() * c.most, c.floor or ZERO if c.rule == "minmax" else ZERO)
        else:
            found = RULES[c.rule](leaf)
    except (Unscored, TypeError, KeyError, ZeroDivisionError):
        return None
    low, high = (-c.most, ZERO) if c.rule == "penalty" else (ZERO, c.most)
    return kept(max(low, min(high, found)), c.rounds_to)


def _yes_no(g: Leaf) -> Fraction:
    if g.n not in (0, 1):
        raise Unscored
    return g.c.most * (1 - g.n if g.c.is_down else g.n)


def _choice(g: Leaf) -> Fraction:
    found = next((s.points for s in g.c.steps if s.value == g.n), None)
    if found is None:
        raise Unscored
    return found


def _checklist(g: Leaf) -> Fraction:
    held = [(s.points, g.values[s.state]) for s in g.c.steps]
    counts = (1, None) if g.c.not_applicable == "full" else (1,)
    return sum((points for points, value in held if value in counts), ZERO)


def _ratio(g: Leaf) -> Fraction:
    return g.c.most * (1 - g.x if g.c.is_down else g.x)


def _ratio_capped(g: Leaf) -> Fraction:
    c = g.c
    if not c.is_down:
        return c.most * g.x / c.target
    return c.most if g.x <= c.target else ZERO if c.target >= 1 else c.most * (1 - g.x) / (1 - c.target)


def _ratio_floor(g: Leaf) -> Fraction:
    return ZERO if g.x < g.c.floor else g.c.most * g.x / (1 if g.c.target is None else g.c.target)


def _target(g: Leaf) -> Fraction:
    half = HALF if g.c.floor is None else g.c.floor
    if g.x <= 1:
        return g.c.most * half * g.x
    return g.c.most * (half + (1 - half) * (g.x - 1) / (g.highest() - 1))


def _relative_to_best(g: Leaf) -> Fraction:
    if g.c.is_down:
        return g.c.most * g.lowest() / g.x if g.x else g.c.most
    return g.c.most * g.x / g.highest() if g.highest() > 0 else g.by_zero() * g.c.most


def _minmax(g: Leaf) -> Fraction:
    low, high, floor = g.lowest(), g.highest(), g.c.floor or ZERO
    if low == high:
        return max(floor, g.by_zero() * g.c.most)
    return floor + (g.c.most - floor) * (high - g.x if g.c.is_down else g.x - low) / (high - low)


def _survey_share(g: Leaf) -> Fraction:
    return g.c.most * (1 - g.x) if g.c.is_down else g.c.most * g.x / (1 if g.c.target is None else g.c.target)


def _survey_mean(g: Leaf) -> Fraction:
    floor = g.c.floor or ZERO
    return g.c.most * (g.x - floor) / (g.c.target - floor)


def _imported(g: Leaf) -> Fraction:
    if g.c.steps:
        return g.step(g.x)
    return g.n if g.d is None and not g.c.imported_index else g.c.most * g.x / (1 if g.c.target is None else g.c.target)


def _inherited(g: Leaf) -> Fraction:
    return g.step(g.x) if g.c.steps else g.n if g.d is None else g.c.most * g.x


def grown(g: Leaf) -> Fraction:
    return 1 - g.x if g.c.is_down else g.x - 1


def _growth(g: Leaf) -> Fraction:
    return g.step(grown(g)) if g.c.steps else g.c.most * grown(g) / g.c.target


def _deadline(g: Leaf) -> Fraction:
    if g.c.steps:
        return g.step(g.n)
    return g.c.most if g.n <= (g.c.target or 0) else g.c.floor or ZERO


def _each(g: Leaf) -> Fraction:
    return g.n * (1 if g.c.target is None else g.c.target)


def _formula(g: Leaf) -> Fraction:
    return max(g.c.floor or ZERO, formulas.evaluate(g.c.numerator, g.values, g.by_zero))


RULES: dict[str, Callable[[Leaf], Fraction]] = {
    "yes_no": _yes_no, "choice": _choice, "checklist": _checklist, "ratio": _ratio, "ratio_capped": _ratio_capped,
    "ratio_floor": _ratio_floor, "target": _target, "relative_to_best": _relative_to_best, "minmax": _minmax,
    "survey_share": _survey_share, "survey_mean": _survey_mean, "imported": _imported, "inherited": _inherited,
    "growth": _growth, "deadline": _deadline, "formula": _formula, "bonus": _each,
    "bands": lambda g: g.step(g.x), "count_steps": lambda g: g.step(g.n),
    "reported": lambda g: g.n, "jury": lambda g: g.n, "penalty": lambda g: -_each(g),
    "deduction": lambda g: max(g.c.floor or ZERO, g.c.most - g.c.target * g.n),
    "gate": lambda g: ZERO, "display_only": lambda g: ZERO,
}  # fmt: skip
