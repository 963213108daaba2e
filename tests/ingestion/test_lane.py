"""A lane has no patience: what does not come whole is None, and the next question works again."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingestion.transport.lane import Lane

BODY = b'{"content":[' + b"1," * 200_000 + b"1]}"
ANSWERS = {
    "whole": (200, {}, BODY, len(BODY)),
    "gzip": (200, {"Content-Encoding": "gzip"}, gzip.compress(BODY), None),
    "cut": (200, {}, BODY[:1000], len(BODY)),
    "not_gzip": (200, {"Content-Encoding": "gzip"}, BODY, None),
    "error": (500, {}, BODY, len(BODY)),
    "unauthorized": (401, {}, b"", 0),
    "moved": (302, {"Location": "/dossiers?answer=whole"}, b"", 0),
}


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, self.headers["Authorization"]))
        status, headers, body, length = ANSWERS[self.path.rpartition("=")[2]]
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body) if length is None else length)}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = length is not None and length > len(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as running:
        running.asked = []
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_comes_whole_is_given_and_nothing_else(server, answer):
    lane = Lane(f"http://127.0.0.1:{server.server_port}/api/", 5)
    for kind in (answer, "whole", "gzip"):
        lane.ask("/dossiers", {"size": 5, "answer": kind}, {"Authorization": "Bearer b"})
        assert lane.answer() == (BODY if kind in ("whole", "gzip") else None)
    lane.close()
    assert server.asked[-3] == (f"/api/dossiers?size=5&answer={answer}", "Bearer b")


def test_nobody_there_and_nothing_asked():
    lane = Lane("http://127.0.0.1:9", 5)
    assert lane.answer() is None
    lane.ask("/x", {}, {})
    assert lane.answer() is None
