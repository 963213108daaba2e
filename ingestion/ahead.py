"""The next page is fetched while this one is read."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self


class Ahead:
    """``get(number)`` is ``fetch(number)``; the one after it is already on its way unless it is known to lie beyond the
    end (``last``). One thread, one page ahead: memory holds two pages. Errors of a page are raised when it is asked for."""

    def __init__(self, fetch: Callable[[int], bytes]) -> None:
        self._fetch, self.last = fetch, None
        self._thread = ThreadPoolExecutor(1, "page")
        self._coming: tuple[int, Future] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    def get(self, number: int) -> bytes:
        expected, future = self._coming or (None, None)
        body = future.result() if expected == number else self._fetch(number)
        is_known = self.last is not None and number < self.last
        self._coming = (number + 1, self._thread.submit(self._fetch, number + 1)) if is_known else None
        return body
