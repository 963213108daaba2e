"""An iterator whose items are made in a process of its own, so that a long load has two processors: one decodes, one stores.

Decoding holds the interpreter, so a thread would not do. The process is a new one (nothing is forked: it has no
connection, no lock and no file of ours), takes its settings from the environment as we do, and ends with us.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import TypeVar

from ingestion.errors import SourceDown

Item = TypeVar("Item")
PIPE = 1 << 20
"""Bytes that may wait for us: two or three pages; then the process pauses."""


class Aside(Iterator[Item]):
    """The items of ``make(*arguments)``, a function of a module; its errors are raised here. Making begins at once."""

    def __init__(self, make: Callable[..., Iterator[Item]], *arguments: object) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pipesize=PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        with self._process.stdin as told:
            pickle.dump((make, arguments), told)

    def __next__(self) -> Item:
        try:
            item, error = pickle.load(self._process.stdout)
        except (EOFError, pickle.UnpicklingError) as end:  # between two items, or within one
            code = self._process.wait()
            if code == 0 and isinstance(end, EOFError):
                raise StopIteration from None
            raise SourceDown(f"the process that reads pages ended unexpectedly (exit code {code}); try again") from None
        if error is not None:
            raise error
        return item

    def close(self) -> None:
        """End the process, whatever it still does."""
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()


def _make() -> None:
    """In the new process: every item to the pipe that was standard output; what libraries print goes to standard error."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    make, arguments = pickle.load(sys.stdin.buffer)
    try:
        for item in make(*arguments):
            _tell(pipe, (item, None))
    except BrokenPipeError:  # nobody listens any more
        os._exit(0)
    except Exception as error:  # noqa: BLE001 - raised where it is waited for
        _tell(pipe, (None, error))


def _tell(pipe, what: tuple) -> None:
    pickle.dump(what, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


if __name__ == "__main__":
    _make()
