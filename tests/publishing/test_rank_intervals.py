"""Rank intervals: what is drawn, what it may never change, and when a difference is held to be real."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from publishing.answers import rank_interval, sensitivity, simulation, survey_noise
from tests.publishing.ranking_cases import ranking, spread_out

NO_CHANGE = np.ones((1, 3))


@pytest.mark.parametrize(
    ("tie_policy", "expected"),
    [("competition", [1, 2, 2, 4, 5]), ("dense", [1, 2, 2, 3, 4]), ("modified", [1, 3, 3, 4, 5])],
)
def test_ranks_follow_the_books_tie_policy(tie_policy, expected):
    assert simulation.ranks(np.array([[90, 80, 80, 70, 60], [60, 70, 80, 80, 90]]), tie_policy).tolist() == [
        expected,
        expected[::-1] if tie_policy != "dense" else [4, 3, 2, 2, 1],
    ]


@given(arrays(np.int64, (3, 40), elements=st.integers(0, 10_000)))
def test_ranks_are_those_of_counting_who_is_better(stepped):
    counted = [[1 + (row > own).sum() for own in row] for row in stepped]
    assert simulation.ranks(stepped, "competition").tolist() == counted


def test_without_any_change_the_ranks_are_the_published_ones():
    case = ranking(*spread_out(60))
    drawn = simulation.steps(simulation.scores(case, NO_CHANGE, {}), case.decimals)
    assert drawn[0].tolist() == [int(score * 100) for score in case.score]
    assert simulation.ranks(drawn, "competition")[0].tolist() == case.rank.tolist()


@pytest.mark.parametrize(
    ("aggregation", "applicable", "expected"),
    [
        # weights 10, 10 become 12.5, 7.5 and then, of the same total, 12.5 and 7.5: 8·1.25 + 6·0.75
        ("sum", [[20, 10, 10], [20, 10, 10]], [14.5, 14.0]),
        # of the second unit only the first area applies: its score cannot depend on any weight
        ("percent_of_applicable", [[20, 10, 10], [10, 10, 0]], [14.5, 14.0]),
    ],
)
def test_weights_are_scaled_to_the_same_total_again(aggregation, applicable, expected):
    brought = [[8, 6], [14, 0]] if aggregation == "percent_of_applicable" else [[8, 6], [7, 7]]
    case = ranking(brought, [10, 10], aggregation=aggregation, applicable=np.array(applicable, dtype=float))
    assert simulation.scores(case, np.array([[1.25, 0.75]]), {})[0] == pytest.approx(expected)


def test_a_bonus_stands_beside_the_weights():
    case = ranking([[8, 6, 1], [7, 7, 0]], [10, 10, 2], rules={2: {"part": "extra", "rule": "bonus"}})
    assert simulation.scores(case, np.array([[1.25, 0.75]]), {})[0] == pytest.approx([15.5, 14.0])


def test_quantiles_are_ranks_that_came_up():
    drawn = np.repeat([1, 2, 9], [4, 90, 6])[:, None]  # 4 %, 90 %, 6 %
    assert simulation.quantiles(drawn, (0.05, 0.5, 0.94, 0.95)).ravel().tolist() == [2, 2, 2, 9]


def test_the_same_seed_gives_the_same_table():
    points, most = spread_out(30)
    case = ranking(points, most, asked=40)
    rows = list(rank_interval.rows(rank_interval.draw(case, draws=500)))
    assert rows == list(rank_interval.rows(rank_interval.draw(case, draws=500)))
    assert {row[-2] for row in rows} == {int.from_bytes(bytes.fromhex("b1bfb919"))}  # sha256 "demo|2026|2026|commune"
    assert [row[8:10] for row in rows[:30]] == sorted([row[8:10] for row in rows[:30]], key=lambda r: r[1])


@pytest.mark.parametrize("kind", ["weights", "answers"])
def test_more_uncertainty_makes_wider_intervals(kind):
    def width(much):
        points, most = spread_out(40)
        case = ranking(points, most, asked=20 if kind == "answers" and much else 2000)
        noise = survey_noise.noise(case, (), 2000) if kind == "answers" else {}
        spread = (0.5 if much else 0.1) if kind == "weights" else 0
        drawn = simulation.scores(case, simulation.multipliers(case, 2000, spread), noise)
        low, high = simulation.quantiles(simulation.ranks(simulation.steps(drawn, 2), "competition"), (0.05, 0.95))
        return (high - low).mean()

    assert width(True) > 1.5 * width(False)


def test_identical_units_share_rank_and_group_and_a_far_one_does_not():
    case = ranking([[9, 9], [7, 7], [7, 7], [1, 1]], [10, 10])
    rows = [row for row in rank_interval.rows(rank_interval.draw(case, draws=400)) if row[6] == "both"]
    assert [(row[4], *row[9:12], *row[13:15], row[16]) for row in rows] == [
        ("unit-000", 1, 1, 1, 1, 1, Decimal("100.0")),
        ("unit-001", 2, 2, 2, 2, 2, Decimal("50.0")),
        ("unit-002", 2, 2, 2, 2, 2, Decimal("100.0")),
        ("unit-003", 4, 4, 4, 3, 1, None),
    ]


def test_a_group_is_held_against_its_leader_and_not_chained():
    # 1 is ahead of 2 in 60 % of the draws, 2 of 3 in 60 %, but 1 of 3 always: 3 begins a group of its own
    first, second = np.tile([5, 5, 5, 3, 3], 20), np.tile([4, 4, 4, 4, 4], 20)
    third = np.tile([2, 2, 2, 5, 2], 20)
    by_unit = np.array([first, second, third])
    assert [rank_interval.ahead(first, other) for other in (second, third)] == [0.6, 0.8]
    assert rank_interval.groups(by_unit, [0, 1, 2], sure=0.8).tolist() == [1, 1, 2]
    assert rank_interval.groups(by_unit, [0, 1, 2], sure=0.81).tolist() == [1, 1, 1]


def test_a_silent_area_moves_nobody():
    points, most = spread_out(30)
    points[:, 1] = 10
    case = ranking(points.round(1), most)
    drawn = rank_interval.draw(case, draws=4000)
    average, largest = sensitivity.alone(case)
    assert (average[1], largest[1]) == (0, 0) and average[0] > 0 and average[2] > 0
    assert sensitivity.first_order(drawn.weights, drawn.ranks["weights"])[1] == pytest.approx(0, abs=0.01)


def test_sensitivity_of_a_sum_is_that_of_its_parts():
    # Y = 3 A + 1 B of two even inputs: 9 of 10 parts of the variance are A's; C has none
    inputs = np.random.default_rng(7).uniform(0, 1, (20_000, 3))
    drawn = np.rint(1000 * (3 * inputs[:, 0] + inputs[:, 1])).astype(np.int32)[:, None]
    assert sensitivity.first_order(inputs, drawn) == pytest.approx([0.9, 0.1, 0], abs=0.01)
