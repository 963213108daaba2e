"""A webhook and a mail server on this machine that keep what they receive: where the tests' alerts arrive."""

import contextlib
import email
import email.message
import http.server
import json
import socketserver
import threading
from collections.abc import Iterator


class _Webhook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.received.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(500 if "broken" in self.path else 204)
        self.end_headers()

    def log_message(self, *_):
        pass


class _Mail(socketserver.StreamRequestHandler):
    """Says yes to every SMTP command."""

    def handle(self):
        self.wfile.write(b"220 ready\r\n")
        for line in self.rfile:
            self.wfile.write(b"354 go on\r\n" if line.startswith(b"data") else b"250 yes\r\n")
            if line.startswith(b"data"):
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.received.append(email.message_from_bytes(text))
                self.wfile.write(b"250 taken\r\n")


@contextlib.contextmanager
def _listening(server: socketserver.BaseServer) -> Iterator[tuple[int, list]]:
    server.received = []
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.server_address[1], server.received
    finally:
        server.shutdown()
        server.server_close()


def webhook() -> contextlib.AbstractContextManager[tuple[int, list[dict]]]:
    """Port and the list of bodies posted so far; answers 500 where the path says "broken"."""
    return _listening(http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Webhook))


def mail_server() -> contextlib.AbstractContextManager[tuple[int, list[email.message.Message]]]:
    """Port and the list of messages received so far."""
    return _listening(socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail))
