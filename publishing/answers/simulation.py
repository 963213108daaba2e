"""What a ranking would look like with other weights, or had other people been asked: draws of scores, and their ranks.

Tables are (draws, units). Sums go element by element in a fixed order and scores are cut to the book's decimals before they
are compared, so the same seed gives the same ranks on every machine, and without any change the published ones.
"""

from __future__ import annotations

import numpy as np

from publishing.answers.rankings import Ranking

DRAWS = 10_000
SPREAD = 0.25
"""A weight is drawn evenly between 75 % and 125 % of what the book says; then all are scaled to the same total again."""


def multipliers(ranking: Ranking, draws: int = DRAWS, spread: float = SPREAD) -> np.ndarray:
    """(draws, areas): by how much each area's weight is multiplied."""
    rng = np.random.Generator(np.random.PCG64([ranking.seed, 0]))
    return rng.uniform(1 - spread, 1 + spread, (draws, len(ranking.areas())))


def scores(ranking: Ranking, weights: np.ndarray, noise: dict[int | None, np.ndarray]) -> np.ndarray:
    """Scores by ``weights`` (draws, areas), with ``noise`` (area -> points of the score, (draws, units)) added.

    What an area brought (its contribution) grows with its weight, and is divided by what the weights now add up to: for
    ``percent_of_applicable`` over what applies to the unit, else over the whole book. A bonus beside the areas has no weight.
    """
    areas, whole = ranking.areas(), np.array(ranking.score, dtype=float)
    brought = np.nan_to_num(ranking.contribution[:, areas])
    draws = max(len(weights), *(len(drawn) for drawn in noise.values()), 1)
    total, parts = np.zeros((draws, len(whole))), _weights(ranking)
    for k, area in enumerate(areas):
        total += weights[:, k, None] * (brought[:, k] + noise[area] if area in noise else brought[:, k])
    total *= parts.sum(axis=1) / _dot(weights, parts)
    total += whole - brought.sum(axis=1)
    return total + noise[None] if None in noise else total


def _weights(ranking: Ranking) -> np.ndarray:
    """(units, areas), or (1, areas) where all units have the same weights: the parts that the areas have in the scale."""
    areas = ranking.areas()
    above = ranking.nodes[areas[0]].parent_code
    parent = next(n for n, node in enumerate(ranking.nodes) if node.criterion_code == above)
    if ranking.nodes[parent].aggregation == "percent_of_applicable":
        return np.nan_to_num(ranking.applicable[:, areas])
    return np.array([list(ranking.parts(parent).values())])


def _dot(weights: np.ndarray, parts: np.ndarray) -> np.ndarray:
    total = np.zeros((len(weights), len(parts)))
    for k in range(parts.shape[1]):
        total += weights[:, k, None] * parts[:, k]
    return np.where(total > 0, total, 1)


def steps(drawn: np.ndarray, decimals: int) -> np.ndarray:
    """Scores as whole numbers of the last decimal that the book publishes."""
    return np.rint(drawn * 10.0**decimals).astype(np.int64)


def ranks(stepped: np.ndarray, tie_policy: str) -> np.ndarray:
    """Ranks by ``tie_policy``: competition 1224, dense 1223, modified 1334; 1 is the highest score."""
    units = stepped.shape[1]
    bits = max(1, (units - 1).bit_length())
    keys = (-stepped << bits) | np.arange(units)
    if np.abs(keys).max(initial=0) < 2**31:
        keys = keys.astype(np.int32)
    keys.sort(axis=1)
    is_new = np.ones(keys.shape, dtype=bool)
    is_new[:, 1:] = (keys[:, 1:] >> bits) != (keys[:, :-1] >> bits)
    place = np.arange(1, units + 1, dtype=np.int32)
    if tie_policy == "dense":
        sorted_ranks = np.cumsum(is_new, axis=1, dtype=np.int32)
    elif tie_policy == "modified":
        is_last = np.ones(keys.shape, dtype=bool)
        is_last[:, :-1] = is_new[:, 1:]
        last = np.where(is_last, place, np.int32(units + 1))
        sorted_ranks = np.minimum.accumulate(last[:, ::-1], axis=1)[:, ::-1]
    else:
        sorted_ranks = np.maximum.accumulate(np.where(is_new, place, np.int32(0)), axis=1)
    found = np.empty(keys.shape, dtype=np.int32)
    np.put_along_axis(found, (keys & ((1 << bits) - 1)).astype(np.intp), sorted_ranks, axis=1)
    return found


def quantiles(drawn: np.ndarray, shares: tuple[float, ...]) -> np.ndarray:
    """(shares, units): the lowest rank that at least such a share of the draws does not exceed; always a rank that came up."""
    draws, units = drawn.shape
    width = int(drawn.max()) + 1
    counts = np.bincount((drawn + np.arange(units) * width).ravel(), minlength=units * width).reshape(units, width)
    reached = counts.cumsum(axis=1)
    return np.array([(reached >= np.ceil(share * draws - 1e-9)).argmax(axis=1) for share in shares])
