"""Generated cases scored twice: by the real models (books.trial), and by the recomputation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction

from tests.books import generate, recompute


def keyed(row: dict) -> tuple:
    return row["index_code"], row["edition"], row["period_code"], row["unit_code"]


def exact(value) -> Fraction | None:
    return None if value is None else Fraction(value)


def by_sql(cases: list[generate.Case], order: Callable[[list], list] = list):
    """The trial of all cases at once; ``order`` arranges everything that is put in."""
    from books import trial

    figures = order([f for case in cases for f in case.figures])
    assessments = order([a for case in cases for a in case.assessments])
    books = order([generate.as_book(case, order) for case in cases])
    return trial.score(books, order(generate.UNITS), figures, assessments, generate.RUNNING)


def nodes_of(trial) -> dict[tuple, dict[str, dict]]:
    """(index, edition, period, unit) -> criterion -> row of the trial."""
    nodes = defaultdict(dict)
    for row in trial.criteria:
        nodes[keyed(row)][row["criterion_code"]] = row
    return nodes


def in_python(cases: list[generate.Case], faults: list[dict]) -> tuple[dict, dict]:
    """Scores and places of what the trial let in: a figure outside its sense is as if it had not come."""
    left_out = {(f["unit_code"], f["period_code"], f["figure_code"]) for f in faults}
    figures = [f for case in cases for f in case.figures]
    figures = [f for f in figures if (f["unit_code"], f["period_code"], f["figure_code"]) not in left_out]
    books, assessments = [recompute.Book.of(*case.rows) for case in cases], [a for c in cases for a in c.assessments]
    scores = recompute.score_all(books, generate.UNITS, figures, assessments, generate.RUNNING)
    return scores, recompute.ranks(books, generate.UNITS, scores)
