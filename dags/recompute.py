"""A sealed ranking computed anew from its sealed figures and books: what `parix verify` and its DAG hand to publishing."""

from __future__ import annotations

import tempfile
from pathlib import Path

from books import trial
from books.book import read


def recompute(books: list[dict], units: list[dict], figures: list[dict], assessments: list[dict], running: set[str]):
    """Ranks and criterion scores (as ``books.trial``) of sealed inputs; books as rows with index_code, edition, files."""
    with tempfile.TemporaryDirectory() as folder:
        written = []
        for book in books:
            place = Path(folder) / book["index_code"] / book["edition"]
            place.mkdir(parents=True)
            for name, text in book["files"].items():
                (place / Path(name).name).write_bytes(text.encode())
            written.append(read(place))
        done = trial.score(written, units, figures, assessments, running)
    return done.ranks, done.criteria
