"""Scores and ranks in plain Python, from books, figures and assessments alone; shares nothing with the SQL.

Exact fractions throughout, written from the methodology (rules: A6; ties and special cases: C) and not from the models.

    book = Book(folder)                      # the CSV files of one book; or Book.of(head, criteria, steps, ...) from rows
    scores = score_all([book], units, figures, assessments, running={"2026"})
    scores["par", "2023", "2024", "H40.12"]["1.4"]              # Score(state, points, applicable)
    ranks([book], units, scores)["par", "2023", "2024", "H40.12"]   # Place(group, score, percent, class_vi, rank, ...)

Units, figures and assessments are dictionaries:
    unit         unit_code, level, peer_group, parent_code; optional valid_from, valid_to
    figure       unit_code, period_code, figure_code, value; optional text_value, missing_reason
    assessment   unit_code, period_code, index_code, criterion_code, stage, points; optional reason
"""

from tests.books.recompute.book import Book, Criterion
from tests.books.recompute.leaf import Figure, Score, leaf
from tests.books.recompute.numbers import decimal, number, rounded, shown
from tests.books.recompute.ranking import Place, class_of, ranked, ranks
from tests.books.recompute.rules import Given
from tests.books.recompute.world import World, score_all

__all__ = [
    "Book", "Criterion", "Figure", "Given", "Place", "Score", "World", "class_of", "decimal", "leaf", "number",
    "ranked", "ranks", "rounded", "score_all", "shown",
]  # fmt: skip
