"""A stand-in as a process of its own: it writes its base URL to a file once it listens, and ends on SIGTERM or Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from warehouse.files import write_whole


def serve(what: str, make: Callable[[int], AbstractContextManager], argv: list[str] | None = None) -> int:
    """Serve ``make(port)`` (an object with ``url``) until told to stop; ``--port 0``: any free one, ``--ready-file``."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--ready-file", type=Path, help="file that gets the base URL once the server listens")
    options = parser.parse_args(argv)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with make(options.port) as server:
        if options.ready_file:  # whoever waits for the file reads it at once
            write_whole(options.ready_file, server.url)
        print(f"{what} at {server.url}", flush=True)
        stop.wait()
    return 0
