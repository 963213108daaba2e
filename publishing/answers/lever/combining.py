"""Levers of one unit together: the score that a set of them gives through the tree, and the most that each can add."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from math import ceil

from publishing.answers.lever.finding import Lever, apply
from publishing.answers.lever.searching import Option, largest_of_each
from publishing.answers.lever.standing import Release, Standing, Unit

SCALE = 10**12
"""Bounds are whole numbers of this part of a point, rounded up."""


class Together:
    """``effort``: leaf -> how hard its lever is, a whole number."""

    def __init__(
        self, release: Release, of: Standing, unit: Unit, levers: Mapping[str, Lever], effort: Mapping[str, int]
    ) -> None:
        self._release, self._of, self._unit, self.levers, self._effort = release, of, unit, levers, effort
        self._scores: dict[tuple[str, ...], Fraction | None] = {}

    @cached_property
    def options(self) -> list[Option]:
        return [
            Option(code, ceil(self._bound(lever) * SCALE), self._effort[code], lever.move.figure)
            for code, lever in self.levers.items()
        ]

    @cached_property
    def shared(self) -> set[str]:
        """Leaves that levers of several figures change: there they do not simply add up. (Levers of one figure exclude each
        other.)"""
        touched: dict[str, set[str]] = {}
        for lever in self.levers.values():
            for code in lever.changed:
                touched.setdefault(code, set()).add(lever.move.figure)
        return {code for code, figures in touched.items() if len(figures) > 1}

    @cached_property
    def all(self) -> tuple[str, ...]:
        """Of every figure the lever that can add most."""
        return tuple(o.name for o in largest_of_each(self.options))

    def _bound(self, lever: Lever) -> Fraction:
        tree = self._unit.tree
        return sum(
            (tree.reach(code) * ((self._of.criteria[code].most if code in self.shared else points) - tree.values[code])
             for code, points in lever.changed.items()), Fraction(0)
        )  # fmt: skip

    def need(self, score: Fraction) -> int:
        """What bounds must add up to at least for a set to reach the score, rounding in its favour."""
        return int((score - self._unit.tree.score - self._unit.tree.slack()) * SCALE)

    def score(self, codes: Iterable[str]) -> Fraction | None:
        """The published score with these levers; None where they cannot be done together."""
        key = tuple(codes)
        if key not in self._scores:
            self._scores[key] = self._score(key)
        return self._scores[key]

    def _score(self, codes: tuple[str, ...]) -> Fraction | None:
        chosen = [self.levers[code] for code in codes]
        figures = {figure: value for lever in chosen for figure, value in lever.figures.items()}
        if len(figures) < len(chosen):
            return None
        if any(code in self.shared for lever in chosen for code in lever.changed):
            changed = apply(self._release, self._of, self._unit, figures)
            if not isinstance(changed, dict):
                return None
        else:
            changed = {code: points for lever in chosen for code, points in lever.changed.items()}
        return self._unit.tree.score_with(changed)
