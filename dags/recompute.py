"""Rankings computed anew from figures and books that stand in a release: what `parix verify`, the bridge and their DAGs hand
to publishing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from books import trial, worlds
from books.book import Book, read


def recompute(books: list[dict], units: list[dict], figures: list[dict], assessments: list[dict], running: set[str]):
    """Ranks and criterion scores (as ``books.trial``) of sealed inputs; books as rows with index_code, edition, files."""
    with _written(books) as given:
        done = trial.score(given, units, figures, assessments, running)
    return done.ranks, done.criteria


def rescore(
    books: list[dict], units: list[dict], given: Mapping[str, tuple], running: set[str]
) -> dict[str, list[dict]]:
    """Ranks of several worlds, each with figures and assessments of its own (as ``books.worlds``)."""
    with _written(books) as written:
        return worlds.score(written, units, given, running)


@contextmanager
def _written(books: list[dict]) -> Iterator[list[Book]]:
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for book in books:
            place = Path(folder) / book["index_code"] / book["edition"]
            place.mkdir(parents=True)
            for name, text in book["files"].items():
                (place / Path(name).name).write_bytes(text.encode())
            found.append(read(place))
        yield found
