"""The scores of the other units under an assumption, and the score that a rank among them asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from publishing.answers.lever.standing import Release, Standing

STAND_STILL, IMPROVE = "others_stand_still", "others_improve"


def scores(release: Release, of: Standing, group: str, assumption: str) -> dict[str, Fraction] | None:
    """Unit -> score, best first, for the ranked units of a peer group; None where the assumption cannot be made: no unit of the group
    has a comparable year before (as fct_index_rank compares) on the same scale."""
    now = {
        key: Fraction(unit.row["score"])
        for key, unit in of.units.items()
        if unit.row["peer_group"] == group and unit.row["rank"] is not None
    }
    if assumption == STAND_STILL:
        return _best_first(now)
    grown = {key: change for key in now if (change := release.change(of.units[key].row)) is not None}
    if not grown:
        return None
    mean = sum(grown.values(), Fraction(0)) / len(grown)
    return _best_first({key: score + grown.get(key, mean) for key, score in now.items()})


def _best_first(given: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Sorted once here, it is sorted again for every unit and goal in the time of a look."""
    return dict(sorted(given.items(), key=lambda pair: pair[1], reverse=True))


def needed(others: Iterable[Fraction], rank: int, tie_policy: str, grid: Fraction) -> Fraction | None:
    """The least score that has at most this rank among the others; None where any has."""
    best = sorted(set(others) if tie_policy == "dense" else others, reverse=True)
    if rank > len(best):
        return None
    return best[rank - 1] + (grid if tie_policy == "modified" else 0)


def rank(others: Iterable[Fraction], score: Fraction, tie_policy: str) -> int:
    """The rank of a score among the others, by the book's tie policy."""
    if tie_policy == "modified":
        return sum(other >= score for other in others) + 1
    above = [other for other in others if other > score]
    return 1 + len(set(above) if tie_policy == "dense" else above)


def without(given: Mapping[str, Fraction], unit: str) -> list[Fraction]:
    return [score for key, score in given.items() if key != unit]
