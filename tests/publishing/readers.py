"""Who reads which mart: as it is declared (dbt's exposures), and as the pages of the site show while they are shaped."""

import collections
import re
from collections.abc import Iterable
from pathlib import Path

import yaml

from publishing import contract, portal766, quality, queries, shape, sheets
from warehouse import config

MARTS = {column.mart for column in contract.present()}


def declared() -> dict[str, dict]:
    path = config.REPO / "dbt_project" / "models" / "exposures.yml"
    return {e["name"]: e for e in yaml.safe_load(path.read_text("utf-8"))["exposures"]}


def depends_on(exposure: dict) -> set[str]:
    return {re.fullmatch(r"ref\('(\w+)'\)", ref)[1] for ref in exposure["depends_on"]}


def named(*texts: str) -> set[str]:
    """The marts that statements read; functions of the schema (trace_…, ranking_as_of) are none."""
    return {name for text in texts for name in re.findall(r"\bmarts\.(\w+)", text)} & MARTS


class Read(dict):
    """The answers of the site's queries; remembers which of them were looked at."""

    def __init__(self, rows: dict):
        super().__init__(rows)
        self.keys_read = set()

    def __getitem__(self, key):
        self.keys_read.add(key)
        return super().__getitem__(key)

    @property
    def marts(self) -> set[str]:
        return named(*(queries.QUERIES[key] for key in self.keys_read))


def pages() -> dict[str, set[str]]:
    """The parts of the site -> the marts behind what each looked at while its pages were shaped. The workbooks beside them are
    made of the same rows."""
    rows = queries.read()
    site, checked, sheet, portal = (Read(rows) for _ in range(4))
    own = shape.rankings(site)
    consumed(shape.units(site, own))
    _ = shape.site(site), site["founding"], site["catalogue_gaps"]  # which templates take as they are
    consumed(quality.pages(checked, shape.site(checked), Path("none")))
    consumed(quality.files(checked))
    rankings = shape.rankings(sheet)
    sheets.mark(sheet, rankings)
    consumed(sheets.pages(sheet, rankings))
    consumed(portal766.pages(portal))
    _ = shape.site(portal)
    return {
        "report_site": site.marts, "quality_report": checked.marts, "unit_sheets": sheet.marts, "portal_766": portal.marts,
    }  # fmt: skip


def consumed(parts: Iterable) -> None:
    """Let everything be made that is made only when it is asked for."""
    collections.deque(parts, maxlen=0)
