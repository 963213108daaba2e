"""Rank intervals of 130 units from 10,000 draws of weights and answers, all three sources and the rows of the mart, best of
ROUNDS; against the plain loop that an analyst would write (one source), timed on a part of the draws and extrapolated."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from publishing.answers import rank_interval, simulation
from publishing.answers.rankings import Ranking
from tests.bench.lines import Line
from tests.publishing.ranking_cases import ranking

UNITS, LEAVES, ANSWERS, LOOPED, ROUNDS = 130, 5, 40, 100, 5


def run(home: Path) -> Iterator[Line]:
    """Two lines: seconds against the target, and how many times faster than the loop."""
    points = np.random.default_rng(1).integers(20, ANSWERS + 1, (UNITS, LEAVES)) * 20 / ANSWERS
    case = ranking(points, [20.0] * LEAVES, asked=ANSWERS)
    ours, looped = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        if len(list(rank_interval.rows(rank_interval.draw(case)))) != 3 * UNITS:
            raise AssertionError("not every unit has its intervals")
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        _loop(case, LOOPED)
        looped.append((time.perf_counter() - start) * simulation.DRAWS / LOOPED)
    work = f"rank intervals: {UNITS} units × {LEAVES} survey criteria, {simulation.DRAWS:,} draws"
    fast, slow = min(ours), min(looped)
    yield Line(f"{work}, seconds", f"{fast:.2f} s", "–", fast, ("<=", 5), "weights, survey and both")
    note = f"three sources against one; {LOOPED} of its draws, extrapolated"
    yield Line(work, f"{fast:.2f} s", f"plain loop {slow:.1f} s", slow / fast, None, note)


def _loop(case: Ranking, draws: int) -> list[tuple[int, int]]:
    """Intervals from weights and answers, draw by draw and unit by unit."""
    rng, found = random.Random(1), [[] for _ in case.units]
    answers = [[round(ANSWERS * share / 20) for share in row] for row in case.points[:, 1:].tolist()]
    for _ in range(draws):
        weights = [rng.uniform(0.75, 1.25) for _ in range(LEAVES)]
        whole = sum(weights)
        totals = []
        for row in answers:
            shares = [rng.betavariate(yes + 0.5, ANSWERS - yes + 0.5) for yes in row]
            totals.append(round(100 * sum(s * w for s, w in zip(shares, weights, strict=True)) / whole, 2))
        order = sorted(totals, reverse=True)
        for unit, total in enumerate(totals):
            found[unit].append(order.index(total) + 1)
    return [(sorted(ranks)[int(0.05 * draws)], sorted(ranks)[int(0.95 * draws)]) for ranks in found]
