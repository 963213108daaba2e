"""What a change of a book would have done to last year's ranks: both books on the figures that the warehouse has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import psycopg
from psycopg.rows import dict_row

from books import figures, trial
from books.book import BOOKS, Book, all_folders, load
from warehouse import config

_PERIOD = """
    select p.period_code from core.dim_period as p
    where p.kind = 'year' and exists (
        select from core.fct_figure as f where f.period_code = p.period_code and f.figure_code = any(%(figures)s)
    )
    order by (p.first_day >= %(first)s and p.last_day < %(last)s) desc, p.is_running, p.first_day desc limit 1
"""
_UNITS = """
    select u.unit_key as unit_code, u.egov_code, u.name_vi as unit_name, u.level, u.peer_group, u.parent_unit_key as parent_code
    from core.dim_unit as u
    inner join core.dim_period as p on p.period_code = %(period)s
        and u.valid_from <= p.last_day and (u.valid_to is null or u.valid_to > p.first_day)
"""
_FIGURES = """
    select unit_key as unit_code, period_code, figure_code, value, missing_reason from core.fct_figure
    where figure_code = any(%(figures)s) and period_code ~ '^\\d{4}$'
"""
_ASSESSMENTS = """
    select unit_key as unit_code, period_code, index_code, criterion_code, stage, value, points, evidence, reason,
        assessed_on as assessed_at
    from core.fct_assessment where index_code = any(%(indices)s)
"""


class NoFigures(RuntimeError):
    """The warehouse has no figures on which the two books could be compared."""


@dataclass(frozen=True)
class Effect:
    """``ranks``: (unit, old rank, new rank, old score, new score), of one year."""

    period_code: str
    ranks: list[tuple]


def on_ranks(old: Book, new: Book) -> Effect:
    """Score the last year of the old book for which there are figures by both books. Raises NoFigures, OperationalError."""
    new = replace(new, edition=f"{new.edition} ")  # a changed copy often keeps its name
    companions = _imported((old, new))
    used = set().union(*(figures.uses(book) for book in (old, new, *companions)))
    head = old.head.values
    asked = {"figures": sorted(used), "first": head["valid_from"], "last": head["valid_to"] or "infinity",
             "indices": [old.index_code, new.index_code, *(b.index_code for b in companions)]}  # fmt: skip
    with psycopg.connect(config.dsn("transformer"), row_factory=dict_row) as conn:
        if (found := conn.execute(_PERIOD, asked).fetchone()) is None:
            raise NoFigures(f"{old.name}: the warehouse has no figure of a year that these books use")
        asked["period"] = period = found["period_code"]
        units, rows, assessments = (conn.execute(q, asked).fetchall() for q in (_UNITS, _FIGURES, _ASSESSMENTS))
    done = trial.score([old, new, *companions], units, rows, assessments, periods=[period])
    sides = [{r["unit_code"]: r for r in done.ranks if (r["index_code"], r["edition"]) == (b.index_code, b.edition)}
             for b in (old, new)]  # fmt: skip
    names = {u["unit_code"]: u["unit_name"] for u in units}
    nothing = {"rank": None, "score": None}
    ranks = []
    for code in dict.fromkeys([*sides[0], *sides[1]]):
        before, after = (side.get(code, nothing) for side in sides)
        ranks.append((names[code], before["rank"], after["rank"], before["score"], after["score"]))
    return Effect(period, ranks)


def _imported(books: Iterable[Book]) -> list[Book]:
    """The books of the indices that these import, as they stand in the project."""
    books = list(books)
    wanted = {row.values["numerator"].removeprefix("index:") for book in books for row in book.criteria
              if row.values["rule"] == "imported" and row.values["numerator"].startswith("index:")}  # fmt: skip
    own = {book.index_code for book in books}
    found = (load(folder)[0] for folder in all_folders(BOOKS))
    return [book for book in found if book is not None and book.index_code in wanted - own]
