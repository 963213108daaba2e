"""The statistical part of an audit as the JRC does it, a row per finding. Fills fct_index_statistics."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

import numpy as np

from publishing.answers import measures, sensitivity
from publishing.answers.findings import STATISTICS, finding
from publishing.answers.rank_interval import Drawn
from publishing.answers.rankings import Ranking

COLUMNS = (
    "index_code", "edition", "period_code", "peer_group", "statistic", "statistic_vi", "criterion_code",
    "criterion_name_vi", "other_criterion_code", "other_criterion_name_vi", "unit_key", "unit_name_vi", "value", "units",
    "finding_vi",
)  # fmt: skip
STATES = ("scored", "missing", "not_applicable", "not_due")


def rows(drawn: Drawn) -> Iterator[tuple]:
    """Rows of fct_index_statistics of one ranking."""
    ranking = drawn.ranking
    yield from _coverage(ranking)
    if len(ranking.units) < 2:
        return
    yield from _sensitivity(drawn)
    if len(ranking.units) >= measures.MIN_UNITS:
        yield from _structure(ranking)


def _coverage(ranking: Ranking) -> Iterator[tuple]:
    leaves = [n for n, node in enumerate(ranking.nodes) if node.is_leaf and node.part != "aside"]
    state = ranking.state[:, leaves]
    for name in STATES:
        of_leaf, of_unit = (state == name).mean(axis=0) * 100, (state == name).mean(axis=1) * 100
        for n, value in zip(leaves, of_leaf, strict=True):
            if value > 0 or name == "scored":
                yield _row(ranking, f"coverage_{name}", value, 1, criterion=n)
        for unit, value in enumerate(of_unit):
            if value > 0 or name == "scored":
                yield _row(ranking, f"coverage_{name}", value, 1, unit=unit)


def _sensitivity(drawn: Drawn) -> Iterator[tuple]:
    ranking = drawn.ranking
    first = sensitivity.first_order(drawn.weights, drawn.ranks["weights"])
    average, most = sensitivity.alone(ranking)
    for k, area in enumerate(ranking.areas()):
        yield _row(ranking, "weight_sensitivity", 100 * first[k], 1, criterion=area)
        yield _row(ranking, "weight_rank_shift", average[k], 2, criterion=area)
        yield _row(ranking, "weight_rank_shift_most", most[k], 0, criterion=area)
    for source, ranks in drawn.ranks.items():
        yield _row(ranking, f"rank_shift_{source}", sensitivity.shift(ranking, ranks), 2)


def _structure(ranking: Ranking) -> Iterator[tuple]:
    counted = [n for n, node in enumerate(ranking.nodes) if node.part != "aside" and n != ranking.root]
    leaves = [n for n in counted if ranking.nodes[n].is_leaf]
    most = np.array([node.max_points or 0 for node in ranking.nodes])
    table = measures.shares(ranking.points, ranking.applicable, most, ranking.state)
    table[:, ranking.root] = np.array(ranking.score, dtype=float)
    silent = {n for n in counted if measures.is_silent(table[:, n])}
    for n in sorted(silent):
        yield _row(ranking, "silent", 100 * np.nanmean(table[:, n]), 1, criterion=n)
    speaking = [ranking.root, *(n for n in counted if n not in silent)]
    plain, by_rank = (_spread(table, speaking, method) for method in ("pearson", "spearman"))
    pairs = [(a, b) for parent in range(len(ranking.nodes)) for a, b in combinations(_below(ranking, parent), 2)]
    for a, b in [*((n, ranking.root) for n in speaking[1:]), *pairs]:
        if not np.isnan(plain[a, b]):
            yield _row(ranking, "correlation", plain[a, b], 3, criterion=a, other=b)
            yield _row(ranking, "rank_correlation", by_rank[a, b], 3, criterion=a, other=b)
    for a, b in combinations([n for n in leaves if n not in silent], 2):
        if abs(plain[a, b]) > measures.REDUNDANT:
            yield _row(ranking, "redundant", plain[a, b], 3, criterion=a, other=b)
    yield from _weights(ranking, counted, plain)
    yield from _consistency(ranking, table, leaves)


def _spread(table: np.ndarray, columns: list[int], method: str) -> np.ndarray:
    found = np.full((table.shape[1],) * 2, np.nan)
    found[np.ix_(columns, columns)] = measures.correlations(table[:, columns], method)
    return found


def _weights(ranking: Ranking, counted: list[int], plain: np.ndarray) -> Iterator[tuple]:
    """What the book says that a criterion weighs, and what it weighs in the differences between the units: of the leaves,
    and of the nodes right above them up to the areas, each level of a whole tree adding up to 100."""
    nominal, score = ranking.nominal(), np.array(ranking.score, dtype=float)
    spread = measures.variance_shares(ranking.contribution[:, counted], score)
    for n, part in zip(counted, spread, strict=True):
        if n in nominal:
            yield _row(ranking, "nominal_weight", 100 * nominal[n], 1, criterion=n)
        if not np.isnan(part):
            yield _row(ranking, "variance_share", 100 * part, 1, criterion=n)
        if not np.isnan(effect := plain[n, ranking.root]):
            yield _row(ranking, "main_effect", 100 * effect**2, 1, criterion=n)


def _consistency(ranking: Ranking, table: np.ndarray, leaves: list[int]) -> Iterator[tuple]:
    for parent in (n for n, node in enumerate(ranking.nodes) if not node.is_leaf):
        items = leaves if parent == ranking.root else _below(ranking, parent)
        value, count, units = measures.alpha(table[:, items])
        if not np.isnan(value):
            yield _row(ranking, "alpha", value, 3, criterion=parent, units=units, count=count)


def _below(ranking: Ranking, parent: int) -> list[int]:
    return [*ranking.children(parent), *ranking.children(parent, "extra")]


def _row(
    ranking: Ranking, statistic: str, value: float, decimals: int, *, criterion: int | None = None,
    other: int | None = None, unit: int | None = None, units: int | None = None, count: int = 0,
) -> tuple:  # fmt: skip
    """``value`` is kept on so many decimals, and no more is claimed of a float."""
    kept = Decimal(f"{value:.{decimals}f}") + 0
    one, two = (None if n is None else ranking.nodes[n] for n in (criterion, other))
    named = [part for n in (one, two) for part in ((n.criterion_code, n.name_vi) if n else (None, None))]
    whose = (None, None) if unit is None else (ranking.units[unit], ranking.names[unit])
    size = len(ranking.units) if units is None else units
    said = finding(statistic, kept, criterion=one, other=two, unit_name=whose[1], units=size, count=count)
    return *ranking.key, statistic, STATISTICS[statistic], *named, *whose, kept, size, said
