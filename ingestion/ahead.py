"""Reading many pages: the next one is asked for while this one is read, and rows are not searched for garbage."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Generic, Self, TypeVar

Answer = TypeVar("Answer")


class Ahead(Generic[Answer]):
    """``get(number)`` is ``read(number, begin(number))``; the page after it is begun in a thread meanwhile, unless it is known
    to lie beyond ``last``. The thread only waits for the source; a thread that also read would fight for the interpreter
    with the one that decodes, and both would lose. Memory holds one page.
    """

    def __init__(self, begin: Callable[[int], Answer], read: Callable[[int, Answer], bytes]) -> None:
        self._begin, self._read, self.last = begin, read, None
        self._thread = ThreadPoolExecutor(1, "page")
        self._coming: tuple[int, Future] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    def get(self, number: int) -> bytes:
        """The page; errors of an earlier beginning are raised here."""
        expected, future = self._coming or (None, None)
        body = self._read(number, future.result() if expected == number else self._begin(number))
        goes_on = self.last is not None and number < self.last
        self._coming = (number + 1, self._thread.submit(self._begin, number + 1)) if goes_on else None
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
