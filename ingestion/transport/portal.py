"""JSON by POST from a public interface whose terms of use are not known: one connection, a pause before every request but
the first, an honest name, and the end at once when it refuses (403) or asks to slow down (429)."""

from __future__ import annotations

import time

import httpx
import msgspec
import stamina

from ingestion.errors import AskedToStop, NotData, SourceDown

ATTEMPTS = 3
"""Of a request that was not answered or met an error of the portal's own; a refusal is never tried again."""


class PortalClient:
    """``with PortalClient(…) as portal: portal.post(path, body)``.

    Errors: ``AskedToStop`` (403, 429: final), ``SourceDown`` (no answer, 5xx: later), ``NotData`` (no JSON came).
    """

    def __init__(self, base_url: str, pause_seconds: float, timeout_seconds: float) -> None:
        self._pause, self._asked = pause_seconds, False
        self._http = httpx.Client(
            base_url=base_url,
            timeout=timeout_seconds,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=1),
            headers={"User-Agent": "parix (provincial PAR index warehouse)", "Accept": "application/json"},
        )

    def __enter__(self) -> PortalClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def post(self, path: str, body: dict) -> bytes:
        """The body of one answer."""
        for attempt in stamina.retry_context(
            on=SourceDown, attempts=ATTEMPTS, wait_initial=self._pause, wait_max=60, wait_jitter=self._pause
        ):
            with attempt:
                return self._post_once(path, body)
        raise AssertionError("unreachable")

    def _post_once(self, path: str, body: dict) -> bytes:
        if self._asked:
            time.sleep(self._pause)
        self._asked = True
        where = f"{self._http.base_url}{path.lstrip('/')}"
        content = msgspec.json.encode(body)
        try:
            answer = self._http.post(path, content=content, headers={"Content-Type": "application/json"})
        except httpx.TimeoutException as e:
            raise SourceDown(f"{where} did not answer within {self._http.timeout.read} s") from e
        except httpx.TransportError as e:
            raise SourceDown(f"{self._http.base_url} cannot be reached: {e}") from e
        if answer.status_code in (403, 429):
            said = "refuses access" if answer.status_code == 403 else "asks to slow down"
            raise AskedToStop(
                f"{where} {said} (HTTP {answer.status_code}). Nothing more is asked of it today; do not work around "
                "it, ask its operator"
            )
        if answer.status_code >= 500:
            raise SourceDown(f"{where} answered with an error of its own (HTTP {answer.status_code})")
        if answer.status_code not in (200, 201):
            raise NotData(f"{where} answered HTTP {answer.status_code} where data was expected")
        if answer.content.lstrip()[:1] != b"{":
            kind = answer.headers.get("content-type", "no content type")
            raise NotData(f"{where} answered with {kind} instead of JSON, perhaps a page for people")
        return answer.content
