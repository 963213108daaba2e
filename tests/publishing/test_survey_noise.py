"""Survey noise: Jeffreys' distribution of a share, whom it touches, and how it enters another index."""

import numpy as np
import pytest

from publishing.answers import survey_noise
from tests.publishing.ranking_cases import ranking

DRAWS = 20_000


def _points(case, node=0):
    """Drawn points of a leaf: published and noise, (draws, units)."""
    return case.contribution[:, node + 1] + survey_noise.noise(case, (), DRAWS)[node + 1]


@pytest.mark.parametrize(
    ("favourable", "answers"),
    [(24, 30), (30, 30), (0, 30), (1200, 1500)],
)
def test_a_share_of_answers_is_drawn_from_its_beta_distribution(favourable, answers):
    case = ranking([[100 * favourable / answers]] * 2, [100], asked=answers)
    drawn, a, b = _points(case) / 100, favourable + 0.5, answers - favourable + 0.5
    assert drawn.mean() == pytest.approx(a / (a + b), abs=0.002)
    assert drawn.var() == pytest.approx(a * b / ((a + b) ** 2 * (a + b + 1)), rel=0.05)


@pytest.mark.parametrize(
    ("rule", "numerator", "points", "mean"),
    [
        ({"rule": "survey_share", "target": 0.5}, 40, 10, 10),  # far above the target: full points in every draw
        ({"rule": "survey_share", "direction": "down"}, 10, 9, 10 * 90.5 / 101),
        ({"rule": "survey_mean", "floor": 1.0, "target": 5.0}, 400, 7.5, 10 * 75.5 / 101),  # a mean of 4 of 5
    ],
)
def test_the_points_follow_the_rule(rule, numerator, points, mean):
    answers = 50 if rule.get("target") == 0.5 else 100
    case = ranking([[points]] * 2, [10], asked=answers, rules={0: rule})
    case.numerator[:, 1] = numerator
    assert _points(case).mean() == pytest.approx(mean, abs=0.02)


@pytest.mark.parametrize("change", ["answers not known", "set by hand", "missing"])
def test_what_no_survey_of_known_size_stands_behind_is_not_drawn(change):
    case = ranking([[80.0], [70.0]], [100], asked=50)
    match change:
        case "answers not known":
            case.denominator[0, 1] = np.nan
        case "set by hand":
            case.is_override[0, 1] = True
        case "missing":
            case.state[0, 1] = "missing"
    drawn = survey_noise.noise(case, (), 100)[1]
    assert (drawn[:, 0] == 0).all() and drawn[:, 1].std() > 0
    case.denominator[:, 1] = np.nan
    assert survey_noise.noise(case, (), 100) == {}


def test_an_imported_index_brings_its_noise_along_draw_by_draw():
    sipas = ranking([[80.0], [60.0]], [100], asked=50, key=("sipas", "1", "2026", "commune"))
    imported = {0: {"rule": "imported", "numerator": "index:sipas"}}
    par = ranking([[6.0], [8.0], [5.0]], [10], rules=imported, units=("unit-001", "unit-000", "unit-009"))
    par.numerator[:, 1] = 0.6, 0.8, 0.5
    own = np.array(sipas.score, dtype=float) + survey_noise.noise(sipas, (), 500)[1]
    drawn = survey_noise.noise(par, [(sipas, own)], 500)[1] + par.points[:, 1]
    assert drawn[:, 0] == pytest.approx(own[:, 1] / 10) and drawn[:, 1] == pytest.approx(own[:, 0] / 10)
    assert (drawn[:, 2] == 5).all()  # another survey's unit
    assert survey_noise.imports(par) == {"sipas"}


def test_zero_points_still_move():
    case = ranking([[0.0], [50.0]], [100], asked=30)
    assert _points(case)[:, 0].mean() == pytest.approx(100 * 0.5 / 31, abs=0.05)
