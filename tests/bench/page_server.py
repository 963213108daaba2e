"""A source that is never the limit: pages of dossiers, encoded beforehand to a file and sent from it (sendfile) by a process
of its own. It answers any credentials with a token, and `/pa/dossier/search` with page `page` of as many as were asked for:
beyond the end of the file it begins anew. `python -m tests.bench.page_server FILE INDEX TOTAL` prints its URL.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ingestion.readers.dossier_shape import Dossier

SIZE = 500
_PAGE = re.compile(rb"[?&]page=(\d+)")


def write_pages(folder: Path, rows: int, *, is_short: bool = False) -> tuple[Path, Path]:
    """Pages of SIZE generated dossiers, newest change first as the interface sorts them; every 16th record is written with
    \\uXXXX escapes. ``is_short``: without what nobody keeps. Returns the file and where each page stands in it."""
    from sample.dossiers import generate

    name = "short" if is_short else "pages"
    pages, index, at = folder / f"{name}.json", folder / f"{name}.index", [0]
    with pages.open("wb") as out:
        for records in _batches(sorted(generate(rows, seed=7), key=lambda r: r["updatedDate"], reverse=True)):
            shown = map(_shortened, records) if is_short else records
            out.write(b'{"content":[' + b",".join(map(_encoded, shown)) + b"]")
            at.append(out.tell())
    index.write_text(json.dumps(at))
    return pages, index


def _batches(records: list) -> Iterator[list]:
    rest = iter(records)
    while some := list(itertools.islice(rest, SIZE)):
        yield some


def _encoded(record: dict) -> bytes:
    return json.dumps(record).encode() if record["id"].endswith("0") else msgspec.json.encode(record)


def _shortened(record: dict) -> dict:
    """The record without the fields (and inner fields) that no column is made from; names of people are such."""
    place = {"id": record["agency"]["id"], "code": record["agency"]["code"], "name": record["agency"]["name"]}
    kept = {field: record[field] for field in Dossier.__struct_encode_fields__ if field in record}
    forms = [
        {"procedureForm": {"required": f["procedureForm"]["required"]}, "file": [{"id": x["id"]} for x in f["file"]]}
        for f in record["dossierFormFile"]
    ]
    return kept | {
        "applicant": {"data": {"fullname": record["applicant"]["data"]["fullname"]}},
        "agency": place | {"parent": record["agency"]["parent"]},
        "task": [{"agency": step["agency"]} for step in record["task"]],
        "currentTask": [{"agency": step["agency"]} for step in record["currentTask"]],
        "dossierFormFile": forms,
        "attachment": [{"group": a["group"]} for a in record["attachment"]],
        "dossierFee": [{"amount": f["amount"]} for f in record["dossierFee"]],
    }


def serve(pages: Path, index: Path, total: int) -> None:
    """Serve until the process is ended."""
    at = json.loads(index.read_text())
    listening = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    while True:
        connection, _ = listening.accept()
        threading.Thread(target=_answer_all, args=(connection, pages, at, total), daemon=True).start()


def _answer_all(connection: socket.socket, pages: Path, at: list[int], total: int) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with contextlib.suppress(ConnectionError), connection, pages.open("rb") as file:
        while request := _request(connection):
            found = _PAGE.search(request.split(b"\r\n", 1)[0])
            if not found:
                connection.sendall(_head(len(body := b'{"access_token":"bench","expires_in":36000}')) + body)
                continue
            number = int(found[1])
            tail = b',"totalElements":%d}' % total
            first, beyond = at[number % (len(at) - 1)], at[number % (len(at) - 1) + 1]
            if number * SIZE >= total:
                first, beyond, tail = 0, 0, b'{"content":[]' + tail
            connection.sendall(_head(beyond - first + len(tail)))
            while first < beyond:
                first += os.sendfile(connection.fileno(), file.fileno(), first, beyond - first)
            connection.sendall(tail)


def _request(connection: socket.socket) -> bytes:
    """One request, its short body included."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return b""
        data += more
    length = re.search(rb"(?i)content-length: (\d+)", data)
    while length and len(data.split(b"\r\n\r\n", 1)[1]) < int(length[1]):
        data += connection.recv(65536)
    return data


def _head(length: int) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % length


if __name__ == "__main__":
    serve(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
