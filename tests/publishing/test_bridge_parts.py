"""The five parts of a bridge add up, whatever the scorings on the way say."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.bridge_parts import PARTS, Field, Place, parts, rows

UNITS = "abcdefg"
scores = st.none() | st.decimals(0, 10, places=1)
fields = st.dictionaries(st.sampled_from(UNITS), st.tuples(scores, st.sampled_from("xy"), st.booleans()))


def scored(given_scores: dict, tie_policy: str = "competition") -> dict[str, Place]:
    """Places by the definition: count who is better (competition), how many scores are better (dense), who is no worse."""
    found = {}
    for unit, (score, group, is_ranked) in given_scores.items():
        rank = None
        if is_ranked and score is not None:
            same = [s for s, g, r in given_scores.values() if r and s is not None and g == group]
            better = [s for s in same if s > score]
            rank = {"competition": len(better) + 1, "dense": len(set(better)) + 1,
                    "modified": sum(s >= score for s in same)}[tie_policy]  # fmt: skip
        found[unit] = Place(score, rank, group, is_ranked)
    return found


def add_up(row: dict) -> bool:
    return all(
        (row["previous_" + of] is None or row[of] is None) and {row[prefix + p] for p in PARTS} == {None}
        or row["previous_" + of] + sum(row[prefix + p] for p in PARTS) == row[of]
        for prefix, of in (("", "rank"), ("score_", "score"))
    )  # fmt: skip


@given(fields, st.lists(st.tuples(st.sampled_from(PARTS[:3]), fields), max_size=3), st.booleans(), fields, fields)
def test_the_parts_always_add_up(before, steps, has_figures, own, after):
    """Any scorings on the way: units that come, go, lose their score in the middle, ties."""
    before, own, after = scored(before), scored(own), scored(after)
    steps = [(part, scored(places)) for part, places in steps]
    if not steps and not has_figures:
        steps = [("method", after)]
    own = {unit: own.get(unit, place) for unit, place in after.items()} if has_figures else {}
    found = rows(before, steps, own, after)
    assert all(map(add_up, found.values()))
    moved = {u for u in before.keys() | after.keys()
             if (before.get(u, Place(None, None)).rank, before.get(u, Place(None, None)).score)
             != (after.get(u, Place(None, None)).rank, after.get(u, Place(None, None)).score)}  # fmt: skip
    assert found.keys() == moved


@pytest.mark.parametrize("tie_policy", ["competition", "dense", "modified"])
def test_a_field_ranks_as_the_definition_does(tie_policy):
    @given(fields, st.sampled_from(UNITS), scores, st.sampled_from("xy"), st.booleans())
    def holds(stood, unit, score, group, is_ranked):
        expected = scored({**stood, unit: (score, group, is_ranked)}, tie_policy)[unit].rank
        place = Place(score, None, group, is_ranked)
        assert Field(scored(stood, tie_policy), tie_policy).rank(unit, place) == expected

    holds()


ROW = [
    # own figures lift a unit from 5 to 3, the others push it down to 4
    ([("own_figures", Place(Decimal(8), 3)), ("others_figures", Place(Decimal(8), 4))], (5, 7), (4, 8),
     {"own_figures": -2, "others_figures": 1, "score_own_figures": 1}),
    # the method takes its score away in the middle: what follows counts from where it stood
    ([("method", Place(None, None)), ("boundary", None), ("correction", Place(Decimal(6), 2))], (3, 5), (2, 6),
     {"correction": -1, "score_correction": 1}),
    # same score, other rank
    ([("boundary", Place(Decimal(5), 2))], (3, 5), (2, 5), {"boundary": -1}),
    # no rank before
    ([("own_figures", Place(Decimal(5), 2)), ("others_figures", Place(Decimal(5), 2))], (None, None), (2, 5), None),
    # a score before and after, but no rank: assessed and not ranked
    ([("own_figures", Place(Decimal(5), None)), ("others_figures", Place(Decimal(5), None))], (None, 4), (None, 5),
     {"score_own_figures": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("path", "before", "after", "expected"), ROW)
def test_parts(path, before, after, expected):
    old, new = (Place(None if s is None else Decimal(s), r) for r, s in (before, after))
    found = {name: value for name, value in parts(path, old, new).items() if value}
    assert found == ({} if expected is None else expected)
