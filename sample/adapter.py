"""A stand-in for the national adapter: a real HTTP server on 127.0.0.1 that serves SAMPLE DATA (sample.national).

POST /auth {username, password}; POST /share {session, madonvi, service, …}: TraCuuHoSo (``mahoso``: one number, or several
joined by a comma), LayDanhSachTTHC, LayThuTuc. Success is written "0", "00" and 0 in turn, and every second answer is JSON
text inside ``message``, as real adapters do. `/__control` is ours, as in sample.onestop.

`python -m sample.adapter --port 0 --ready-file PATH` writes its base URL to PATH once it listens; SIGTERM ends it.
"""

from __future__ import annotations

import itertools
import json
import secrets
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from sample.national import catalogue, copies

USERNAME, PASSWORD, AGENCY = "parix-sample", "sample-password-not-a-real-one", "000.00.00.H41"
AUTH_PATH, SHARE_PATH, CONTROL_PATH = "/auth", "/share", "/__control"
FAULTS = ("error", "throttle", "slow", "login_page", "expired", "refuse", "empty", "broken")
SUCCESS = ("0", "00", 0)


class Adapter:
    """`with Adapter() as adapter:` listens at `adapter.url` until the block ends."""

    def __init__(self, records: dict[str, dict] | None = None, port: int = 0) -> None:
        self.records = dict(copies() if records is None else records)
        self.procedures = dict(catalogue())
        self.requests: Counter = Counter()
        self.turn, self.sessions, self.session_lasts = itertools.count(), {}, 300.0
        self._faults: list[dict] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), type("Bound", (_Handler,), {"adapter": self}))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def control(self, order: dict) -> dict:
        """{"fault": one of FAULTS or "none", "times": 1, "path": SHARE_PATH, "seconds": 0.2}, {"upsert": [record, …]},
        {"remove": [number, …]}, {"session_lasts": seconds}; returns the state."""
        if order.get("fault", "none") not in (*FAULTS, "none"):
            raise ValueError(f"unknown fault {order['fault']}")
        with self._lock:
            if order.get("fault") == "none":
                self._faults.clear()
            elif "fault" in order:
                self._faults.append({"times": 1, "path": SHARE_PATH, "seconds": 0.2} | order)
            self.session_lasts = float(order.get("session_lasts", self.session_lasts))
            self.records |= {r["MaHoSo"]: r for r in order.get("upsert", ())}
            for number in order.get("remove", ()):
                self.records.pop(number, None)
            return {"requests": dict(self.requests), "records": len(self.records)}

    def fault(self, path: str) -> dict:
        """The fault that is ordered for this path, used up once; {} when there is none."""
        with self._lock:
            self.requests[path] += 1
            found = next((f for f in self._faults if f["path"] == path), {})
            if found:
                found["times"] -= 1
                self._faults = [f for f in self._faults if f["times"] > 0]
        return found

    def open(self, body: dict) -> dict:
        """A session for the right user and password."""
        if (body.get("username"), body.get("password")) != (USERNAME, PASSWORD):
            return {"error_code": "1", "session": ""}
        session = secrets.token_hex(12)
        self.sessions[session] = time.monotonic() + self.session_lasts
        return {"error_code": SUCCESS[next(self.turn) % 3], "session": session}

    def share(self, body: dict, is_empty: bool) -> dict:
        """The answer of a service."""
        if self.sessions.get(body.get("session"), 0.0) < time.monotonic() or body.get("madonvi") != AGENCY:
            return {"error_code": "-1", "message": "Phiên làm việc không hợp lệ"}
        service, turn = body.get("service"), next(self.turn)
        if service == "TraCuuHoSo":
            found = [self.records[n] for n in body["mahoso"].split(",") if n in self.records and not is_empty]
        elif service == "LayDanhSachTTHC":
            found = [{"MATTHC": code, "TENTTHC": p["TENTTHC"]} for code, p in self.procedures.items() if not is_empty]
        elif service == "LayThuTuc":
            found = self.procedures.get(body["maTTHC"])
        else:
            return {"error_code": "99", "message": f"Không có dịch vụ {service}"}
        if turn % 2:
            return {
                "error_code": SUCCESS[turn % 3],
                "message": json.dumps({"result": found}, ensure_ascii=turn % 4 == 1),
            }
        return {"error_code": SUCCESS[turn % 3], "message": "", "result": found}


class _Handler(BaseHTTPRequestHandler):
    adapter: Adapter
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16

    def log_message(self, *_: object) -> None:
        """Nothing: answers hold personal data."""

    def do_GET(self) -> None:
        self._send(200, self.adapter.control({}))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        if self.path == CONTROL_PATH:
            return self._send(200, self.adapter.control(body))
        fault = self.adapter.fault(self.path)
        kind = fault.get("fault")
        if kind == "slow":
            time.sleep(fault["seconds"])
        if kind in ("error", "throttle"):
            return self._send(500 if kind == "error" else 429, {"message": "Lỗi hệ thống"}, {"Retry-After": "0"})
        if kind == "login_page":
            return self._send(200, "<!DOCTYPE html><title>Đăng nhập</title>")
        if kind == "broken":
            return self._send(200, {"error_code": 0, "message": '{"result": [{"MaHoSo": '})
        if kind in ("expired", "refuse"):
            return self._send(200, {"error_code": -1 if kind == "expired" else "403", "message": "Không có quyền"})
        if self.path == AUTH_PATH:
            return self._send(200, self.adapter.open(body))
        if self.path == SHARE_PATH:
            return self._send(200, self.adapter.share(body, kind == "empty"))
        return self._send(404, {"message": "Not Found"})

    def _send(self, status: int, value: dict | str, headers: dict[str, str] | None = None) -> None:
        body = (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()
        kind = "text/html" if isinstance(value, str) else "application/json"
        self.send_response(status)
        for name, text in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    from sample.serving import serve

    raise SystemExit(serve("sample national adapter", lambda port: Adapter(port=port)))
