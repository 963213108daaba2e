"""The smallest set of levers that reaches a score: fewest levers, then least effort. Branch and bound, exact (decision 0037)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

LIMIT = 3000
"""Sets looked at for one goal; beyond that the answer says that it may not be the smallest."""


@dataclass(frozen=True)
class Option:
    """One lever: at most so much score (``bound``), so hard (``effort``), and the figure that it changes."""

    name: str
    bound: int
    effort: int
    figure: str = ""


@dataclass
class Answer:
    """``names``: the set, None where none was found; ``is_proven``: nothing smaller, or nothing at all, can be there."""

    names: tuple[str, ...] | None = None
    is_proven: bool = True
    looked_at: int = field(default=0, compare=False)


def smallest(
    options: Sequence[Option], need: int, reaches: Callable[[tuple[str, ...]], bool], limit: int = LIMIT
) -> Answer:
    """The smallest set for which ``reaches`` holds. ``need``: what the bounds of such a set must add up to at least (rounding
    taken into account by who asks); ``reaches`` is only asked of sets that could."""
    options = sorted((o for o in options if o.bound > 0), key=lambda o: (o.effort, -o.bound, o.name))
    best = list(accumulate(sorted((o.bound for o in options), reverse=True), initial=0))
    answer = Answer()
    for size in range(1, len(options) + 1):
        if best[size] < need:
            continue
        search = _Search(options, size, need, reaches, limit - answer.looked_at)
        search.run()
        answer.looked_at += search.looked_at
        answer.is_proven &= not search.is_cut
        if search.found is not None:
            answer.names = tuple(sorted(search.found))
            return answer
        if answer.looked_at >= limit:
            answer.names = _greedy(options, reaches)
            return answer
    return answer


def largest_of_each(options: Sequence[Option]) -> list[Option]:
    """The option with the largest bound of every figure, the largest first."""
    found: dict[str, Option] = {}
    for option in sorted(options, key=lambda o: (-o.bound, o.effort, o.name)):
        found.setdefault(option.figure or option.name, option)
    return list(found.values())


def _greedy(options: Sequence[Option], reaches: Callable[[tuple[str, ...]], bool]) -> tuple[str, ...] | None:
    """Some set that reaches it, where the search was cut short."""
    names = [o.name for o in largest_of_each(options)]
    return next((tuple(sorted(names[:n])) for n in range(1, len(names) + 1) if reaches(tuple(names[:n]))), None)


class _Search:
    """All sets of one size, in the order of effort, so that whatever costs as much as the best found ends a branch."""

    def __init__(self, options: Sequence[Option], size: int, need: int, reaches: Callable, limit: int) -> None:
        self.options, self.size, self.need, self.reaches, self.limit = options, size, need, reaches, limit
        self.found: tuple[str, ...] | None = None
        self.effort, self.looked_at, self.is_cut = 0, 0, False
        self.tops: list[list[int]] = [[0]] * (len(options) + 1)  # from a place on: the most that so many more can add
        largest: list[int] = []
        for place in range(len(options) - 1, -1, -1):
            largest = sorted([*largest, options[place].bound], reverse=True)[:size]
            self.tops[place] = list(accumulate(largest, initial=0))

    def run(self) -> None:
        self._from(0, (), 0, 0, frozenset())

    def _from(self, place: int, names: tuple[str, ...], bound: int, effort: int, figures: frozenset[str]) -> None:
        left = self.size - len(names)
        for i in range(place, len(self.options) - left + 1):
            option = self.options[i]
            if self.found is not None and effort + left * option.effort >= self.effort:
                return
            if bound + self.tops[i][left] < self.need:
                return
            if self.looked_at >= self.limit:
                self.is_cut = True
                return
            if option.figure and option.figure in figures:
                continue
            self.looked_at += 1
            more, taken = bound + option.bound, (*names, option.name)
            if left == 1:
                if more >= self.need and self.reaches(taken):
                    self.found, self.effort = taken, effort + option.effort
            elif more + self.tops[i + 1][min(left - 1, len(self.tops[i + 1]) - 1)] >= self.need:
                self._from(i + 1, taken, more, effort + option.effort, figures | {option.figure})
