"""Reading many pages: the next one is asked for before this one is worked on, and rows are not searched for garbage."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Ahead:
    """``get(number)`` is a page; the one after it is begun at once, unless it is known to lie beyond ``last``."""

    def __init__(
        self, get: Callable[[int], bytes], begin: Callable[[int], None], finish: Callable[[int], bytes]
    ) -> None:
        self._get, self._begin, self._finish = get, begin, finish
        self._begun: int | None = None
        self.last: int | None = None

    def get(self, number: int) -> bytes:
        """The page: what was begun where it was, and its errors, else asked for now."""
        body = self._finish(number) if number == self._begun else self._get(number)
        self._begun = None
        if self.last is not None and number < self.last:
            self._begin(number + 1)
            self._begun = number + 1
        return body


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for cycles of garbage once in some pages: rows are no cycles, and the search for them is a fifth of a load."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
