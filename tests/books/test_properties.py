"""Hundreds of generated books, scored once by the real models on the real PostgreSQL: SQL agrees with the recomputation
(tests/books/recompute) on every node, score, class and rank, and what must hold of any book holds of these.

The batch has a fixed seed. Half of the books stand in it twice: the second time one figure of one unit is better.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from random import Random

import pytest

from tests.books import generate, recompute
from tests.books.generate.values import WORDS

SEED, BOOKS, PAIRS, SHUFFLED = 20261124, 240, 120, 40


def keyed(row: dict) -> tuple:
    return row["index_code"], row["edition"], row["period_code"], row["unit_code"]


def exact(value) -> Fraction | None:
    return None if value is None else Fraction(value)


def trial(cases, order=list):
    from books import trial

    figures = order([f for case in cases for f in case.figures])
    assessments = order([a for case in cases for a in case.assessments])
    books = order([generate.as_book(case, order) for case in cases])
    return trial.score(books, order(generate.UNITS), figures, assessments, generate.RUNNING)


@pytest.fixture(scope="module")
def batch():
    return generate.batch(Random(SEED), BOOKS, PAIRS)


@pytest.fixture(scope="module")
def found(warehouse, batch):
    """The trial of the batch, and its criteria as (index, edition, period, unit) -> criterion -> row."""
    result, nodes = trial(batch[0]), defaultdict(dict)
    for row in result.criteria:
        nodes[keyed(row)][row["criterion_code"]] = row
    return result, nodes


@pytest.fixture(scope="module")
def mine(batch, found):
    """Scores and places as recomputed from what the trial let in: a figure outside its sense, or a word that is no state of
    the book, is as if it had not come."""
    cases, known = batch[0], {word.lower() for word in WORDS}
    left_out = {(f["unit_code"], f["period_code"], f["figure_code"]) for f in found[0].faults}
    figures = [f for case in cases for f in case.figures]
    figures = [f for f in figures if (f["unit_code"], f["period_code"], f["figure_code"]) not in left_out]
    figures = [f for f in figures if not f["text_value"] or f["text_value"].strip().lower() in known]
    books, assessments = [recompute.Book.of(*case.rows) for case in cases], [a for c in cases for a in c.assessments]
    scores = recompute.score_all(books, generate.UNITS, figures, assessments, generate.RUNNING)
    return scores, recompute.ranks(books, generate.UNITS, scores)


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
            if theirs != (score.state, score.points, score.applicable):
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


def test_contributions_of_leaves_add_up_to_the_score_exactly(batch, found):
    leaves = {case.index: {c["criterion_code"] for c in case.criteria if c.get("rule")} for case in batch[0]}
    for row in found[0].ranks:
        nodes = found[1][keyed(row)]
        parts = [nodes[code]["contribution"] or 0 for code in leaves[row["index_code"]]]
        assert sum(parts) == (row["score"] or 0), keyed(row)
        assert row["score"] is not None or not any(parts), keyed(row)


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
    """Nothing is left out in silence, and nothing that is a sensible figure."""
    values = {
        (f["unit_code"], f["period_code"], f["figure_code"]): f["value"] for case in batch[0] for f in case.figures
    }
    assert found[0].faults
    for fault in found[0].faults:
        value = values[fault["unit_code"], fault["period_code"], fault["figure_code"]]
        assert value is not None and (value < 0 or fault["max_value"] is not None), fault
        assert fault["reason_vi"] and fault["reason_en"]


def test_the_order_of_input_never_matters(batch, found):
    """The same figures, units, books and criteria in any order give the same scores and ranks."""
    cases, rnd = batch[0][:SHUFFLED], Random(SEED)
    again = trial(cases, lambda rows: rnd.sample(rows, len(rows)))
    codes = {case.index for case in cases}
    for part, columns in (("criteria", "state points applicable_max_points"), ("ranks", "score percent rank class_vi")):
        first, second = (
            {(*keyed(r), r.get("criterion_code")): [r[c] for c in columns.split()] for r in getattr(some, part)}
            for some in (found[0], again)
        )
        assert second == {key: values for key, values in first.items() if key[0] in codes}
