"""A stand-in for the provincial one-stop system (iGate style): a real HTTP server on 127.0.0.1 that serves SAMPLE DATA.

Endpoints and page shape follow the provincial one-stop dossier interface, 2.2: a Keycloak token, 0-based Spring pages,
`accepted-from` / `accepted-to` as inclusive Vietnamese days. Records whose id ends in 0 are sent with \\uXXXX escapes,
the others in UTF-8; both are JSON. `/__control` is ours, for tests: it makes the server answer badly and takes the
changes of later nights.

`python -m sample.onestop --port 0 --ready-file PATH` writes its base URL to PATH once it listens; SIGTERM ends it.
"""

import argparse
import contextlib
import json
import math
import secrets
import signal
import socket
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlsplit

import msgspec

from sample.dossiers import dossiers
from warehouse.files import write_whole

CLIENT_ID, CLIENT_SECRET = "parix-sample", "sample-secret-not-a-real-one"
TOKEN_PATH = "/auth/realms/digo/protocol/openid-connect/token"
SEARCH_PATH = "/pa/dossier/search"
CONTROL_PATH = "/__control"
FAULTS = ("unauthorized", "throttle", "error", "slow", "login_page", "empty", "cut")
MAX_PAGE_SIZE = 2000  # Spring Data's own limit
_VIETNAM = timezone(timedelta(hours=7))
_LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Đăng nhập</title></head><body><form>Đăng nhập</form></body></html>"


def _vietnamese(moment: str) -> str:
    """ISO text of the moment in Vietnamese time; a date or an unreadable value as it is (real systems have those)."""
    if moment.endswith("+0700") or len(moment) == 10:
        return moment
    try:
        return datetime.fromisoformat(moment).astimezone(_VIETNAM).isoformat(timespec="milliseconds")
    except ValueError:
        return moment


class _Stored:
    """A record as it is served: encoded once; the few values that are sorted and filtered by stand beside it."""

    __slots__ = ("accepted_day", "agencies", "body", "id", "updated")

    def __init__(self, record: dict):
        self.id, self.updated = record["id"], _vietnamese(record["updatedDate"])[:23]
        self.accepted_day = _vietnamese(record.get("acceptedDate") or "")[:10]
        agency = record.get("agency") or {}
        self.agencies = {agency.get("id"), *(above["id"] for above in agency.get("ancestors", ()))}
        self.body = json.dumps(record).encode() if self.id.endswith("0") else msgspec.json.encode(record)


