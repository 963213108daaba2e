"""What must hold of any book and any figures, asked of the recomputation on generated cases."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.books import generate, recompute
from tests.books.generate.draft import Draft
from tests.books.generate.expressions import expression
from tests.books.recompute import formula

SEEDS = st.integers(0, 2**32)
DECIMALS = st.decimals(-(10**9), 10**9, places=6)


def scored(case: generate.Case, figures=None, assessments=None, shuffle=list):
    figures = case.figures if figures is None else figures
    assessments = case.assessments if assessments is None else assessments
    head, *lists = case.rows
    book = recompute.Book.of(head, *(shuffle(rows) if i in (0, 3) else rows for i, rows in enumerate(lists)))
    return recompute.score_all(
        [book], shuffle(generate.UNITS), shuffle(figures), shuffle(assessments), generate.RUNNING
    )


@settings(max_examples=400)
@given(SEEDS)
def test_points_stay_in_their_bounds_and_only_what_is_scored_has_any(seed):
    case = generate.case(Random(seed), "g1")
    of = {c["criterion_code"]: c for c in case.criteria}
    for nodes in scored(case).values():
        for code, score in nodes.items():
            c, rounding = of[code], Fraction(1, 2) if of[code].get("rounds_to") else 0
            if not c.get("rule"):
                continue
            low, high = (-Fraction(c["max_points"]), 0) if c["rule"] == "penalty" else (0, Fraction(c["max_points"]))
            assert (score.points is None) == (
                score.state != "scored" and not (score.state == "not_applicable" and score.applicable)
            )
            assert score.points is None or low - rounding <= score.points <= high + rounding
            assert 0 <= score.applicable <= high and (score.state != "not_due" or score.applicable == 0)


@settings(max_examples=400)
@given(SEEDS)
def test_the_order_of_units_figures_and_criteria_never_matters(seed):
    case, rnd = generate.case(Random(seed), "g1"), Random(seed)
    found, again = scored(case), scored(case, shuffle=lambda rows: rnd.sample(rows, len(rows)))
    assert again == found
    book = recompute.Book.of(*case.rows)
    assert recompute.ranks([book], generate.UNITS, found) == recompute.ranks([book], generate.UNITS[::-1], again)


@settings(max_examples=400)
@given(SEEDS)
def test_a_better_figure_never_lowers_the_own_score(seed):
    rnd = Random(seed)
    if not (changed := generate.improved(rnd, generate.case(rnd, "g1"))):
        return
    before, after, unit, year = changed
    was, now = (scored(c)[c.index, "1", year, unit]["r"].points for c in (before, after))
    assert was is None or now >= was


@settings(max_examples=400)
@given(SEEDS)
def test_missing_is_not_zero(seed):
    """Whoever brings no figure has no points and no rank, however bad the others are."""
    case = generate.case(Random(seed), "g1")
    silent = case.assessed[0]
    superior = {u["unit_code"]: u["parent_code"] for u in generate.UNITS}[silent]
    figures = [f for f in case.figures if f["unit_code"] not in (silent, superior)]
    scores = scored(case, [f for f in figures if not f["unit_code"].startswith("P")], assessments=[])
    for (*_, unit), nodes in scores.items():
        if unit == silent:
            assert all(score.points is None for score in nodes.values())
    places = recompute.ranks([recompute.Book.of(*case.rows)], generate.UNITS, scores)
    assert all((p.rank, p.score, p.percent, p.class_vi) == (None,) * 4 for key, p in places.items() if key[3] == silent)


@settings(max_examples=2000)
@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=12))
def test_ranks_are_a_permutation_consistent_with_the_tie_rule(scores):
    units, given_scores = dict(enumerate(scores)), [s for s in scores if s is not None]
    for policy, places in (
        ("competition", lambda first, ties: [first + 1] * ties),
        ("modified", lambda first, ties: [first + ties] * ties),
    ):
        ranks = recompute.ranked(units, policy)
        expected = []
        for value in sorted(set(given_scores), reverse=True):
            expected += places(len(expected), given_scores.count(value))
        assert sorted(r for r in ranks.values() if r is not None) == sorted(expected)
        assert all((ranks[a] < ranks[b]) == (scores[a] > scores[b]) for a in units for b in units
                   if None not in (scores[a], scores[b]))  # fmt: skip
    dense = recompute.ranked(units, "dense")
    assert {r for r in dense.values() if r} == set(range(1, len(set(given_scores)) + 1))


@settings(max_examples=1000)
@given(SEEDS, DECIMALS, DECIMALS, st.decimals(1, 999, places=3))
def test_formulas_mean_what_they_say(seed, a, b, c):
    values = {"a": Fraction(a), "b": Fraction(b), "c": Fraction(c)}
    text = expression(Draft(Random(seed), "g1"), list(values), 4)
    exact = re.sub(r"\d+(\.\d+)?", lambda m: f"Fraction('{m[0]}')", text)
    try:
        expected = eval(exact, {"Fraction": Fraction, "min": min, "max": max}, values)  # noqa: S307
    except ZeroDivisionError:
        with pytest.raises(ZeroDivisionError):
            formula.evaluate(text, values, lambda: 1 // 0)
        return
    assert formula.evaluate(text, values, lambda: 1 // 0) == expected


@settings(max_examples=1000)
@given(DECIMALS, st.integers(0, 5))
def test_rounding_is_that_of_decimals(value, decimals):
    expected = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert recompute.rounded(Fraction(value), decimals) == Fraction(expected)
