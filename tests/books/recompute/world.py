"""Everything that scores depend on, and the order in which books are scored: an imported index before its importer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from tests.books.recompute.book import Book
from tests.books.recompute.leaf import Figure, Score
from tests.books.recompute.numbers import number
from tests.books.recompute.tree import Tree

ABSENT = Figure()


def score_all(
    books: Iterable[Book],
    units: Iterable[dict],
    figures: Iterable[dict],
    assessments: Iterable[dict] = (),
    running: Collection[str] = (),
) -> dict[tuple[str, str, str, str], dict[str, Score]]:
    """Scores of every unit of a book's levels, in every year inside the book's validity that was heard of."""
    return World(books, units, figures, assessments, running).score()


class World:
    """Everything that scores depend on; ``score`` may be asked for one book's dependence on another's result."""

    def __init__(self, books, units, figures, assessments=(), running=()) -> None:
        self.books, self.running = list(books), set(running)
        self.units = {u["unit_code"]: u for u in units}
        self.figures: dict[tuple, dict[str, Figure]] = defaultdict(dict)
        heard = defaultdict(set)
        for f in figures:
            given = Figure(number(f["value"]), f.get("text_value"), f.get("missing_reason"))
            self.figures[f["unit_code"], f["period_code"]][f["figure_code"]] = given
            heard[f["period_code"]].add(f["figure_code"])
        self.assessed: dict[tuple, dict[str, dict]] = defaultdict(dict)
        for a in assessments:
            key = a["unit_code"], a["period_code"], a["index_code"], a["criterion_code"]
            self.assessed[key][a["stage"]] = a
            heard[a["period_code"]].add((*key[2:], a["stage"]))
        self.heard = {period: codes for period, codes in heard.items() if len(period) == 4 and period.isdigit()}
        self.scores: dict[tuple, dict[str, Score]] = {}

    def score(self) -> dict[tuple, dict[str, Score]]:
        for book in self.books:
            for period in sorted(self.heard):
                if self.is_scored(book, period):
                    self.score_book(book, period)
        return self.scores

    def is_scored(self, book: Book, period: str) -> bool:
        valid = book.head["valid_from"] <= f"{period}-01-01" and f"{period}-12-31" < book.head["valid_to"]
        leaves = [c for c in book.criteria.values() if c.rule]
        assessed = {(book.index, c.code, stage) for c in leaves for stage in book.publishing(c)}
        return valid and bool((book.figures | assessed) & self.heard.get(period, set()))

    def assessed_units(self, book: Book, period: str) -> list[dict]:
        """Units of the book's levels; where units have a life (valid_from, valid_to), those that lived in the year.

        Another province, with nothing below it, is of them only where it has a figure of the book.
        """
        above = {u.get("parent_code") for u in self.units.values()}
        return [
            u
            for u in self.units.values()
            if u["level"] in book.levels
            and (
                u["level"] != "province"
                or u.get("parent_code")
                or u["unit_code"] in above
                or {*book.figures} & {*self.figures.get((u["unit_code"], period), ())}
            )
            and str(u.get("valid_from") or "") <= f"{period}-12-31"
            and str(u.get("valid_to") or "9999") > f"{period}-01-01"
        ]

    def score_book(self, book: Book, period: str) -> None:
        assessed = self.assessed_units(book, period)
        keys = [(book.index, book.edition, period, u["unit_code"]) for u in assessed]
        if all(key in self.scores for key in keys):
            return
        tree = Tree(self, book, period, assessed)
        for key, unit in zip(keys, assessed, strict=True):
            self.scores[key] = tree.score(unit)

    def figure(self, unit: dict, period: str, code: str, inherits: bool) -> Figure:
        """The unit's own figure; where it may inherit and says nothing, that of the nearest superior unit that says it."""
        own = self.figures[unit["unit_code"], period].get(code, ABSENT)
        above = self.units.get(unit.get("parent_code") or "")
        if not inherits or own.is_given or own.is_not_applicable or above is None:
            return own
        found = self.figure(above, period, code, inherits)
        return found if found.is_given or found.is_not_applicable else own

    def index_figure(self, unit: dict, period: str, code: str, inherits: bool) -> Figure:
        """Another index's points / its applicable maximum, where a book of it scores the unit; else the figure."""
        for book in self.books:
            if book.index == code and unit["level"] in book.levels and self.is_scored(book, period):
                self.score_book(book, period)
                root = self.scores[book.index, book.edition, period, unit["unit_code"]][book.root]
                return Figure(root.points / root.applicable) if root.points is not None and root.applicable else ABSENT
        return self.figure(unit, period, f"index:{code}", inherits)
