"""Files that processes share: one holds a place at a time, and what is written is there whole or not at all.

A process that ends, however it ends, lets go of what it held.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(RuntimeError):
    """Another process is there, and this one does not wait."""


@contextmanager
def held(path: Path, busy: str | None = None) -> Iterator[None]:
    """Inside it no other process holds this folder, or this file (made where it does not stand). Waits for the one that is
    inside; with a sentence ``busy`` raises Busy with it instead."""
    file = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (fcntl.LOCK_NB if busy else 0))
        except BlockingIOError:
            raise Busy(busy) from None
        yield
    finally:
        os.close(file)


def write_whole(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a file so that nobody ever reads half of it: not another process, and not the next run after a kill or a power
    cut."""
    with held(path.parent):
        _write(path, text, mode)


def private_file(path: Path, make: Callable[[], str]) -> str:
    """The text of a file that only its owner may read; made by ``make()``, once, when it is not there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with held(path.parent):
            if not path.exists():
                _write(path, make(), 0o600)
    return path.read_text(encoding="utf-8")


def _write(path: Path, text: str, mode: int) -> None:
    fresh = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
