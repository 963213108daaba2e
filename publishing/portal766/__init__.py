"""What officials keep by hand of set 766, made from the portal's kept answers: a page and a workbook per period.

The portal's points are the authority and stand as they were published; what the warehouse computes from the same figures is
on the quality report.
"""

from __future__ import annotations

from collections.abc import Iterator

from publishing.portal766 import page
from publishing.portal766.asked import QUERIES
from publishing.portal766.period import periods
from publishing.portal766.workbook import report

__all__ = ["INDEX", "QUERIES", "files", "pages"]

INDEX = "qd766"
NAME = "portal766"
Rows = dict[str, list[dict]]


def pages(data: Rows) -> Iterator[tuple[str, dict]]:
    """Each page: its name below the site, and what it shows. The first period stands on ``portal766.html``."""
    shaped = periods(data)
    names = [NAME if n == 0 else f"{NAME}/{p['period_code'].replace('/', '_')}" for n, p in enumerate(shaped)]
    for name, period in zip(names, shaped, strict=True):
        yield name, page.shape(period, list(zip(names, shaped, strict=True)))
    if not shaped:
        yield NAME, page.empty()


def files(data: Rows, site: dict) -> Iterator[tuple[str, bytes]]:
    """The workbook of each period: name below the site, and bytes."""
    for period in periods(data):
        yield f"files/{page.file_name(period)}", report(site, period)
