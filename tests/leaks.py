"""Everything that a night leaves behind, as bytes: files, archives, evidence, both databases, what programs said."""

from __future__ import annotations

import io
import json
import re
import threading
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import psycopg
import zstandard
from psycopg import sql

from sample import adapter, dossiers, national, onestop, portal, sheets
from sample.portal_answers import ROOT_ID
from warehouse import config

SENDERS_OWN = "*.xlsx"
"""Below inbox/: what its sender wrote, and the marked copy of it, go to its sender; ``marked`` says what is ours in it."""


class Needles(NamedTuple):
    """What is looked for: texts in any case, and numbers with any separators."""

    texts: frozenset[bytes]
    numbers: tuple[re.Pattern[bytes], ...] = ()

    def found(self, places: Iterator[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        """Places in which one of them stands, each with what stands around the first."""
        hits = ((name, data, self._at(data)) for name, data in places)
        return [(name, data[max(0, at - 60) : at + 60]) for name, data, at in hits if at is not None]

    def _at(self, data: bytes) -> int | None:
        lowered = data.lower()
        at = next((lowered.find(text) for text in self.texts if text in lowered), None)
        return at if at is not None else next((m.start() for n in self.numbers if (m := n.search(data))), None)


def canaries() -> Needles:
    """Planted names, numbers and addresses in any spelling: composed or not, without diacritics, in capitals, escaped in
    JSON, with other separators; each also without the word CANARY."""
    texts = {c.encode().lower() for c in dossiers.CANARIES} | {b"chim.yen@"}
    for name in (c.removeprefix("CANARY ") for c in sheets.CANARIES if c.startswith("CANARY ")):
        ways = {name, unicodedata.normalize("NFD", name), bare(name)}
        ways |= {way.upper() for way in ways} | {way.lower() for way in ways}
        texts |= {way.encode().lower() for way in ways} | {json.dumps(way)[1:-1].encode().lower() for way in ways}
    numbers = (
        rb"\+84[ .-]?900[ .-]?555", rb"0900[ .-]?555[ .-]?0123", rb"\+84[ .-]?90[ .-]?777[ .-]?\d", rb"0907[ -]?77[ -]?\d\d",
        rb"040 ?190 ?07\d",
    )  # fmt: skip
    return Needles(frozenset(texts), tuple(map(re.compile, numbers)))


def bare(name: str) -> str:
    """Without diacritics, as it is typed where there are none."""
    decomposed = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def kept(home: Path) -> Iterator[tuple[str, bytes]]:
    """What stands in the home: name and bytes. Left out: the secrets themselves, the server's own files (``rows`` asks the
    server), and what its sender wrote."""
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home)
        if not path.is_file() or path.is_symlink() or name.parts[0] == "secrets" or name.parts[:2] == ("pg", "data"):
            continue
        if name.parts[:2] == ("reports", "data_docs") and "static" in name.parts:  # fonts and pictures of the library
            continue
        if name.parts[0] == "inbox" and path.match(SENDERS_OWN):
            if path.name.endswith(".danh-dau-loi.xlsx"):
                yield f"{name} (marks)", marked(path)
            continue
        data = path.read_bytes()
        yield str(name), b"".join(unpacked(path.name, data))


def exports(home: Path) -> Iterator[tuple[str, bytes]]:
    """Files that we write for people: the reports, marked copies, what commands wrote into tmp/."""
    for path in sorted(
        p for room in ("reports", "tmp", "inbox/rejected") for p in (home / room).rglob("*") if p.is_file()
    ):
        if "inbox" not in path.parts or path.name.endswith(".danh-dau-loi.xlsx"):
            yield str(path.relative_to(home)), path.read_bytes()


def delivered(home: Path) -> Iterator[tuple[str, bytes]]:
    """What the sources of a running sample province deliver: a page, a record, an answer, the workbooks as they were sent."""
    url = {name: (home / "sample" / f"{name}-url").read_text().strip() for name in ("onestop", "adapter", "portal")}
    grant = {"client_id": onestop.CLIENT_ID, "client_secret": onestop.CLIENT_SECRET, "grant_type": "client_credentials"}
    token = httpx.post(url["onestop"] + onestop.TOKEN_PATH, data=grant).json()["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    yield (
        "one-stop system",
        httpx.get(url["onestop"] + onestop.SEARCH_PATH, params={"size": 50}, headers=bearer).content,
    )
    who = {"username": adapter.USERNAME, "password": adapter.PASSWORD}
    session = httpx.post(url["adapter"] + adapter.AUTH_PATH, json=who).json()["session"]
    asked = {
        "session": session,
        "madonvi": adapter.AGENCY,
        "service": "TraCuuHoSo",
        "mahoso": next(iter(national.copies())),
    }
    yield "national adapter", httpx.post(url["adapter"] + adapter.SHARE_PATH, json=asked).content
    asked = {"rootDepartmentId": ROOT_ID, "timeType": "year", "year": 2026, "currentPage": 1, "pageSize": 10}
    yield "portal", httpx.post(f"{url['portal']}{portal.PATH}dvc-progress-tree", json=asked).content
    for room in ("loaded", "rejected"):
        sent = (p for p in (home / "inbox" / room).rglob("*.xlsx") if not p.name.endswith(".danh-dau-loi.xlsx"))
        yield from ((path.name, b"".join(unpacked(path.name, path.read_bytes()))) for path in sent)


def unpacked(name: str, data: bytes) -> Iterator[bytes]:
    """A file, or what is packed in it."""
    if name.endswith(".zst"):
        yield zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read()
    elif name.endswith((".zip", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            for entry in pack.namelist():
                yield pack.read(entry)
    else:
        yield data


def marked(path: Path) -> bytes:
    """What we wrote into the copy of a refused workbook: the summary in front, and the comments."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    said = [cell.value for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    said += [c.comment.text for s in book.worksheets for row in s.iter_rows() for c in row if c.comment]
    return "\n".join(map(str, said)).encode()


def rows(home: Path) -> Iterator[tuple[str, bytes]]:
    """Every row of every table of both databases, and every comment: what a dump would hold."""
    for database in ("parix", "airflow"):
        with psycopg.connect(config.dsn("admin", database, at=home)) as conn:
            tables = conn.execute(
                "select schemaname, tablename from pg_tables where schemaname !~ '^pg_|^information_schema$' order by 1, 2"
            ).fetchall()
            for table in [*tables, ("pg_catalog", "pg_description"), ("pg_catalog", "pg_stat_activity")]:
                with conn.cursor().copy(
                    sql.SQL("copy (select * from {}) to stdout").format(sql.Identifier(*table))
                ) as out:
                    yield f"{database}: {'.'.join(table)}", b"".join(bytes(block) for block in out)


def secrets(home: Path) -> dict[str, str]:
    """Every secret of a home by its name; the sample's own among them."""
    folder = home / "secrets"
    plain = {p.name: p.read_text().strip() for p in folder.iterdir() if not p.name.endswith(".json")}
    for path in folder.glob("*.json"):
        plain |= {f"{path.name} {who}": secret for who, secret in json.loads(path.read_text()).items()}
    return plain | {"client secret": onestop.CLIENT_SECRET, "adapter": adapter.PASSWORD}


class Watch:
    """Command lines of all processes of the machine, as anybody there can read them, while the block runs."""

    def __init__(self) -> None:
        self.seen: set[bytes] = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.05):
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    self.seen.add((process / "cmdline").read_bytes())
                except OSError:
                    continue
