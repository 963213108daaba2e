"""One kept connection for many large answers: the next is asked for before the one that came is worked on.

So a source answers while we decode, without a thread that would fight for the interpreter, and a body is read in a few
large pieces. A lane has no patience: what does not come well is None, and is asked for anew by a client that has. It goes
straight to the source: where the environment sets a proxy before it, nothing is asked ahead.
"""

from __future__ import annotations

import contextlib
import zlib
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

GZIP = 31


class Lane:
    """``ask``, then ``answer``, in turns."""

    def __init__(self, base_url: str, timeout_seconds: float) -> None:
        where = urlsplit(base_url)
        self._prefix = where.path.rstrip("/")
        self._is_open = not {where.scheme, "all"} & getproxies().keys() or bool(proxy_bypass(where.netloc))
        if where.scheme == "https":
            tls = httpx.create_ssl_context()
            self._http = HTTPSConnection(where.hostname, where.port, timeout=timeout_seconds, context=tls)
        else:
            self._http = HTTPConnection(where.hostname, where.port, timeout=timeout_seconds)

    def ask(self, path: str, params: dict[str, str | int], headers: dict[str, str]) -> None:
        """Send a question; a failure shows in ``answer``."""
        if not self._is_open:
            return
        with self._closing_on_failure():
            self._http.request(
                "GET", f"{self._prefix}{path}?{urlencode(params)}", headers=headers | {"Accept-Encoding": "gzip"}
            )

    def answer(self) -> bytes | None:
        """The body that was asked for; None unless it came whole, with status 200."""
        with self._closing_on_failure():
            found = self._http.getresponse()
            body = found.read()
            if found.status == 200:
                return _plain(body, found)
        return None

    def close(self) -> None:
        self._http.close()

    @contextlib.contextmanager
    def _closing_on_failure(self):
        try:
            yield
        except (HTTPException, OSError, zlib.error):
            self._http.close()


def _plain(body: bytes, answer: HTTPResponse) -> bytes:
    return zlib.decompress(body, GZIP) if answer.headers.get("content-encoding") == "gzip" else body
