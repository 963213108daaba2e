"""The arithmetic of the bridge: five parts, in places and in points, that add up exactly (decision 0030)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

PARTS = ("method", "boundary", "correction", "own_figures", "others_figures")
"""In the order of the path from the release before to this one."""


@dataclass(frozen=True)
class Place:
    """Where a unit stands in one scoring of a ranking."""

    score: Decimal | None
    rank: int | None
    peer_group: str = ""
    is_ranked: bool = True


def parts(path: Sequence[tuple[str, Place | None]], before: Place, after: Place) -> dict[str, int | Decimal | None]:
    """Columns of ops.rank_bridge for one unit: PARTS in places, ``score_`` + PARTS in points.

    ``path``: (part, the unit's place once that part has changed) from ``before`` on; its last place is ``after``. A
    scoring in which the unit has no place leaves it where it was. All None where one of the ends has no rank (no score).
    """
    found: dict[str, int | Decimal | None] = {}
    for prefix, of in (("", "rank"), ("score_", "score")):
        stood, ends = getattr(before, of), getattr(after, of)
        found |= dict.fromkeys((prefix + p for p in PARTS), None if None in (stood, ends) else type(ends)(0))
        if None in (stood, ends):
            continue
        for number, (part, place) in enumerate(path, 1):
            now = ends if number == len(path) else getattr(place, of, None)
            if now is not None:
                found[prefix + part] += now - stood
                stood = now
    return found


class Field:
    """The scores of one scoring by peer group: where would a unit stand with another score while the others stay?"""

    def __init__(self, places: Mapping[str, Place], tie_policy: str = "competition") -> None:
        self._places, self._tie_policy = places, tie_policy
        self._scores: dict[str, list[Decimal]] = {}
        for place in places.values():
            if place.is_ranked and place.score is not None:
                self._scores.setdefault(place.peer_group, []).append(place.score)
        for scores in self._scores.values():
            scores.sort()

    def rank(self, unit_key: str, place: Place) -> int | None:
        """The rank of a unit with the score and the group of ``place``, among the other units as they stand here."""
        if not place.is_ranked or place.score is None:
            return None
        others = list(self._scores.get(place.peer_group, ()))
        own = self._places.get(unit_key)
        if own is not None and own.is_ranked and own.score is not None and own.peer_group == place.peer_group:
            del others[bisect_left(others, own.score)]
        if self._tie_policy == "modified":
            return len(others) - bisect_left(others, place.score) + 1
        above = others[bisect_right(others, place.score) :]
        return 1 + (len(set(above)) if self._tie_policy == "dense" else len(above))


def rows(
    before: Mapping[str, Place],
    steps: Iterable[tuple[str, Mapping[str, Place]]],
    own: Mapping[str, Place],
    after: Mapping[str, Place],
) -> dict[str, dict]:
    """The bridge of one ranking: unit_key -> columns, for every unit whose rank or score moved, came or went.

    ``steps``: (part, all places once that part has changed) in the order of PARTS up to the correction. ``own``: each
    unit's place once only its own figures have changed too; empty where no figure changed.
    """
    steps, nowhere, found = list(steps), Place(None, None), {}
    for unit in dict.fromkeys([*before, *after]):
        old, new = before.get(unit, nowhere), after.get(unit, nowhere)
        if (old.rank, old.score) == (new.rank, new.score):
            continue
        path = [(part, places.get(unit)) for part, places in steps]
        if own:
            path += [("own_figures", own.get(unit)), ("others_figures", new)]
        found[unit] = {"previous_rank": old.rank, "previous_score": old.score, "rank": new.rank, "score": new.score}
        found[unit] |= parts(path, old, new)
    return found
