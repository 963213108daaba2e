"""Bytes over HTTP: one connection, a bearer token, retries with backoff, plain sentences when it fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import httpx
import msgspec
import stamina

from ingestion.errors import NotData, SourceDown, SourceRefused, SourceThrottled
from ingestion.transport.lane import Lane

TOKEN_PATH = "/auth/realms/digo/protocol/openid-connect/token"
ATTEMPTS, FIRST_WAIT, LONGEST_WAIT = 5, 0.5, 120.0


class _Token(msgspec.Struct):
    access_token: str


def _wait_or_give_up(error: Exception) -> bool | float:
    """Seconds that a throttling server asked for; True = back off as usual; False = final."""
    if isinstance(error, SourceThrottled):
        return min(error.retry_after, LONGEST_WAIT)
    return isinstance(error, SourceDown)


class JsonClient:
    """One connection to a system that answers JSON. Errors: ``SourceDown`` and ``SourceThrottled`` (worth trying again
    later), ``SourceRefused`` (no right to read), ``NotData`` (a page for people came where data was expected)."""

    def __init__(self, base_url: str, timeout_seconds: float) -> None:
        self._http = httpx.Client(base_url=base_url, timeout=timeout_seconds, follow_redirects=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def _with_patience(self, ask: Callable[[], bytes]) -> bytes:
        """What ``ask`` returns, tried again with pauses while the source is down or asks to slow down."""
        for attempt in stamina.retry_context(
            on=_wait_or_give_up, attempts=ATTEMPTS, wait_initial=FIRST_WAIT, wait_max=20
        ):
            with attempt:
                return ask()
        raise AssertionError("unreachable")

    def _send(self, method: str, path: str, **request) -> httpx.Response:
        try:
            return self._http.request(method, path, **request)
        except httpx.TimeoutException as e:
            raise SourceDown(f"{self._http.base_url}{path} did not answer within {self._http.timeout.read} s") from e
        except httpx.TransportError as e:
            raise SourceDown(f"{self._http.base_url} cannot be reached: {e}") from e

    def _body(self, answer: httpx.Response, path: str) -> bytes:
        where = f"{self._http.base_url}{path}"
        if answer.status_code == 429:
            raise SourceThrottled(f"{where} asks to slow down (HTTP 429)", _retry_after(answer))
        if answer.status_code >= 500:
            raise SourceDown(f"{where} answered with an error of its own (HTTP {answer.status_code})")
        if answer.status_code in (401, 403):
            raise SourceRefused(f"{where} refuses access (HTTP {answer.status_code}); ask its operator for the right")
        if answer.status_code >= 300:
            raise NotData(f"{where} answered HTTP {answer.status_code} where data was expected")
        if not _is_json(answer.content):
            kind = answer.headers.get("content-type", "no content type")
            raise NotData(
                f"{where} answered HTTP {answer.status_code} with {kind} instead of JSON, perhaps a login page; "
                "nothing was loaded"
            )
        return answer.content


class BearerClient(JsonClient):
    """GET pages of a system that hands out tokens for a client id and secret (Keycloak, as iGate 2.0 does).

    A refusal names the settings of the credentials.
    """

    def __init__(self, base_url: str, client_id: str, client_secret: str, timeout_seconds: float) -> None:
        super().__init__(base_url, timeout_seconds)
        self._credentials = {"client_id": client_id, "client_secret": client_secret}
        self._bearer: str | None = None
        self._lane = Lane(base_url, timeout_seconds)

    def __exit__(self, *_: object) -> None:
        self._lane.close()
        super().__exit__()

    def get(self, path: str, params: dict[str, str | int]) -> bytes:
        """The body of one JSON answer."""
        return self._with_patience(lambda: self._get_once(path, params))

    def begin(self, path: str, params: dict[str, str | int]) -> None:
        """Ask for a page and do not wait for it."""
        if self._bearer is not None:
            self._lane.ask(path, params, {"Authorization": f"Bearer {self._bearer}"})

    def finish(self, path: str, params: dict[str, str | int]) -> bytes:
        """The body of what was begun last; asked for anew, with the patience of ``get``, when it did not come well."""
        body = self._lane.answer()
        return body if body is not None and _is_json(body) else self.get(path, params)

    def _get_once(self, path: str, params: dict[str, str | int]) -> bytes:
        answer = self._send("GET", path, params=params, headers={"Authorization": f"Bearer {self._token()}"})
        if answer.status_code == 401:  # expired in the meantime: once more with a new token
            self._bearer = None
            bearer = {"Authorization": f"Bearer {self._token()}"}
            answer = self._send("GET", path, params=params, headers=bearer)
        return self._body(answer, path)

    def _token(self) -> str:
        if self._bearer is None:
            form = self._credentials | {"grant_type": "client_credentials"}
            answer = self._send("POST", TOKEN_PATH, data=form)
            if answer.status_code in (400, 401, 403):
                raise SourceRefused(
                    f"{self._http.base_url} refused the client id {form['client_id']!r} (HTTP {answer.status_code}); "
                    "check PARIX_ONESTOP_CLIENT_ID and PARIX_ONESTOP_CLIENT_SECRET"
                )
            self._bearer = msgspec.json.decode(self._body(answer, TOKEN_PATH), type=_Token).access_token
        return self._bearer


def _is_json(body: bytes) -> bool:
    return body[:64].lstrip()[:1] in (b"{", b"[")


def _retry_after(answer: httpx.Response) -> float:
    value = answer.headers.get("retry-after", "")
    return float(value) if value.isdigit() else 5.0
