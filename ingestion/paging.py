"""Page lists that run from the newest change to the oldest, and move while they are read."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime

from ingestion.errors import EmptyExtract, SourceDown
from ingestion.windows import Accepted, UpdatedSince


def pages(
    fetch: Callable[[int], tuple[list, int | None]],
    size: int,
    window: Accepted | UpdatedSince,
    updated: Callable[[object], datetime | None],
    where: str,
    first: int = 0,
) -> Iterator[list]:
    """Pages of rows until the list, or the stretch of changes asked for, ends.

    fetch: page number (from 0) -> rows and the announced total. updated: a row's moment of last change.
    first: number of the page to begin with; those before it were whole.
    A row that changes meanwhile moves to the front and pushes others onto the next page: they come twice, never not.
    Raises EmptyExtract when a list of changes is empty, SourceDown when fewer rows came than were announced.
    """
    seen, announced = first * size, None
    for number in itertools.count(first):
        rows, total = fetch(number)
        seen, announced = seen + len(rows), total if announced is None else announced
        if not rows and number == 0 and isinstance(window, UpdatedSince):
            raise EmptyExtract(f"{where} shows no dossier at all; nothing was changed")
        is_last = len(rows) < size
        if rows and window.is_behind(updated(rows[-1])):
            is_last, rows = True, [r for r in rows if not window.is_behind(updated(r))]
        if rows:
            yield rows
        if is_last:
            break
    if isinstance(window, Accepted) and announced is not None and seen < announced:
        raise SourceDown(f"{where} announced {announced} dossiers {window} and delivered {seen}; try again")
