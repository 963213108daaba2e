"""Metrics are defined once: the marts, the dashboard and the page say what dbt's definitions say."""

import pytest
import yaml

from publishing import contract, metrics
from tests.dbt.bilingual import faults
from warehouse import config

DEFINED = metrics.metrics()
DATA_SETS = sorted((config.REPO / "deploy" / "superset" / "assets" / "datasets").rglob("*.yaml"))
ORDER = {"newest", "newest_period", "vietnamese_order"}
"""What the dashboard's filters are sorted by: no figure that anybody sees."""
BESIDE = {"on_time_percent", "online_percent", "on_time_766_percent"}
"""Metrics that a mart has as a column too, of its own grain and rounded to two decimals."""


@pytest.mark.parametrize("path", DATA_SETS, ids=lambda p: p.stem)
def test_a_data_set_computes_what_is_defined_and_nothing_else(path):
    data_set = yaml.safe_load(path.read_text("utf-8"))
    for metric in data_set["metrics"]:
        if metric["metric_name"] in ORDER:
            continue
        defined = DEFINED[metric["metric_name"]]
        assert metric["expression"] == defined.sql
        assert f"marts.{defined.mart} as" in data_set["sql"]


def test_the_page_shows_the_definitions():
    assert metrics.PAGE.read_text("utf-8") == metrics.render(), "run: python -m publishing.metrics"


def test_every_metric_is_described_in_both_languages_and_no_two_share_a_name():
    assert {m.name: faults(m.description) for m in DEFINED.values() if faults(m.description)} == {}
    assert len({m.label for m in DEFINED.values()}) == len(DEFINED)


def test_a_metric_that_a_mart_has_as_a_column_is_held_against_it():
    columns = {(c.mart, c.name) for c in contract.present()}
    assert {m.name for m in DEFINED.values() if "/" in m.sql and (m.mart, m.name) in columns} == BESIDE
