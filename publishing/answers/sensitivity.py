"""Which weight the ranking hangs on: first-order sensitivity from the draws, and what one weight alone moves."""

from __future__ import annotations

import numpy as np

from publishing.answers import simulation
from publishing.answers.rankings import Ranking

BINS = 25


def first_order(inputs: np.ndarray, drawn: np.ndarray, bins: int = BINS) -> np.ndarray:
    """(inputs): the part of the variance of all units' ranks that each input explains alone.

    Σ Var(E[rank | input]) / Σ Var(rank) over the units: Sobol's first-order index for many outputs (Gamboa, Janon, Klein,
    Lagnoux 2014), estimated from the draws at hand by ``bins`` equal parts of the input (a correlation ratio), less what
    bins of pure noise would show. Sums of ranks are whole numbers, so no order of adding changes them.
    """
    draws = len(drawn)
    mean = drawn.sum(axis=0) / draws
    whole = (np.einsum("ij,ij->j", drawn, drawn, dtype=np.int64) - draws * mean**2).sum()
    found = np.zeros(inputs.shape[1])
    if whole <= 0 or draws <= bins:
        return found
    starts = np.arange(bins) * draws // bins
    size = np.diff([*starts, draws])[:, None]
    for k in range(inputs.shape[1]):
        sums = np.add.reduceat(drawn[np.argsort(inputs[:, k], kind="stable")], starts, axis=0)
        between = (size * (sums / size - mean) ** 2).sum()
        noise = (whole - between) / (draws - bins) * (bins - 1)
        found[k] = max(0.0, (between - noise) / whole)
    return found


def alone(ranking: Ranking, spread: float = simulation.SPREAD) -> tuple[np.ndarray, np.ndarray]:
    """(areas): by how many places the ranks shift on average, and at most, when this weight alone goes up or down by
    ``spread`` and the others give way in proportion."""
    areas = len(ranking.areas())
    weights = np.ones((2 * areas, areas))
    for k in range(areas):
        weights[2 * k : 2 * k + 2, k] = 1 - spread, 1 + spread
    stepped = simulation.steps(simulation.scores(ranking, weights, {}), ranking.decimals)
    shift = np.abs(simulation.ranks(stepped, ranking.nodes[ranking.root].tie_policy) - ranking.rank)
    shift = shift.reshape(areas, -1)
    return shift.mean(axis=1), shift.max(axis=1)


def shift(ranking: Ranking, drawn: np.ndarray) -> float:
    """Average number of places between a drawn and the published rank, over units and draws."""
    return float(np.abs(drawn - ranking.rank).mean())
