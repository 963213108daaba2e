"""One short module per source; ``SOURCES`` runs one by hand, as its DAG does window by window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime


def _dossiers() -> Iterator:
    from ingestion.sources import dossiers

    for window in dossiers.plan(datetime.now(UTC)):
        yield dossiers.load(window)
    yield dossiers.catch_up()


def _national() -> Iterator:
    from ingestion.sources import national

    yield national.load_catalogue()
    yield from national.look_up()


def _workbooks() -> Iterator:
    from ingestion.sources import workbooks

    for name in workbooks.plan():
        yield workbooks.load_or_reject(name)


def _evaluation() -> Iterator:
    from ingestion.sources import evaluation

    for code in evaluation.plan():
        yield evaluation.load(code)


SOURCES = {"dossiers": _dossiers, "national": _national, "workbooks": _workbooks, "evaluation": _evaluation}
"""Name of a source -> a function that loads it and yields what came of each delivery."""
