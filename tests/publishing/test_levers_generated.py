"""Levers of generated books of every rule and shape: what they promise is what the recomputation finds."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.answers import levers
from publishing.answers.lever import rules, steps
from publishing.answers.lever.criteria import OF_OTHERS
from publishing.answers.lever.finding import Lever
from tests.books import generate
from tests.publishing.lever.worlds import World

SEEDS = st.integers(0, 2**32)
HAVE_LEVERS = set(rules.RULES) - set(OF_OTHERS) - {"gate", "display_only"}


def found(world: World):
    release = world.release()
    for of in release.standings():
        for key, leaves in levers.search(release, of).items():
            for lever in leaves.values():
                if isinstance(lever, Lever):
                    yield of, of.units[key], lever


@settings(max_examples=100)
@given(SEEDS)
def test_every_score_is_recomputed_by_the_levers_own_tree(seed):
    world = World(generate.case(Random(seed), "g1"))
    for of in world.release().standings():
        for key, unit in of.units.items():
            assert unit.row["score"] is None or unit.tree is not None, (of.key, key)
            for code, leaf in unit.leaves.items():
                assert leaf.is_exact or unit.states[code]["state"] != "scored" or of.criteria[code].imported_index, (
                    key,
                    code,
                )


@settings(max_examples=60)
@given(SEEDS)
def test_a_changed_figure_gives_exactly_the_score_and_the_rank_that_its_lever_promised(seed):
    rnd = Random(seed)
    world = World(generate.case(rnd, "g1"))
    told = list(found(world))
    for of, unit, lever in rnd.sample(told, min(3, len(told))):
        row = unit.row
        key = (*of.key, row["unit_key"])
        after = world.score({(row["unit_key"], of.key[2], code): value for code, value in lever.figures.items()})[key]
        score, rank = levers.after(unit, of.field(), lever.score)
        assert abs(after[lever.code].points - lever.move.points) < Fraction(1, 10**19)
        assert world.ranks[key].score is not None and Fraction(score) == _published(world, after)
        assert rank == world.rank(key, Fraction(score))


@settings(max_examples=60)
@given(SEEDS)
def test_one_unit_less_does_not_reach_the_step(seed):
    for _, unit, lever in found(World(generate.case(Random(seed), "g1"))):
        leaf, move = unit.leaves[lever.code], lever.move
        unit_of = Fraction(1) if leaf.n is None else steps.grain(leaf)
        nearer = move.after + (unit_of if move.after < move.before else -unit_of)
        if nearer != move.before and leaf.c.rule != "choice":
            short = rules.points(leaf.changed({move.figure: nearer}))
            assert short is None or short < move.points or leaf.c.rounds_to is not None, (leaf, move)


def test_every_rule_that_a_unit_has_in_its_own_hands_has_levers():
    seen = Counter(lever_.move and unit.leaves[lever_.code].c.rule
                   for seed in range(60) for _, unit, lever_ in found(World(generate.case(Random(seed), "g1"))))  # fmt: skip
    assert seen.keys() == HAVE_LEVERS, HAVE_LEVERS ^ seen.keys()


def _published(world: World, nodes) -> Fraction:
    from tests.books.recompute import rounded, shown

    return rounded(shown(nodes["r"].points), world.case.head["rank_decimals"] or "2")
