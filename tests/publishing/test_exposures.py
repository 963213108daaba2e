"""Who reads which mart: what dbt_project/models/exposures.yml says is what the code and the files of the dashboard do."""

from collections.abc import Iterable

import pytest
import yaml

from publishing import explain, export_cli
from publishing.explain import asked
from publishing.portal766 import asked as asked_766
from tests.dbt.bilingual import is_bilingual
from tests.publishing.readers import MARTS, declared, depends_on, named
from warehouse import config

PUBLISHING = config.REPO / "publishing"
DATA_SETS = config.REPO / "deploy" / "superset" / "assets" / "datasets"
HOUSE = {"official", "correcting", "versions", "history", "sealing", "releases", "contract", "words"}
"""Modules of publishing that freeze, seal and switch the marts: the house itself, and no reader."""


def modules(*names: str) -> list[str]:
    return [(PUBLISHING / f"{name}.py").read_text("utf-8") for name in names]


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
