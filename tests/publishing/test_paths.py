"""Paths: the smallest set by brute force, exact scores of sets, and what a rank asks for under every tie policy."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.answers import levers, paths
from publishing.answers.lever import others
from publishing.answers.lever.combining import Together
from publishing.answers.lever.finding import Lever
from publishing.answers.lever.searching import Answer, Option, smallest
from tests.books import generate, recompute
from tests.publishing.lever.worlds import World

SEEDS = st.integers(0, 2**32)
OPTIONS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from("abcdefgh")), max_size=8)


def brute(options: list[Option], reaches) -> tuple[int, int] | None:
    """(levers, effort) of the smallest set."""
    sets = [s for n in range(1, len(options) + 1) for s in combinations(options, n)
            if len({o.figure for o in s}) == n and reaches(tuple(o.name for o in s))]  # fmt: skip
    return min(((len(s), sum(o.effort for o in s)) for s in sets), default=None)


@settings(max_examples=500)
@given(OPTIONS, st.integers(1, 30), st.integers(0, 3))
def test_the_search_finds_what_brute_force_finds(rows, need, lost):
    """``lost``: what a bound promises more than the set then gives."""
    options = [Option(str(i), bound, effort, figure) for i, (bound, effort, figure) in enumerate(rows)]
    by_name = {o.name: o for o in options}

    def reaches(names):
        return sum(by_name[n].bound - min(lost, by_name[n].bound) for n in names) >= need

    found, best = smallest(options, need, reaches), brute([o for o in options if o.bound], reaches)
    assert found.is_proven
    assert (found.names and (len(found.names), sum(by_name[n].effort for n in found.names))) == best


def test_a_search_cut_short_says_so():
    options = [Option(str(i), 10, 30 - i, str(i)) for i in range(30)]
    found = smallest(options, 100, lambda names: "0" in names and len(names) > 10, limit=50)
    assert found.names and not found.is_proven
    assert smallest(options, 100, lambda names: False, limit=50) == Answer(None, False)


@settings(max_examples=30)
@given(SEEDS)
def test_sets_of_levers_give_the_score_that_the_recomputation_finds_and_the_smallest_is_chosen(seed):
    rnd = Random(seed)
    world = World(generate.case(rnd, "g1"))
    release = world.release()
    for of in release.standings():
        found, peers = levers.search(release, of), levers.Peers(of)
        for key in rnd.sample(sorted(of.units), min(2, len(of.units))):
            unit = of.units[key]
            own = {code: lever for code, lever in sorted(found[key].items()) if isinstance(lever, Lever)}
            own = dict(list(own.items())[:6])
            together = Together(release, of, unit, own, {c: paths._effort(*peers.reached(unit, own[c])) for c in own})
            if unit.row["rank"] is None or not own:
                continue
            check(world, of, unit, together, rnd)


def check(world: World, of, unit, together: Together, rnd: Random) -> None:
    key, row = (*of.key, unit.row["unit_key"]), unit.row
    codes = tuple(sorted(rnd.sample(sorted(together.levers), rnd.randint(1, len(together.levers)))))
    if (score := together.score(codes)) is not None:
        figures = {f: v for code in codes for f, v in together.levers[code].figures.items()}
        nodes = world.score({(row["unit_key"], of.key[2], f): v for f, v in figures.items()})[key]
        assert score == recompute.rounded(recompute.shown(nodes["r"].points), world.case.head["rank_decimals"] or "2")
    there = [Fraction(u.row["score"]) for k, u in of.units.items()
             if k != row["unit_key"] and u.row["rank"] is not None and u.row["peer_group"] == row["peer_group"]]  # fmt: skip
    for wanted in range(1, row["rank"]):
        needed, answer = paths.find(of, unit, together, wanted, there)

        def reaches(names, wanted=wanted):
            score = together.score(names)
            return score is not None and world.rank(key, score) <= wanted

        best = brute(together.options, reaches)
        assert answer.is_proven and (answer.names is None) == (best is None), (wanted, needed)
        if best:
            efforts = {o.name: o.effort for o in together.options}
            assert reaches(answer.names) and (len(answer.names), sum(efforts[n] for n in answer.names)) == best


@pytest.mark.parametrize("policy", ["competition", "dense", "modified"])
@settings(max_examples=200)
@given(st.lists(st.integers(0, 9), max_size=9), st.integers(1, 10))
def test_the_score_needed_is_the_least_that_has_the_rank(policy, given_scores, wanted):
    there = [Fraction(s) for s in given_scores]
    needed = others.needed(there, wanted, policy, Fraction(1))
    ranks = {s: others.rank(there, Fraction(s), policy) for s in range(-1, 12)}
    assert ranks == {s: recompute.ranked(dict(enumerate([*there, Fraction(s)])), policy)[len(there)] for s in ranks}
    good = [s for s, rank in ranks.items() if rank <= wanted]
    assert (min(good) if needed is not None else good == list(ranks)) == (needed if needed is not None else True)
