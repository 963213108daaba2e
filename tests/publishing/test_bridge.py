"""The bridge between two releases: each part alone, all together, with the real scoring on the way."""

import psycopg
import pytest

from publishing.bridge_parts import PARTS
from tests.publishing.two_releases import PROVINCE, World, bridge
from warehouse import config

START = World({(u, "a"): v for u, v in zip("ABCDE", (50, 40, 30, 20, 10), strict=True)})
BOTH = START.but({(u, "b"): v for u, v in zip("ABCDE", (0, 0, 0, 0, 45), strict=True)})

# the world before, the world after -> unit: (rank before, part: places, rank now)
ALONE = {
    "own and others' figures": (START, START.but({("D", "a"): 45}),
                                {"B": (2, {"others_figures": 1}, 3), "C": (3, {"others_figures": 1}, 4), "D": (4, {"own_figures": -2}, 2)}),
    "a tie is no rank lost": (START, START.but({("D", "a"): 30}), {"D": (4, {"own_figures": -1}, 3)}),
    "another book": (BOTH, BOTH.but(leaves=("base", "second")),
                     {"A": (1, {"method": 1}, 2), "B": (2, {"method": 1}, 3), "C": (3, {"method": 1}, 4),
                      "D": (4, {"method": 1}, 5), "E": (5, {"method": -4}, 1)}),
    "another code read the same cell anew": (START, START.but({("E", "a"): 25}, code="two"),
                                             {"D": (4, {"method": 1}, 5), "E": (5, {"method": -1}, 4)}),
    "a unit went": (START, START.but({("A", "a"): None}),
                    {"A": (1, {}, None), **{u: (n, {"boundary": -1}, n - 1) for u, n in zip("BCDE", (2, 3, 4, 5), strict=True)}}),
    "a unit came": (START, START.but({("F", "a"): 15}), {"E": (5, {"boundary": 1}, 6), "F": (None, {}, 5)}),
    "a decided correction": (START, START.but({("C", "a"): 45}, corrections=(("decided", "C", "a"),)),
                             {"B": (2, {"correction": 1}, 3), "C": (3, {"correction": -1}, 2)}),
    "a correction taken back": (START.but(corrections=(("decided", "C", "a"),)), START.but({("C", "a"): 45}),
                                {"B": (2, {"correction": 1}, 3), "C": (3, {"correction": -1}, 2)}),
    "a file sent again": (START, START.but({("C", "a"): 45}, corrections=(("resent", "C", "a"),)),
                          {"B": (2, {"correction": 1}, 3), "C": (3, {"correction": -1}, 2)}),
    "a correction of another figure": (START, START.but({("C", "a"): 45}, corrections=(("decided", "A", "a"),)),
                                       {"B": (2, {"others_figures": 1}, 3), "C": (3, {"own_figures": -1}, 2)}),
    "nothing": (START, START.but(code="two"), {}),
}  # fmt: skip


def told(found: dict[str, dict]) -> dict[str, tuple]:
    return {u: (r["previous_rank"], {p: r[p] for p in PARTS if r[p]}, r["rank"]) for u, r in found.items()}


@pytest.mark.parametrize("case", ALONE)
def test_one_cause_alone_needs_no_scoring(warehouse, case):
    before, after, expected = ALONE[case]
    found, scorings = bridge(before, after)
    assert told(found) == expected
    assert scorings == 0


def test_all_causes_at_once(warehouse):
    """Step by step, by hand: A 50, B 40, C 30, D 20, E 10 | the book counts b: E 55 | A goes, F 35 comes | C corrected to
    60 | D reports 58. The order: ABCDE | EABCD | EBFCD | CEBFD | CDEBF."""
    after = BOTH.but({("A", "a"): None, ("A", "b"): None, ("F", "a"): 35, ("F", "b"): 0, ("C", "a"): 49, ("C", "b"): 11,
                      ("D", "a"): 48, ("D", "b"): 10}, leaves=("base", "second"), corrections=(("decided", "C", "a"), ("decided", "C", "b")))  # fmt: skip
    found, scorings = bridge(BOTH, after)
    assert told(found) == {
        "A": (1, {}, None),
        "B": (2, {"method": 1, "boundary": -1, "correction": 1, "others_figures": 1}, 4),
        "C": (3, {"method": 1, "correction": -3}, 1),
        "D": (4, {"method": 1, "own_figures": -3}, 2),
        "E": (5, {"method": -4, "correction": 1, "others_figures": 1}, 3),
        "F": (None, {}, 5),
    }
    assert {u: (r["score_method"], r["score_correction"], r["score_own_figures"]) for u, r in found.items() if u in "CDE"} == {
        "C": (0, 30, 0), "D": (0, 0, 38), "E": (45, 0, 0),
    }  # fmt: skip
    assert scorings == 3


def test_own_figures_are_told_from_the_others_where_units_are_compared(warehouse):
    """b counts as a share of the span from the lowest to the highest. Before: A 0, B 25, C 50 of 50. Then both A and C
    report more: A 40, C 100, B still 25."""
    before = World({("A", "b"): 0, ("B", "b"): 25, ("C", "b"): 50}, leaves=("compared",))
    found, scorings = bridge(before, before.but({("A", "b"): 40, ("C", "b"): 100}))
    points = {
        u: (r["previous_score"], r["score_own_figures"], r["score_others_figures"], r["score"])
        for u, r in found.items()
    }
    # A alone: the span is 25 to 50, A has 15 of 25 → 30 of 50; then C's 100: 15 of 75 → 10. B becomes the lowest.
    assert points == {"A": (0, 30, -20, 10), "B": (25, 0, -25, 0)}
    assert told(found) == {"A": (3, {"own_figures": -1}, 2), "B": (2, {"others_figures": 1}, 3)}
    assert scorings == 1


def test_what_is_inherited_came_from_another_unit(warehouse):
    before = World({("A", "a"): 30, ("B", "a"): 20, (PROVINCE, "h"): 5}, leaves=("base", "inherited"))
    found, scorings = bridge(before, before.but({("B", "a"): 40, (PROVINCE, "h"): 15}))
    points = {u: (r["score_own_figures"], r["score_others_figures"]) for u, r in found.items()}
    assert points == {"A": (0, 10), "B": (20, 10)} and scorings == 1
    assert told(found) == {"A": (1, {"others_figures": 1}, 2), "B": (2, {"own_figures": -1}, 1)}


def test_a_bridge_is_written_once_and_never_changed(warehouse):
    bridge(START, START.but({("D", "a"): 45}))
    with psycopg.connect(config.dsn("publisher")) as conn:
        for statement in ("update ops.rank_bridge set method = 1", "delete from ops.rank_bridge"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), conn.transaction():
                conn.execute(statement)
        with pytest.raises(psycopg.errors.CheckViolation, match="rank_parts_add_up"):
            conn.execute(
                "insert into ops.rank_bridge (release_id, previous_release_id, index_code, edition, period_code, unit_key,"
                " previous_rank, own_figures, others_figures, method, boundary, correction, rank)"
                " values (2, 1, 't', '1', '2025', 'X', 5, -1, 0, 0, 0, 0, 5)"
            )
