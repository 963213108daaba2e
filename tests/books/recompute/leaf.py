"""From figures to a leaf's state: scored, missing, not_applicable or not_due; missing is not zero."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tests.books.recompute.book import OUTSIDE, SILENT, Criterion
from tests.books.recompute.numbers import kept
from tests.books.recompute.rules import NOTHING, RULES, Given, NoPoints, NotApplicable


@dataclass
class Figure:
    """What was reported: a number or a text, or the reason why there is neither."""

    value: Fraction | None = None
    text: str | None = None
    reason: str | None = None

    @property
    def is_given(self) -> bool:
        return self.value is not None or bool((self.text or "").strip())

    @property
    def is_not_applicable(self) -> bool:
        return not self.is_given and self.reason == "not_applicable"


@dataclass
class Score:
    """Of one node: state, points (None = no points) and the maximum that applies; a gate's effect beside it."""

    state: str
    points: Fraction | None = None
    applicable: Fraction = NOTHING
    effect: str = ""


def leaf(given: Given, used: list[Figure], is_running: bool) -> Score:
    """State, points and applicable maximum of a leaf; ``used``: all figures that it needs, absent ones as Figure()."""
    c = given.c
    if c.rule == "checklist":
        return _checklist(c, used, is_running)
    if any(f.is_not_applicable for f in used):
        return not_applicable(c)
    if any(f.value is None and not (c.rule == "choice" and f.is_given) for f in used):
        return unknown(c, is_running)
    try:
        points = given.on_zero() * c.most if given.d == 0 and c.rule != "minmax" else _quotient(given)
    except NoPoints as without:
        return unknown(c, is_running and not without.is_known)
    except NotApplicable:
        return not_applicable(c)
    effect = next((s.state for s in c.steps if s.holds(given.n)), "") if c.rule == "gate" else ""
    return scored(c, points, effect)


def _quotient(given: Given) -> Fraction:
    try:
        return RULES[given.c.rule](given)
    except ZeroDivisionError:
        return given.on_zero() * given.c.most


def scored(c: Criterion, points: Fraction, effect: str = "") -> Score:
    """Points that never leave what the criterion can give."""
    least, most = (-c.most, NOTHING) if c.rule == "penalty" else (NOTHING, NOTHING if c.rule in SILENT else c.most)
    return Score("scored", kept(min(most, max(least, points)), c["rounds_to"]), _applicable(c), effect)


def unknown(c: Criterion, is_running: bool) -> Score:
    return Score("not_due") if is_running else Score("missing", None, _applicable(c))


def not_applicable(c: Criterion) -> Score:
    if c["not_applicable"] == "full":
        return Score("not_applicable", kept(c.most, c["rounds_to"]), _applicable(c))
    return Score("not_applicable")


def _applicable(c: Criterion) -> Fraction:
    return NOTHING if c.rule in OUTSIDE | SILENT else c.most


def _checklist(c: Criterion, used: list[Figure], is_running: bool) -> Score:
    parts = list(zip(c.steps, used, strict=True))
    if all(f.is_not_applicable for f in used):
        return not_applicable(c)
    if not all(f.value in (0, 1) or f.is_not_applicable for f in used):
        return unknown(c, is_running)
    left_out = sum((s.points for s, f in parts if f.is_not_applicable), NOTHING)
    done = sum((s.points for s, f in parts if f.value == 1), NOTHING)
    if c["not_applicable"] == "full":
        return scored(c, done + left_out)
    score = scored(c, done)
    return Score(score.state, score.points, c.most - left_out)


def measure(c: Criterion, n: Figure, d: Figure) -> Fraction | None:
    """What units are compared by: the ratio or the single figure; under ``target``, by how much the plan is exceeded."""
    by = d.value if c["denominator"] else c.number("target") if c.rule == "target" else Fraction(1)
    if n.value is None or not by:
        return None
    return n.value / by - 1 if c.rule == "target" else n.value / by
