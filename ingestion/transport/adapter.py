"""The national adapter (LGSP/NDXP): a session for a user and password, then one address for every service.

Shared reference "Provincial one-stop dossier interface", 2.1: POST auth {username, password} -> {error_code, session};
POST share {session, madonvi, service, …} -> {error_code, message, result}. Success is written "0", "00" or 0, and the
data may stand as JSON text inside ``message``, under ``result`` again.
"""

from __future__ import annotations

import msgspec

from ingestion.errors import NotData, SourceRefused
from ingestion.transport.http import JsonClient

SHOWN = 120


class _Session(msgspec.Struct):
    error_code: int | str | None = None
    session: str | None = None


class _Reply(msgspec.Struct):
    error_code: int | str | None = None
    message: msgspec.Raw = msgspec.Raw()
    result: msgspec.Raw = msgspec.Raw()


class _Wrapped(msgspec.Struct):
    result: msgspec.Raw = msgspec.Raw()


_replies, _sessions = msgspec.json.Decoder(_Reply), msgspec.json.Decoder(_Session)


class _Failed(Exception):
    """The adapter answered with a code that is not success."""


def success(code: int | str | None) -> bool:
    """Whether an error_code says success: compared as an integer, as three clients write it in three ways."""
    try:
        return int(code) == 0
    except (TypeError, ValueError):
        return False


class AdapterClient(JsonClient):
    """Asks services of the adapter; a session that has ended is opened anew, once per question.

    Errors as JsonClient, and SourceRefused when the adapter refuses the login or a service twice.
    """

    def __init__(
        self, base_url: str, username: str, password: str, agency: str, timeout_seconds: float,
        auth_path: str, share_path: str,
    ) -> None:  # fmt: skip
        super().__init__(base_url, timeout_seconds)
        self._login = {"username": username, "password": password}
        self._agency, self._auth_path, self._share_path = agency, auth_path, share_path
        self._session: str | None = None

    def ask(self, service: str, **what: str) -> bytes:
        """The JSON under ``result`` of a service's answer; ``null`` where it has none."""
        return self._with_patience(lambda: self._ask_once(service, what))

    def _ask_once(self, service: str, what: dict[str, str]) -> bytes:
        is_new = self._session is None
        try:
            return self._post(service, what)
        except (_Failed, SourceRefused) as e:
            self._session = None
            if is_new:
                raise SourceRefused(f"{self._http.base_url}, service {service}: {e}") from None
        return self._ask_once(service, what)  # the session may have ended in the meantime: once more with a new one

    def _post(self, service: str, what: dict[str, str]) -> bytes:
        if self._session is None:
            self._session = self._open()
        body = {"session": self._session, "madonvi": self._agency, "service": service} | what
        reply = _decode(
            _replies, self._body(self._send("POST", self._share_path, json=body), self._share_path), service
        )
        if not success(reply.error_code):
            words = bytes(reply.message).decode(errors="replace")[:SHOWN]
            raise _Failed(f"answered with error {reply.error_code!r}: {words}")
        return _result(reply, service)

    def _open(self) -> str:
        answer = self._send("POST", self._auth_path, json=self._login)
        found = None
        if answer.status_code not in (400, 401, 403):
            found = _decode(_sessions, self._body(answer, self._auth_path), "login")
        if found is None or not success(found.error_code) or not found.session:
            self._session = None
            raise SourceRefused(
                f"{self._http.base_url} refused the user {self._login['username']!r}; check PARIX_NATIONAL_USERNAME and "
                "PARIX_NATIONAL_PASSWORD"
            )
        return found.session


def _decode(decoder: msgspec.json.Decoder, body: bytes, service: str):
    try:
        return decoder.decode(body)
    except msgspec.DecodeError as e:
        raise NotData(
            f"the answer of {service} is not as the adapter promises: {type(e).__name__}; nothing was loaded"
        ) from None


def _result(reply: _Reply, service: str) -> bytes:
    """Where the data stands: under result, or as JSON text in message (under result there, or bare)."""
    for part in (bytes(reply.result), bytes(reply.message)):
        if part in (b"", b"null", b'""'):
            continue
        try:
            text = msgspec.json.decode(part, type=str).encode() if part[:1] == b'"' else part
            if text[:1] == b"{":
                return bytes(msgspec.json.decode(text, type=_Wrapped).result) or text
            if text[:1] == b"[":
                return text
        except msgspec.DecodeError:
            raise NotData(f"the answer of {service} holds no readable JSON; nothing was loaded") from None
    return b"null"
