"""Pages of the one-stop system (iGate style), ``GET /pa/dossier/search``, newest change first; without the database."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from typing import NamedTuple

import msgspec

from ingestion import settings
from ingestion.ahead import Ahead, seldom_collecting
from ingestion.aside import Aside
from ingestion.paging import pages
from ingestion.readers import dossier as reader
from ingestion.transport.http import BearerClient
from ingestion.windows import Accepted, UpdatedSince

PATH = "/pa/dossier/search"
LONG, HANDED_OVER = 8, 40
"""Pages after which a list counts as long and a process of its own is started, and the page that it begins with: until it is
ready, we read on."""

_encoder, _keys = msgspec.json.Encoder(), msgspec.json.Decoder(list[tuple[str | None, str | None]])


class Rows(NamedTuple):
    """A page of rows as it is stored, in a form that passes quickly from process to process.

    ``lines``: their JSON lines; ``versions``: what tells each version (id, moment of change), JSON; ``unreadable``: those
    that are no rows, by their place in the page.
    """

    lines: bytes
    versions: bytes
    unreadable: dict[int, reader.Undecodable]

    @classmethod
    def of(cls, rows: list) -> Rows:
        unreadable = {at: row for at, row in enumerate(rows) if isinstance(row, reader.Undecodable)}
        return cls(_encoder.encode_lines(rows), _encoder.encode([reader.key(row) for row in rows]), unreadable)

    def keys(self) -> list[tuple[str | None, str | None]]:
        return _keys.decode(self.versions)


def read(window: Accepted | UpdatedSince) -> Iterator[Rows]:
    """All pages of a window; a long list goes on in a process of its own.

    Raises EmptyExtract, SourceDown, SourceThrottled, SourceRefused, NotData, msgspec.DecodeError.
    """
    with closing(read_from(window)) as here:
        yield from itertools.islice(here, LONG)
        if (page := next(here, None)) is None:
            return
        with closing(Aside(read_from, window, HANDED_OVER)) as aside:
            yield page
            yield from itertools.islice(here, HANDED_OVER - LONG - 1)
            here.close()
            yield from aside


def read_from(window: Accepted | UpdatedSince, first: int = 0) -> Iterator[Rows]:
    """Pages of a window beginning with number ``first``, all of them read here."""
    of = settings.OneStopSettings()
    fixed = {"size": of.page_size, "spec": "page", "sort": "updatedDate,desc"} | window.params
    with (
        BearerClient(of.base_url, of.client_id, of.client_secret, of.timeout_seconds) as http,
        seldom_collecting(),
    ):
        ahead = Ahead(*(partial(_ask, ask, fixed) for ask in (http.get, http.begin, http.finish)))

        def fetch(number: int) -> tuple[list, int | None]:
            rows, total = reader.read_page(ahead.get(number))
            ahead.last = total and (total - 1) // of.page_size
            return rows, total

        for rows in pages(fetch, of.page_size, window, reader.updated, of.base_url, first):
            yield Rows.of(rows)


def _ask(ask: Callable[[str, dict], bytes | None], fixed: dict, number: int) -> bytes | None:
    return ask(PATH, fixed | {"page": number})
