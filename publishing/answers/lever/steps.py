"""The next step that a leaf's rule offers: which figure, and the nearest value of it that reaches the step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from publishing.answers.lever import formulas
from publishing.answers.lever.criteria import Criterion
from publishing.answers.lever.exact import ceil_to, floor_to
from publishing.answers.lever.rules import Leaf, points

TENTH_OF_PERMILLE = 4
"""Decimals on which a figure that is a fraction of 1 moves."""


@dataclass(frozen=True)
class Move:
    """A figure's change and the leaf's points before and after. ``goal``: step, target, best, floor, full, state, part, event."""

    figure: str
    before: Fraction
    after: Fraction
    goal: str
    level: Fraction | None
    points: Fraction


def next_step(leaf: Leaf) -> Move | None:
    """The nearest change of one figure that earns more points; None where the rule offers none within the figure's sense."""
    now = points(leaf)
    if now is None or leaf.d == 0 or now >= leaf.c.most and leaf.c.rule != "penalty":
        return None
    found = []
    for figure, after, goal, level in _offers(leaf, now):
        before = leaf.values.get(figure, leaf.n)
        if after == before or not within(leaf.c, figure, after, leaf.d):
            continue
        gained = points(leaf.changed({figure: after}))
        if gained is not None and gained > now:
            found.append(Move(figure, before, after, goal, level, gained))
    if leaf.c.rule in ("formula", "checklist"):  # parts that are won apart: the largest first
        return min(found, key=lambda m: (-m.points, abs(m.after - m.before)), default=None)
    return min(found, key=lambda m: (abs(m.after - m.before), -m.points), default=None)


def within(c: Criterion, figure: str, value: Fraction, d: Fraction | None) -> bool:
    """Whether the criterion's numerator may have this value (dbt_project/models/reference/figure_sense.sql)."""
    if c.rule in ("formula", "checklist"):
        return value >= 0
    least, most = c.least_figure, c.most_figure(d)
    return (least is None or value >= least) and (most is None or value <= most)


def grain(leaf: Leaf) -> Fraction:
    """Counts move by whole numbers, fractions of 1 by 0.0001, sums and means by their own decimals."""
    decimals = TENTH_OF_PERMILLE if leaf.c.is_fraction else 0
    while decimals < 20 and (leaf.n * 10**decimals).denominator != 1:
        decimals += 1
    return Fraction(1, 10**decimals)


def _offers(leaf: Leaf, now: Fraction) -> Iterator[tuple[str, Fraction, str, Fraction | None]]:
    c, n, d = leaf.c, leaf.n, leaf.d
    if c.rule == "formula":
        yield from _of_formula(leaf)
        return
    if c.rule == "checklist":
        yield from ((s.state, Fraction(1), "part", s.points) for s in c.steps if leaf.values[s.state] == 0)
        return
    unit, by, figure = grain(leaf), d if d is not None else Fraction(1), c.numerator
    up = lambda x, goal: (figure, ceil_to(x * by, unit), goal, x)  # noqa: E731
    down = lambda x, goal: (figure, floor_to(x * by, unit), goal, x)  # noqa: E731
    match c.rule:
        case "yes_no":
            yield figure, 1 - n, "state", None
        case "choice":
            better = [s for s in c.steps if s.points > now]
            nearest = min((s.points for s in better), default=None)
            yield from ((figure, s.value, "state", None) for s in better if s.points == nearest)
        case "bands" | "count_steps" | "deadline" | "growth" if c.steps:
            yield from _of_steps(leaf, now, unit, by)
        case "ratio":
            yield down(Fraction(0), "full") if c.is_down else up(Fraction(1), "full")
        case "ratio_capped":
            yield down(c.target, "target") if c.is_down else up(c.target, "target")
        case "ratio_floor":
            yield up(c.floor, "floor")
            if leaf.x >= c.floor:
                yield up(Fraction(1) if c.target is None else c.target, "target")
        case "target":
            yield up(Fraction(1), "target") if leaf.x < 1 else up(leaf.others.highest or leaf.x, "best")
        case "relative_to_best" | "minmax":
            best = leaf.lowest() if c.is_down else leaf.highest()
            yield down(best, "best") if c.is_down else up(best, "best")
        case "growth":
            yield down(1 - c.target, "target") if c.is_down else up(1 + c.target, "target")
        case "deadline":
            yield down(c.target or Fraction(0), "deadline")
        case "deduction" | "penalty":
            yield from _of_events(leaf, now)
        case "bonus":
            yield figure, n + 1, "event", None


def _of_events(leaf: Leaf, now: Fraction) -> Iterator[tuple[str, Fraction, str, None]]:
    """Events that cost points: so many fewer that it shows."""
    c, each = leaf.c, leaf.c.target or Fraction(1)
    free = (
        (c.most - (c.floor or 0)) / each if c.rule == "deduction" else c.most / each
    )  # beyond so many nothing more is lost
    fewer = min(ceil(leaf.n) - 1, ceil(free) - 1)
    for after in range(fewer, max(fewer - 20, -1), -1):  # a rounding book may need more than one
        gained = points(leaf.changed({c.numerator: Fraction(after)}))
        if gained is not None and gained > now:
            yield c.numerator, Fraction(after), "event", None
            return


def _of_steps(
    leaf: Leaf, now: Fraction, unit: Fraction, by: Fraction
) -> Iterator[tuple[str, Fraction, str, Fraction | None]]:
    """The near end of every better step, on either side; one that no whole figure falls into drops out by its points."""
    c = leaf.c
    for s in c.steps:
        if s.points <= now:
            continue
        if (
            c.rule == "growth" and c.is_down
        ):  # growth from low (incl.) to high: figures from (1 - high) excl. to (1 - low)
            if s.low is not None:
                yield c.numerator, floor_to((1 - s.low) * by, unit), "step", s.low
            if s.high is not None:
                yield c.numerator, floor_to((1 - s.high) * by, unit) + unit, "below", s.high
            continue
        more = 1 if c.rule == "growth" else 0
        if s.low is not None:
            yield c.numerator, ceil_to((s.low + more) * by, unit), "step", s.low
        if s.high is not None:
            yield c.numerator, ceil_to((s.high + more) * by, unit) - unit, "below", s.high


def _of_formula(leaf: Leaf) -> Iterator[tuple[str, Fraction, str, None]]:
    """Each figure of which more can only help, raised as far as it still counts: not beyond what it is part of."""
    c = leaf.c
    for code, bounds in formulas.raises(c.numerator):
        now = leaf.values.get(code)
        if now is None or any(leaf.values.get(name) is None for pair in bounds for name in (*pair[0], pair[1])):
            continue
        most = min(leaf.values[below] - sum(leaf.values[a] for a in above if a != code) for above, below in bounds)
        room = int(most - now)
        if room <= 0 or (best := points(leaf.changed({code: now + room}))) is None:
            continue
        low, high = 0, room  # more never lowers the formula: halve until the least that earns as much
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if points(leaf.changed({code: now + middle})) == best else (middle, high)
        yield code, now + high, "full", None
