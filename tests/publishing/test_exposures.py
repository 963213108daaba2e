"""Who reads which mart: what dbt_project/models/exposures.yml says is what the code and the files of the dashboard do."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from publishing import contract, explain, export_cli, portal766, quality, queries, shape, sheets
from publishing.excel import ranking
from publishing.explain import asked
from publishing.portal766 import asked as asked_766
from tests.dbt.bilingual import is_bilingual
from warehouse import config

PUBLISHING = config.REPO / "publishing"
DATA_SETS = config.REPO / "deploy" / "superset" / "assets" / "datasets"
MARTS = {column.mart for column in contract.present()}
HOUSE = {"official", "history", "sealing", "releases", "contract", "words"}
"""Modules of publishing that freeze, seal and switch the marts: the house itself, and no reader."""


def declared() -> dict[str, dict]:
    path = config.REPO / "dbt_project" / "models" / "exposures.yml"
    return {e["name"]: e for e in yaml.safe_load(path.read_text("utf-8"))["exposures"]}


def named(*texts: str) -> set[str]:
    """The marts that statements read; functions of the schema (trace_…, ranking_as_of) are none."""
    return {name for text in texts for name in re.findall(r"\bmarts\.(\w+)", text)} & MARTS


def modules(*names: str) -> list[str]:
    return [(PUBLISHING / f"{name}.py").read_text("utf-8") for name in names]


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


STATEMENTS: dict[str, Iterable[str]] = {
    "explain": [
        *asked.QUERIES.values(), *asked.LEVERS.values(), *asked.PATHS.values(), explain._RANKS,
        *modules("explain/who", "tracing"),
    ],
    "excel_export": [
        *export_cli._RANKING.values(), *asked_766.ONE_PERIOD.values(), *modules("portal766/export"),
    ],
    "terminal": modules("rank_tables", "standing", "summary", "release_cli", "trace_cli", "tracing"),
    "reminders": modules("reminders"),
    "superset": [yaml.safe_load(p.read_text("utf-8"))["sql"] for p in DATA_SETS.rglob("*.yaml")],
    "bi_tools": [f"marts.{mart}" for mart in MARTS],
}  # fmt: skip


def pages() -> dict[str, set[str]]:
    """The parts of the site -> the marts behind what each looked at while its pages were shaped."""
    rows = queries.read()
    found = {name: Read(rows) for name in ("report_site", "quality_report", "unit_sheets", "portal_766")}
    site = found["report_site"]
    rankings = shape.rankings(site)
    head, _ = shape.site(site), (site["founding"], site["catalogue_gaps"])
    list(shape.units(site, rankings)), list(ranking.files(head, rankings, site["scores"]))
    quality_ = found["quality_report"]
    list(quality.pages(quality_, shape.site(quality_), Path("none"))), list(quality.files(quality_))
    sheet = found["unit_sheets"]
    own = shape.rankings(sheet)
    sheets.mark(sheet, own), list(sheets.pages(sheet, own))
    portal = found["portal_766"]
    list(portal766.pages(portal)), list(portal766.files(portal, shape.site(portal)))
    return {name: data.marts for name, data in found.items()}


def depends_on(exposure: dict) -> set[str]:
    return {re.fullmatch(r"ref\('(\w+)'\)", ref)[1] for ref in exposure["depends_on"]}


def test_every_part_of_the_site_declares_what_its_pages_look_at(night):
    read = pages()
    assert {name: sorted(depends_on(declared()[name])) for name in read} == {k: sorted(v) for k, v in read.items()}
    assert {f"marts.{mart}" for marts in read.values() for mart in marts} <= set(queries.VIEWS), "read without its lock"


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_reader_declares_what_its_statements_name(name):
    assert sorted(depends_on(declared()[name])) == sorted(named(*STATEMENTS[name]))


def test_every_mart_that_the_house_reads_has_an_exposure():
    texts = [p.read_text("utf-8") for p in PUBLISHING.rglob("*.py") if p.stem not in HOUSE]
    texts += [p.read_text("utf-8") for p in (config.REPO / "dags").glob("*.py")]
    told = {mart for name, e in declared().items() if name != "bi_tools" for mart in depends_on(e)}
    assert named(*texts) <= told
    assert set(declared()) == {*STATEMENTS, "report_site", "quality_report", "unit_sheets", "portal_766"}


@pytest.mark.parametrize("exposure", declared().values(), ids=declared())
def test_an_exposure_says_whose_it_is_and_how_far_it_is_in_both_languages(exposure):
    assert exposure["owner"]["name"] and exposure["maturity"] in ("high", "medium", "low")
    assert exposure["type"] in ("dashboard", "notebook", "analysis", "ml", "application")
    assert is_bilingual(exposure["description"]) and exposure["label"]
    assert exposure["depends_on"] == sorted(exposure["depends_on"])
