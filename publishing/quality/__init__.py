"""The quality report for auditors: its pages, each with what is asked of the database and the shape that it shows.

``QUERIES`` are asked in the snapshot of the whole site (publishing.queries); ``pages`` and ``files`` make of the answers
what stands below ``quality/``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from publishing.quality import arrived, checks, errors, presence, proof, scores, statement
from warehouse.cells import harmless

PARTS = (scores, checks, arrived, proof, presence, errors)
QUERIES = {name: query for part in PARTS for name, query in part.QUERIES.items()}

Rows = dict[str, list[dict]]


def pages(data: Rows, site: dict, data_docs: Path) -> Iterator[tuple[str, dict]]:
    """Each page: its template, which is its name too, and what it shows. ``data_docs``: where GX wrote its pages."""
    documented = {c["suite"] for c in data["checks"] if (data_docs / c["suite"] / "index.html").exists()}
    score, check, receipts, proofs, present, register = (part.shape(data) for part in PARTS)
    said = statement.shape(site, receipts, check, proofs, present, register)
    parts = {"score": score, "check": check, "receipts": receipts, "proofs": proofs, "present": present}
    yield "quality", parts | {"register": register, **said}
    yield "quality/statement", said
    yield "quality/score", score
    yield "quality/checks", check | {"documented": documented}
    yield "quality/arrivals", present
    yield "quality/receipts", receipts
    yield "quality/quarantine", receipts
    yield "quality/portal", proofs
    yield "quality/releases", proofs
    yield "quality/errors", register


def files(data: Rows) -> Iterator[tuple[str, str]]:
    """Whole lists, where a page shows a part: name and text of each file."""
    yield "quality/scores.csv", _csv(scores.table(data))
    yield "quality/receipts.csv", _csv(arrived.table(data["deliveries"]))
    yield "quality/arrivals.csv", _csv(presence.table(data))


def _csv(rows: list[list]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([harmless(v) for v in row] for row in rows)
    return "\ufeff" + text.getvalue()
