"""A published night as BI tools meet it: its columns, its metrics, and who looks at which mart."""

import pytest

from publishing import contract, queries
from publishing.contract import Column
from tests.publishing.readers import declared, depends_on, pages
from tests.publishing.test_metrics import BESIDE, DEFINED


def test_the_published_views_have_these_columns_and_types(night, query):
    found = query(
        """
        select c.relname, a.attname, replace(format_type(a.atttypid, null), 'timestamp with time zone', 'timestamptz')
        from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0
        where c.relnamespace = 'marts'::regnamespace
        """
    )
    assert {Column(view, column): kind for view, column, kind in found} == contract.present()


@pytest.mark.parametrize("metric", DEFINED.values(), ids=DEFINED)
def test_every_metric_can_be_asked_of_its_mart(night, query, metric):
    (value,) = query(f"select {metric.sql} from marts.{metric.mart}")[0]
    assert value is not None and value >= 0


@pytest.mark.parametrize("name", sorted(BESIDE))
def test_a_column_of_the_same_name_is_the_metric_of_its_row(night, query, name):
    metric = DEFINED[name]
    assert contract.Column(metric.mart, name) in contract.present()
    wrong = query(
        f"""
        select unit_key, period_code from marts.{metric.mart}
        group by unit_key, period_code having round({metric.sql}, 2) is distinct from max({name})
        """
    )
    assert wrong == []


def test_points_and_ranks_of_one_unit_are_what_the_ranking_says(night, query):
    """Of one unit in one ranking, score, percent and rank are the published ones."""
    wrong = query(
        f"""
        select r.unit_key from marts.fct_index_rank as r
        group by r.index_code, r.edition, r.period_code, r.unit_key
        having {DEFINED["mean_score"].sql} is distinct from max(r.score)
            or {DEFINED["mean_percent"].sql} is distinct from max(r.percent)
            or {DEFINED["best_rank"].sql} is distinct from max(r.rank)
        """
    )
    assert wrong == []


def test_every_part_of_the_site_declares_what_its_pages_look_at(night):
    read = pages()
    assert {name: sorted(depends_on(declared()[name])) for name in read} == {k: sorted(v) for k, v in read.items()}
    assert {f"marts.{mart}" for marts in read.values() for mart in marts} <= set(queries.VIEWS), "read without its lock"
