"""Small rankings written by hand for the tests of intervals and statistics."""

from collections import namedtuple
from decimal import Decimal

import numpy as np

from publishing.answers.rankings import Ranking

FIELDS = {
    "criterion_code": None, "parent_code": "root", "name_vi": "Tiêu chí", "part": "counted", "is_leaf": True,
    "rule": "ratio", "numerator": None, "aggregation": None, "direction": "up", "tie_policy": "competition",
    "max_points": None, "weight": 1.0, "target": None, "floor": None,
}  # fmt: skip
Node = namedtuple("Node", FIELDS)


def ranking(points, most, *, tie_policy="competition", aggregation="sum", asked=None, rules=None, units=None, **fields):
    """Units × leaves below one root: ``points`` of each leaf of at most ``most``; ``asked`` (answers) makes the leaves
    survey shares; ``rules`` changes fields of single leaves. Score and rank are what a book would publish."""
    points, most = np.array(points, dtype=float), np.array(most, dtype=float)
    count, leaves = points.shape
    units = tuple(units or (f"unit-{u:03}" for u in range(count)))
    root = Node(**FIELDS | {"criterion_code": "root", "parent_code": None, "is_leaf": False, "rule": None,
                            "aggregation": aggregation, "max_points": most.sum(), "tie_policy": tie_policy})  # fmt: skip
    nodes = [root]
    for k in range(leaves):
        survey = {"rule": "survey_share"} if asked is not None else {}
        own = (rules or {}).get(k, {})
        nodes.append(Node(**FIELDS | {"criterion_code": f"k{k}", "max_points": most[k]} | survey | own))
    whole = np.column_stack([np.nansum(points, axis=1), points])
    score = tuple(Decimal(f"{total:.2f}") for total in whole[:, 0])
    nothing = np.full(whole.shape, np.nan)
    answers, favourable = nothing.copy(), nothing.copy()
    if asked is not None:
        answers[:, 1:] = asked
        favourable[:, 1:] = points / most * answers[:, 1:]
    applicable = np.where(np.isnan(points), 0, most)
    given = {
        "key": ("demo", "2026", "2026", "commune"), "units": units, "names": tuple(f"Xã {u}" for u in units),
        "score": score, "rank": np.array([1 + sum(other > own for other in score) for own in score]),
        "nodes": tuple(nodes), "state": np.where(np.isnan(whole), "missing", "scored").astype("<U14"),
        "is_override": np.zeros(whole.shape, dtype=bool), "points": whole,
        "applicable": np.column_stack([applicable.sum(axis=1), applicable]), "contribution": whole,
        "numerator": favourable, "denominator": answers,
    } | fields  # fmt: skip
    return Ranking(**given)


def spread_out(units=20, leaves=3, seed=1):
    """Units at random, some of them close together."""
    rng = np.random.default_rng(seed)
    return rng.uniform(5, 10, (units, leaves)).round(2), [10.0] * leaves
