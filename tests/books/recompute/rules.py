"""The points of a leaf by its rule, from exact figures. A division by zero is the book's zero denominator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from tests.books.recompute import formula
from tests.books.recompute.book import Criterion

NOTHING, HALF = Fraction(0), Fraction(1, 2)


class NoPoints(Exception):
    """The figure is there, but the rule has no answer to it: no step holds it, or yes/no is neither 1 nor 0. Such a
    figure is as good as none; ``is_known``: it makes sense, only that there is nothing to divide by."""

    def __init__(self, is_known: bool = False) -> None:
        self.is_known = is_known


class NotApplicable(Exception):
    """A quotient has no denominator and the book says that the criterion then does not apply."""


@dataclass
class Given:
    """What a rule is given. ``d`` is the denominator, the plan or last year's figure, as the rule has it."""

    c: Criterion
    n: Fraction | None = None
    d: Fraction | None = None
    text: str | None = None
    values: dict[str, Fraction] = field(default_factory=dict)
    peers: list[Fraction] = field(default_factory=list)  # what the compared units reach, this unit among them

    def __post_init__(self) -> None:
        self.most, self.is_down = self.c.most, self.c.is_down
        self.target, self.floor = self.c.number("target"), self.c.number("floor")

    @property
    def x(self) -> Fraction:
        return self.n if self.d is None else self.n / self.d

    def step(self, value: Fraction) -> Fraction:
        found = [s for s in self.c.steps if s.holds(value)]
        if not found:
            raise NoPoints
        return found[0].points

    def on_zero(self) -> Fraction:
        """The quotient that stands in for one without a denominator."""
        policy = self.c["zero_denominator"] or ("full" if self.c.rule == "minmax" else "null")
        if policy in ("null", "exclude"):
            raise NoPoints(is_known=True) if policy == "null" else NotApplicable
        return Fraction(policy == "full")


def yes_no(g: Given) -> Fraction:
    if g.n not in (0, 1):
        raise NoPoints
    return g.most * (1 - g.n if g.is_down else g.n)


def choice(g: Given) -> Fraction:
    """The step that the word names; a number is the step's from_value, else its state, else its place in the list."""
    said = (g.text or "").strip().lower()
    for place, s in enumerate(g.c.steps, 1):
        numbers = (n for n in (s.low, _as_number(s.state), Fraction(place)) if n is not None)
        if s.state.lower() == said if said else g.n == next(numbers):
            return s.points
    raise NoPoints


def ratio(g: Given) -> Fraction:
    return g.most * (1 - g.x if g.is_down else g.x)


def ratio_capped(g: Given) -> Fraction:
    if not g.is_down:
        return g.most * g.x / g.target
    return g.most if g.x <= g.target else NOTHING if g.x >= 1 else g.most * (1 - g.x) / (1 - g.target)


def ratio_floor(g: Given) -> Fraction:
    return NOTHING if g.x < g.floor else g.most * g.x / (g.target or 1)


def target(g: Given) -> Fraction:
    plan, half = g.target if g.d is None else g.d, HALF if g.floor is None else g.floor
    if g.n < plan:
        return half * g.most * g.n / plan
    beyond = g.n / plan - 1
    return half * g.most + ((1 - half) * g.most * beyond / max(g.peers) if beyond else 0)


def relative_to_best(g: Given) -> Fraction:
    if g.is_down:
        return g.most * min(g.peers) / g.x if g.x else g.most
    return g.most * g.x / max(g.peers)


def minmax(g: Given) -> Fraction:
    low = g.floor or NOTHING
    return low + (g.most - low) * _share_of_range(g)


def _share_of_range(g: Given) -> Fraction:
    if g.d == 0 or min(g.peers) == max(g.peers):
        return g.on_zero()
    return (max(g.peers) - g.x if g.is_down else g.x - min(g.peers)) / (max(g.peers) - min(g.peers))


def survey_share(g: Given) -> Fraction:
    return g.most * (1 - g.x) if g.is_down else g.most * g.x / (g.target or 1)


def survey_mean(g: Given) -> Fraction:
    floor = g.floor or NOTHING
    return g.most * (g.x - floor) / (g.target - floor)


def imported(g: Given) -> Fraction:
    if g.c.imports or g.d is not None:
        return g.step(g.x) if g.c.steps else g.most * g.x / (g.target or 1 if g.c.imports else 1)
    return g.n


def inherited(g: Given) -> Fraction:
    return g.step(g.x) if g.c.steps else g.n if g.d is None else ratio(g)


def growth(g: Given) -> Fraction:
    grown = g.n / g.d - 1
    grown = -grown if g.is_down else grown
    return g.step(grown) if g.c.steps else g.most * grown / g.target


def deadline(g: Given) -> Fraction:
    if g.c.steps:
        return g.step(g.n)
    return g.most if g.n <= (g.target or 0) else g.floor or NOTHING


RULES: dict[str, Callable[[Given], Fraction]] = {
    "reported": lambda g: g.n,
    "jury": lambda g: g.n,
    "yes_no": yes_no,
    "choice": choice,
    "count_steps": lambda g: g.step(g.n),
    "ratio": ratio,
    "ratio_capped": ratio_capped,
    "ratio_floor": ratio_floor,
    "bands": lambda g: g.step(g.x),
    "target": target,
    "relative_to_best": relative_to_best,
    "minmax": minmax,
    "survey_share": survey_share,
    "survey_mean": survey_mean,
    "deduction": lambda g: max(g.floor or NOTHING, g.most - g.target * g.n),
    "bonus": lambda g: g.n * (g.target or 1),
    "penalty": lambda g: -g.n * (g.target or 1),
    "imported": imported,
    "inherited": inherited,
    "formula": lambda g: max(g.floor or NOTHING, formula.evaluate(g.c["numerator"], g.values, g.on_zero)),
    "growth": growth,
    "deadline": deadline,
    "gate": lambda g: NOTHING,
    "display_only": lambda g: NOTHING,
}


def _as_number(text: str) -> Fraction | None:
    try:
        return Fraction(text.strip())
    except ValueError:
        return None
