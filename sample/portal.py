"""A stand-in for the national portal's evaluation interface: a real HTTP server on 127.0.0.1 that serves SAMPLE DATA.

Endpoints, bodies and envelope follow the national portal's public evaluation API (answers are HTTP 201). Pages hold at most
PAGE units, so that answers have several. ``Portal.world`` is what it knows, ``Portal.fail`` makes it answer badly.

`python -m sample.portal --port 0 --ready-file PATH` writes its base URL to PATH once it listens; SIGTERM ends it.
"""

import argparse
import json
import math
import signal
import threading
from collections import Counter
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

import msgspec

from sample.portal_answers import GROUPS, ROOT_ID, World
from sample.portal_numbers import PROVINCE
from warehouse.files import write_whole

PATH, CONTROL_PATH, PAGE = "/api/v1/reporting/evaluation/", "/__control", 100
NAME = "UBND tỉnh Nghệ An"
FAULTS = {"forbidden": 403, "throttle": 429, "error": 500, "login_page": 200, "not_ok": 201, "no_data": 201}


class Portal:
    """``with Portal() as portal:`` listens at ``portal.url`` until the block ends."""

    def __init__(self, port: int = 0, world: World | None = None) -> None:
        self.world, self.requests, self.bodies = world or World(), Counter(), []
        self._faults: list[list] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
        self._server.portal, self._server.daemon_threads = self, True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def fail(self, fault: str, endpoint: str = "*", times: int = 1) -> None:
        """Answer the next requests of an endpoint badly: one of FAULTS; "none" forgets all."""
        self._faults = [] if fault == "none" else [*self._faults, [fault, endpoint, times]]

    def next_fault(self, endpoint: str) -> str | None:
        for fault in self._faults:
            if fault[1] in ("*", endpoint) and fault[2] > 0:
                fault[2] -= 1
                return fault[0]
        return None

    def answer(self, endpoint: str, body: dict) -> dict:
        """``data`` of one page. KeyError for what the portal has not, ValueError for a body that it does not take."""
        if ("timeType" in body) is (endpoint == "handling-satisfaction"):
            raise ValueError(f"{endpoint} is asked by {'fromDate, toDate' if 'timeType' in body else 'timeType'}")
        months, page = _months(body), int(body["currentPage"])
        if endpoint == "service-results" and "rootDepartmentId" not in body:
            others = [{"departmentId": f"sample-{n}", "departmentName": f"Tỉnh minh họa {n}", "departmentCode": f"H9{n}",
                       "totalScore": Decimal(55 + 2 * n), "scoreDelta": None,
                       "groupScores": {"CKMB": Decimal(10 + n)}} for n in range(1, 5)]  # fmt: skip
            return {"overview": {"departmentName": "Cả nước", "totalScore": Decimal(60)}, "radar": [],
                    "evaluation": [*others, self.world.totals(PROVINCE, NAME, months)]}  # fmt: skip
        if body.get("rootDepartmentId") != ROOT_ID:
            raise ValueError("rootDepartmentId is not known here")
        units, size = self.world.units(endpoint), min(int(body["pageSize"]), PAGE)
        shown = units[(page - 1) * size : page * size]
        if endpoint == "service-results":
            rows = [self.world.totals(code, name, months) for code, name in shown]
            head = self.world.totals(PROVINCE, NAME, months)
        else:
            rows = [self.world.unit(endpoint, code, name, months) for code, name in shown]
            head = self.world.unit(endpoint, PROVINCE, NAME, months)
        names = ("parent", "children") if endpoint.endswith("-tree") else ("overview", "evaluation")
        paging = {"currentPage": page, "pageSize": size, "totalPages": math.ceil(len(units) / size) or 1}
        return {
            names[0]: head,
            names[1]: rows,
            "pagination": paging,
            "updatedBy": "CANARY Trần Thị Bưởi, +84 90 777 0001",
        }


def _months(body: dict) -> tuple[str, ...]:
    """The months of 2026 that a body asks for, those that have not begun left out."""
    if "fromDate" in body:
        first, last = int(body["fromDate"][5:7]), int(body["toDate"][5:7])
    else:
        kind = body["timeType"]
        number = int(body.get(kind, 0))
        first, last = {"year": (1, 12), "quarter": (3 * number - 2, 3 * number), "month": (number, number)}[kind]
    return tuple(f"2026-{m:02d}" for m in range(first, min(last, 10) + 1)) or (f"2026-{first:02d}",)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        self._send(200 if self.path == CONTROL_PATH else 404, b"{}")

    def do_POST(self) -> None:
        portal, endpoint = self.server.portal, self.path.removeprefix(PATH)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        portal.requests[endpoint] += 1
        portal.bodies.append((endpoint, body))
        if fault := portal.next_fault(endpoint):
            if fault == "login_page":
                return self._send(200, b"<!DOCTYPE html><title>Login</title>", "text/html")
            code = "ERROR" if fault == "not_ok" else "OK"
            return self._send(FAULTS[fault], msgspec.json.encode({"code": code, "data": None, "message": fault}))
        if endpoint not in (*GROUPS, "service-results"):
            return self._send(404, b'{"code": "NOT_FOUND", "data": null}')
        try:
            data = portal.answer(endpoint, body)
        except (KeyError, ValueError) as error:
            return self._send(400, msgspec.json.encode({"code": "BAD_REQUEST", "data": None, "message": str(error)}))
        encoder = msgspec.json.Encoder(decimal_format="number")
        self._send(201, encoder.encode({"code": "OK", "data": data, "message": "Thành công (dữ liệu mẫu)"}))

    def _send(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(argv: list[str] | None = None) -> int:
    """Serve until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m sample.portal", description="Sample national portal")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--ready-file", type=Path, help="file that gets the base URL once the server listens")
    options = parser.parse_args(argv)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with Portal(options.port) as portal:
        if options.ready_file:  # whoever waits for the file reads it at once
            write_whole(options.ready_file, portal.url)
        print(f"Sample national portal at {portal.url}", flush=True)
        stop.wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