class OneStop:
    """The server; `with OneStop(records) as one_stop:` listens at `one_stop.url` until the block ends.

    `records` are iGate dossiers (sample.dossiers); a page is cut from the list as it stands at that moment, so that
    rows move between pages when records change meanwhile, as they do in the real system.
    """

    def __init__(self, dossiers: Iterable[dict], client_id=CLIENT_ID, client_secret=CLIENT_SECRET, port: int = 0):
        self.client_id, self.client_secret, self.token_ttl = client_id, client_secret, 300.0
        self.requests: Counter = Counter()
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._records = [_Stored(record) for record in dossiers]
        self._views: dict[tuple, list[bytes]] = {}
        self._tokens: dict[str, float] = {}
        self._faults: list[dict] = []
        self._server = _Server(("127.0.0.1", port), _Handler, self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.close_all()
        self._thread.join()

    def control(self, order: dict) -> dict:
        """Carry out an order of /__control and return the state; ValueError names what cannot be understood.

        {"fault": one of FAULTS or "none", "times": 1, "path": SEARCH_PATH, "seconds": 0.2} (none forgets all faults),
        {"upsert": [record, ...]} (by id), {"remove": [id, ...]}, {"token_ttl": seconds} (of the tokens given from now on).
        """
        unknown = order.keys() - {"fault", "times", "path", "seconds", "upsert", "remove", "token_ttl"}
        if unknown or order.get("fault", "none") not in (*FAULTS, "none"):
            raise ValueError(f"unknown order: {order.get('fault') if not unknown else sorted(unknown)}")
        with self._lock:
            if order.get("fault") == "none":
                self._faults.clear()
            elif "fault" in order:
                self._faults.append({"times": 1, "path": SEARCH_PATH, "seconds": 0.2} | order)
            self.token_ttl = float(order.get("token_ttl", self.token_ttl))
            if gone := set(order.get("remove", ())):
                self._records = [r for r in self._records if r.id not in gone]
                self._views.clear()
            if changed := {record["id"]: _Stored(record) for record in order.get("upsert", ())}:
                self._records = [r for r in self._records if r.id not in changed] + list(changed.values())
                self._views.clear()
            return {"requests": dict(self.requests), "records": len(self._records), "faults": list(self._faults)}

    def next_fault(self, path: str) -> dict | None:
        with self._lock:
            self.requests[path] += 1
            for fault in self._faults:
                if fault["path"] == path:
                    fault["times"] -= 1
                    self._faults = [f for f in self._faults if f["times"] > 0]
                    return fault
        return None

    def grant(self, form: dict[str, str]) -> dict | None:
        """A token for the right client (grant client_credentials), else None."""
        given = [form.get(k, "").encode() for k in ("client_id", "client_secret")]
        known = [self.client_id.encode(), self.client_secret.encode()]
        right = sum(secrets.compare_digest(a, b) for a, b in zip(given, known, strict=True))
        if right != 2 or form.get("grant_type") != "client_credentials":
            return None
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._tokens[token] = time.monotonic() + self.token_ttl
        return {"access_token": token, "expires_in": int(self.token_ttl), "token_type": "Bearer"}

    def knows(self, header: str) -> bool:
        """Whether the Authorization header carries a token that has not expired."""
        return self._tokens.get(header.removeprefix("Bearer "), 0.0) > time.monotonic()

    def search(self, query: dict[str, str], empty: bool = False) -> bytes:
        """One Spring page as JSON; ValueError where a parameter cannot be read."""
        page, size = max(int(query.get("page", 0)), 0), min(int(query.get("size", 20)), MAX_PAGE_SIZE)
        first, last = query.get("accepted-from", ""), query.get("accepted-to", "")
        first, last = (datetime.fromisoformat(_vietnamese(d)).date().isoformat() if d else "" for d in (first, last))
        order = query.get("sort", "updatedDate,desc")
        if order not in ("updatedDate,desc", "updatedDate,asc") or size < 1:
            raise ValueError(f"sort={order} size={size}")
        bodies = [] if empty else self._view(first, last, query.get("ancestor-agency-id", ""), order)
        content = bodies[page * size : (page + 1) * size]
        last_page = (page + 1) * size >= len(bodies)
        tail = {"number": page, "size": size, "first": page == 0, "last": last_page}
        tail |= {"numberOfElements": len(content), "empty": not content}
        if query.get("spec", "page") == "page":
            tail |= {"totalElements": len(bodies), "totalPages": math.ceil(len(bodies) / size)}
        return b'{"content":[' + b",".join(content) + b"]," + json.dumps(tail).encode()[1:]

    def _view(self, first: str, last: str, agency: str, order: str) -> list[bytes]:
        key = first, last, agency, order
        with self._lock:
            if key not in self._views:
                rows = [
                    r for r in self._records
                    if (not (first or last) or first <= r.accepted_day <= (last or "9") and r.accepted_day)
                    and (not agency or agency in r.agencies)
                ]  # fmt: skip
                rows.sort(key=lambda r: r.id)
                rows.sort(key=lambda r: r.updated, reverse=order.endswith("desc"))
                self._views[key] = [r.body for r in rows]
            return self._views[key]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: type, one_stop: OneStop):
        self.one_stop, self.open = one_stop, set()
        super().__init__(address, handler)

    def server_bind(self) -> None:  # HTTPServer's asks the name service who 127.0.0.1 is
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def close_all(self) -> None:
        """Close, and cut the kept-alive connections too: a system that is down answers nobody."""
        self.server_close()
        for connection in list(self.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16

    def setup(self) -> None:
        super().setup()
        self.server.open.add(self.connection)

    def finish(self) -> None:
        self.server.open.discard(self.connection)
        with contextlib.suppress(OSError):  # the caller hung up first
            super().finish()

    def log_message(self, *_) -> None:
        """Nothing: queries may hold names or identity numbers."""

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, body: bytes) -> None:
        one_stop, target = self.server.one_stop, urlsplit(self.path)
        query = {k: v[-1] for k, v in parse_qs(target.query).items()}
        try:
            if target.path == CONTROL_PATH:
                return self._json(200, one_stop.control(json.loads(body or b"{}")))
            fault = one_stop.next_fault(target.path) or {"fault": None}
            if fault["fault"] in ("throttle", "error", "login_page", "unauthorized"):
                return self._fail(fault)
            if fault["fault"] == "slow":
                one_stop.closing.wait(fault["seconds"])
            if (self.command, target.path) == ("POST", TOKEN_PATH):
                token = one_stop.grant({k: v[-1] for k, v in parse_qs(body.decode()).items()})
                return self._json(200, token) if token else self._json(401, {"error": "unauthorized_client"})
            if (self.command, target.path) != ("GET", SEARCH_PATH):
                return self._json(404, {"status": 404, "error": "Not Found", "path": target.path})
            if not one_stop.knows(self.headers.get("Authorization", "")):
                return self._fail({"fault": "unauthorized"})
            page = one_stop.search(query, empty=fault["fault"] == "empty")
            self._send(200, page, cut=fault["fault"] == "cut")
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            self._json(400, {"status": 400, "error": "Bad Request", "message": str(error)})

    def _fail(self, fault: dict) -> None:
        if fault["fault"] == "throttle":
            wait = {"Retry-After": str(math.ceil(fault["seconds"]))}
            self._json(429, {"status": 429, "error": "Too Many Requests"}, wait)
        elif fault["fault"] == "error":
            self._json(500, {"status": 500, "error": "Internal Server Error"})
        elif fault["fault"] == "login_page":
            self._send(200, _LOGIN_PAGE.encode(), "text/html;charset=UTF-8")
        else:
            self._json(401, {"error": "invalid_token"}, {"WWW-Authenticate": 'Bearer error="invalid_token"'})

    def _json(self, status: int, value: dict, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(value, ensure_ascii=False).encode(), headers=headers)

    def _send(self, status: int, body: bytes, kind="application/json", headers=None, cut: bool = False) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection = self.close_connection or cut


def main(argv: list[str] | None = None) -> int:
    """Serve the sample dossiers until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m sample.onestop", description="Sample one-stop system")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--ready-file", type=Path, help="file that gets the base URL once the server listens")
    parser.add_argument("--client-id", default=CLIENT_ID)
    parser.add_argument("--client-secret", default=CLIENT_SECRET)
    options = parser.parse_args(argv)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with OneStop(dossiers(), options.client_id, options.client_secret, options.port) as one_stop:
        if options.ready_file:  # whoever waits for the file reads it at once
            write_whole(options.ready_file, one_stop.url)
        print(f"Sample one-stop system at {one_stop.url}", flush=True)
        stop.wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
