"""The statistics of an index, on cases worked out by hand."""

import numpy as np
import pytest

from publishing.answers import index_statistics, measures, rank_interval
from tests.publishing.ranking_cases import ranking, spread_out

RISING = np.arange(10.0)


def _rows(case):
    found = {}
    for row in index_statistics.rows(rank_interval.draw(case, draws=200)):
        found.setdefault(row[4], []).append((row[6], row[8], row[12], row[14]))
    return found


def test_correlations_need_ten_units_that_have_both():
    table = np.column_stack([RISING, RISING**3, -RISING, RISING])
    table[0, 3] = np.nan
    plain, by_rank = (measures.correlations(table, method) for method in ("pearson", "spearman"))
    # Σxy − n·x̄·ȳ over the roots of the squares, of 0 … 9 and their cubes: 15333 − 10·4.5·202.5, 82.5, 978405 − 410062.5
    assert plain[0, 1] == pytest.approx((15333 - 9112.5) / np.sqrt(82.5 * (978405 - 410062.5)))
    assert (by_rank[0, 1], plain[0, 2]) == pytest.approx((1, -1))
    assert np.isnan(plain[0, 3])


def test_alpha_by_hand():
    # items 1 … 10 and the same with every pair turned round: variances 55/6 each, of the sum 2·55/6 + 2·cov
    one = np.arange(1.0, 11)
    two = one.reshape(5, 2)[:, ::-1].ravel()
    cov = ((one - 5.5) * (two - 5.5)).sum() / 9
    value, count, units = measures.alpha(np.column_stack([one, two, np.full(10, 3.0)]))
    assert value == pytest.approx(2 * (1 - 2 * 55 / 6 / (2 * 55 / 6 + 2 * cov)))
    assert (count, units) == (2, 10)  # what is silent has no part in it


@pytest.mark.parametrize("table", [np.full((10, 2), 1.0), np.ones((10, 0)), np.random.default_rng(1).random((9, 3))])
def test_alpha_says_nothing_where_there_is_nothing_to_say(table):
    assert np.isnan(measures.alpha(table)[0])


def test_the_variance_is_shared_out_whole():
    brought = np.column_stack([3 * RISING, RISING[::-1], np.zeros(10)])
    shares = measures.variance_shares(brought, brought.sum(axis=1))
    assert shares == pytest.approx([1.5, -0.5, 0])  # the score rises by 3 − 1 = 2


def test_nothing_is_not_zero():
    points, most = np.array([[5.0, 2.0, np.nan, 1.0]]), np.array([10.0, 2.0, 4.0, 2.0])
    state = np.array([["scored", "scored", "missing", "not_applicable"]])
    applicable = np.array([[10.0, 0.0, 4.0, 2.0]])  # the second is a bonus
    assert measures.shares(points, applicable, most, state)[0] == pytest.approx([0.5, 1, np.nan, np.nan], nan_ok=True)


def test_a_small_index_read_as_an_auditor_would():
    points, _ = spread_out(12, 4, seed=3)
    points[:, 1], points[:, 2] = points[:, 0] / 2 + 1, 10
    found = _rows(ranking(points, [10.0, 10.0, 10.0, 20.0]))
    assert [(row[0], float(row[2])) for row in found["silent"]] == [("k2", 100.0)]
    assert [row[:2] for row in found["redundant"]] == [("k0", "k1")]
    assert "trọn điểm" in found["silent"][0][3] and "gần như đo cùng một điều" in found["redundant"][0][3]
    assert [float(row[2]) for row in found["nominal_weight"]] == [20, 20, 20, 40]
    assert sum(row[2] for row in found["variance_share"]) == pytest.approx(100, abs=0.2)
    assert ("k2", "root") not in [row[:2] for row in found["correlation"]]
    assert ("k0", "k1", 1) in [row[:3] for row in found["correlation"]]


def test_coverage_keeps_the_states_apart_by_criterion_and_by_unit():
    points, most = spread_out(4, 2)
    case = ranking(points, most)
    case.state[0, 1], case.state[1, 1], case.state[2, 1] = "missing", "not_applicable", "not_due"
    rows = [row for row in index_statistics.rows(rank_interval.draw(case, draws=50)) if row[4].startswith("coverage")]
    k0 = {row[4]: float(row[12]) for row in rows if row[6] == "k0"}
    assert k0 == dict.fromkeys((f"coverage_{state}" for state in index_statistics.STATES), 25.0)
    units = [(row[4], row[10], float(row[12])) for row in rows if row[10] in ("unit-000", "unit-003")]
    assert units == [
        ("coverage_scored", "unit-000", 50.0), ("coverage_scored", "unit-003", 100.0),
        ("coverage_missing", "unit-000", 50.0),
    ]  # fmt: skip


def test_a_small_group_gets_coverage_and_intervals_only():
    found = _rows(ranking(*spread_out(5)))
    assert "coverage_scored" in found and "weight_sensitivity" in found
    assert not {"correlation", "silent", "alpha", "variance_share"} & set(found)
    assert set(_rows(ranking(*spread_out(1)))) == {"coverage_scored"}
