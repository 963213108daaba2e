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


@pytest.mark.parametrize(
    ("proxies", "comes"),
    [
        ({}, True),
        ({"https_proxy": "http://127.0.0.1:9"}, True),
        ({"http_proxy": "http://127.0.0.1:9"}, False),
        ({"all_proxy": "http://127.0.0.1:9"}, False),
        ({"http_proxy": "http://127.0.0.1:9", "no_proxy": "127.0.0.1"}, True),
    ],
)
def test_where_a_proxy_stands_before_the_source_nothing_is_asked_ahead(server, monkeypatch, proxies, comes):
    """The client with patience asks through the proxy."""
    for name, address in proxies.items():
        monkeypatch.setenv(name, address)
    before = len(server.asked)
    lane = Lane(f"http://127.0.0.1:{server.server_port}", 5)
    lane.ask("/dossiers", {"answer": "whole"}, {})
    assert lane.answer() == (BODY if comes else None)
    assert len(server.asked) - before == comes
    lane.close()


def test_nobody_there_and_nothing_asked():
    lane = Lane("http://127.0.0.1:9", 5)
    assert lane.answer() is None
    lane.ask("/x", {}, {})
    assert lane.answer() is None
