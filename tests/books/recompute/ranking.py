"""From roots to scores, classes and ranks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tests.books.recompute.book import Book
from tests.books.recompute.leaf import Score
from tests.books.recompute.numbers import rounded


@dataclass
class Place:
    """A unit's place in its peer group; ``rank`` is None without a score and for units that are not ranked."""

    group: str
    score: Fraction | None
    percent: Fraction | None
    class_vi: str | None
    rank: int | None = None
    ranked_units: int = 0


def ranks(books: Iterable[Book], units: Iterable[dict], scores: dict[tuple, dict[str, Score]]) -> dict[tuple, Place]:
    """(index, edition, period, unit) -> Place, from what ``score_all`` returned."""
    by_code, by_unit = {(b.index, b.edition): b for b in books}, {u["unit_code"]: u for u in units}
    places, groups = {}, defaultdict(dict)
    for key, of_unit in scores.items():
        book, unit = by_code[key[:2]], by_unit[key[3]]
        places[key] = place = _place(book, book.group(unit), of_unit)
        groups[key[:3], place.group][key] = place.score if book.is_ranked(unit) else None
    for (book_key, _), of_group in groups.items():
        policy = by_code[book_key[:2]].head.get("tie_policy") or "competition"
        for key, rank in ranked(of_group, policy).items():
            places[key].rank, places[key].ranked_units = rank, sum(s is not None for s in of_group.values())
    return places


def ranked(scores: dict, policy: str = "competition") -> dict:
    """Ranks of whoever has a score: 1224, dense (1223) or modified (1334) competition ranking."""
    given = [s for s in scores.values() if s is not None]
    count = {
        "competition": lambda mine: 1 + sum(s > mine for s in given),
        "dense": lambda mine: 1 + len({s for s in given if s > mine}),
        "modified": lambda mine: sum(s >= mine for s in given),
    }[policy]
    return {unit: None if score is None else count(score) for unit, score in scores.items()}


def _place(book: Book, group: str, scores: dict[str, Score]) -> Place:
    root, decimals = scores[book.root], book.head.get("rank_decimals") or "2"
    has_percent = root.points is not None and root.applicable
    percent = rounded(100 * root.points / root.applicable, decimals) if has_percent else None
    best = {s.effect for s in scores.values()}
    return Place(group, rounded(root.points, decimals), percent, class_of(book, group, percent, best))


def class_of(book: Book, group: str, percent: Fraction | None, best: Iterable[str] = ()) -> str | None:
    """The class that the percent earns, no better than any that a gate names (``best``)."""
    if percent is None:
        return None
    open_to = [c for c in book.classes if c["peer_group"] in ("", group)]  # best first
    caps = [i for i, c in enumerate(open_to) if {c["class_vi"], c.get("class_en")} & set(best) - {"", None}]
    earned = next((i for i, c in enumerate(open_to) if Fraction(c["from_percent"]) <= percent), None)
    return None if earned is None else open_to[max([earned, *caps])]["class_vi"]
