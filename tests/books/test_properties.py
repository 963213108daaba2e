"""Hundreds of generated books, scored once by the real models on the real PostgreSQL: SQL agrees with the recomputation
(tests/books/recompute) on every node, score, class and rank, and what must hold of any book holds of these.

The batch has a fixed seed. Half of the books stand in it twice: the second time one figure of one unit is better.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.books import generate, recompute
from tests.books.both_ways import by_sql, exact, in_python, keyed, nodes_of

SEED, BOOKS, PAIRS, SHUFFLED = 20261124, 240, 120, 40


@pytest.fixture(scope="module")
def batch():
    return generate.batch(Random(SEED), BOOKS, PAIRS)


@pytest.fixture(scope="module")
def found(warehouse, batch):
    """The trial of the batch, and its criteria as (index, edition, period, unit) -> criterion -> row."""
    result = by_sql(batch[0])
    return result, nodes_of(result)


@pytest.fixture(scope="module")
def mine(batch, found):
    return in_python(batch[0], found[0].faults)


def test_the_batch_is_large_and_has_every_rule(batch, found):
    cases, changed = batch
    assert len(changed) > PAIRS * 0.9 and len(found[1]) > 3000 and len(found[0].criteria) > 40_000
    assert len({c["rule"] for case in cases for c in case.criteria if c.get("rule")}) == 25
    states = {(row["state"], row["points"] is None) for row in found[0].criteria}
    assert states >= {("scored", False), ("missing", True), ("not_due", True), ("not_applicable", True)}
    assert {row["rank"] for row in found[0].ranks} >= {None, 1, 2, 3}


def test_every_node_agrees(mine, found):
    """State, points on 20 decimals and applicable maximum; of each book only the deepest difference is told."""
    scores, _ = mine
    assert scores.keys() == found[1].keys()
    differences = []
    for key, nodes in scores.items():
        assert nodes.keys() == found[1][key].keys(), key
        for code, score in nodes.items():
            row = found[1][key][code]
            theirs = row["state"], exact(row["points"]), exact(row["applicable_max_points"])
            if theirs != (score.state, recompute.shown(score.points), score.applicable):
                differences.append((-row["depth"], *key, code, theirs, score))
    assert not differences, f"{len(differences)} differ; the deepest: {min(differences, key=lambda d: d[:6])}"


def test_every_score_percent_class_and_rank_agrees(mine, found):
    _, places = mine
    assert len(found[0].ranks) == len(places)
    for row in found[0].ranks:
        place = places[keyed(row)]
        theirs = row["peer_group"], exact(row["score"]), exact(row["percent"]), row["class_vi"], row["rank"]
        assert theirs == (place.group, place.score, place.percent, place.class_vi, place.rank), keyed(row)
        assert row["ranked_units"] == place.ranked_units, keyed(row)


def test_losses_of_leaves_add_up_to_scale_minus_score_exactly(batch, found):
    """And every inner node's to what is below it: whatever caps, gates, weights and roundings the book has."""
    parents = {c.index: {row["criterion_code"]: row.get("parent_code") or "" for row in c.criteria} for c in batch[0]}
    for row in found[0].ranks:
        nodes, parent = found[1][keyed(row)], parents[row["index_code"]]
        below: dict[str, list] = {}
        for code, node in nodes.items():
            below.setdefault(parent[code], []).append(node["lost_points"])
        assert below[""] == [None if row["score"] is None else row["max_points"] - row["score"]]
        for code, losses in below.items():
            if code and row["score"] is not None:
                assert sum(losses) == nodes[code]["lost_points"], (keyed(row), code)


def test_contributions_of_leaves_add_up_to_the_score_exactly(batch, found):
    """And none turns its sign, a floor that lifts a node aside: a penalty never looks as if it had brought points."""
    lifted = {case.index for case in batch[0] for c in case.criteria if c.get("floor") and not c.get("rule")}
    rules = {case.index: {c["criterion_code"]: c["rule"] for c in case.criteria if c.get("rule")} for case in batch[0]}
    for row in found[0].ranks:
        nodes = found[1][keyed(row)]
        parts = [(nodes[code]["contribution"] or 0, rule) for code, rule in rules[row["index_code"]].items()]
        assert sum(part for part, _ in parts) == (row["score"] or 0), keyed(row)
        assert row["score"] is not None or not any(part for part, _ in parts), keyed(row)
        for part, rule in parts:
            is_turned = part > 0 if rule == "penalty" else part < 0
            assert not is_turned or row["index_code"] in lifted, (keyed(row), rule, part)
            assert abs(part) < 10_000, f"{keyed(row)}: parts that cancel were divided by nearly nothing"


def test_a_better_figure_never_lowers_the_own_score(batch, found):
    better = 0
    left_out = {f["figure_code"] for f in found[0].faults}
    for before, after, unit, year in batch[1]:
        if any((code in left_out) != (code.replace(before.index, after.index) in left_out) for code in before.kinds):
            continue  # the figure is so much better that it makes no sense any more
        was, now = (found[1][case.index, "1", year, unit]["r"]["points"] for case in (before, after))
        assert was is None or now >= was, (before.index, unit, year)
        better += was is not None and now > was
    assert better > PAIRS / 4


def test_missing_is_not_zero(batch, found):
    leaves = {(case.index, c["criterion_code"]) for case in batch[0] for c in case.criteria if c.get("rule")}
    for row in found[0].criteria:
        if row["state"] in ("missing", "not_due") and (row["index_code"], row["criterion_code"]) in leaves:
            assert row["points"] is None, row
            assert row["state"] == "missing" or row["applicable_max_points"] == 0, row
    assert any(row["points"] == 0 and row["state"] == "scored" for row in found[0].criteria)
    assert all(row["rank"] is None for row in found[0].ranks if row["score"] is None)


def test_figures_left_out_are_outside_their_sense(batch, found):
    """Nothing is left out in silence, and nothing that is a sensible figure: words that no state has, and numbers that are
    negative, no state, or more than the book allows."""
    given = {(f["unit_code"], f["period_code"], f["figure_code"]): f for case in batch[0] for f in case.figures}
    kind_of, kinds = {code: kind for case in batch[0] for code, kind in case.kinds.items()}, set()
    for fault in found[0].faults:
        figure = given[fault["unit_code"], fault["period_code"], fault["figure_code"]]
        kinds.add(kind_of[fault["figure_code"]])
        assert figure["value"] > 0 if not figure["text_value"] else figure["text_value"].strip().lower() == "khác", (
            fault
        )
        assert fault["reason_vi"] and fault["reason_en"]
    assert kinds >= {"word", "count", "whole", "share", "points"}


def test_the_order_of_input_never_matters(batch, found):
    """The same figures, units, books and criteria in any order give the same scores and ranks."""
    cases, rnd = batch[0][:SHUFFLED], Random(SEED)
    again = by_sql(cases, lambda rows: rnd.sample(rows, len(rows)))
    codes = {case.index for case in cases}
    for part, columns in (("criteria", "state points applicable_max_points"), ("ranks", "score percent rank class_vi")):
        first, second = (
            {(*keyed(r), r.get("criterion_code")): [r[c] for c in columns.split()] for r in getattr(some, part)}
            for some in (found[0], again)
        )
        assert second == {key: values for key, values in first.items() if key[0] in codes}
