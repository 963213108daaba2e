"""The statistics of a composite index, each a small function over (units, criteria); NaN is a criterion without points.

Thresholds are those of the JRC's audits: OECD/JRC, Handbook on Constructing Composite Indicators (2008).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

MIN_UNITS = 10
"""Fewer units say nothing of how criteria go together: such groups get intervals and coverage only."""
REDUNDANT = 0.92
"""Two criteria above this correlation measure the same twice."""
CONSISTENT = 0.7
"""Cronbach's alpha from which criteria are held to measure one thing."""


def shares(points: np.ndarray, applicable: np.ndarray, most: np.ndarray, state: np.ndarray) -> np.ndarray:
    """Points as parts of what could be reached: of what applies to the unit, or of ``most`` (criteria) for a bonus, which has
    no part in the scale. Only what is scored counts: missing, not applicable and not due are three kinds of nothing, and none
    of them is zero."""
    possible = np.where(applicable > 0, applicable, most)
    found = np.divide(points, possible, out=np.full(points.shape, np.nan), where=possible > 0)
    return np.where(state == "scored", found, np.nan)


def correlations(table: np.ndarray, method: str) -> np.ndarray:
    """(criteria, criteria): ``pearson`` or ``spearman`` over the units that have both, at least MIN_UNITS; else NaN."""
    return pd.DataFrame(table).corr(method=method, min_periods=MIN_UNITS).to_numpy()


def is_silent(column: np.ndarray) -> bool:
    """All units that were scored have the same share, so the criterion tells nobody from anybody."""
    scored = column[~np.isnan(column)]
    return len(scored) > 0 and bool(np.ptp(scored) < 1e-12)


def variance_shares(contribution: np.ndarray, score: np.ndarray) -> np.ndarray:
    """(criteria): cov(what the criterion brought, score) / var(score). Criteria that make up the whole score add up to 1;
    below 0 works against the score."""
    brought, centred = np.nan_to_num(contribution), score - score.mean()
    whole = (centred**2).sum()
    return (brought - brought.mean(axis=0)).T @ centred / whole if whole > 0 else np.full(brought.shape[1], np.nan)


def alpha(items: np.ndarray) -> tuple[float, int, int]:
    """Cronbach's alpha over the units that have every item, with how many items and units; silent items are left out."""
    items = items[:, [not np.isnan(c).all() and not is_silent(c) for c in items.T]]
    whole = items[~np.isnan(items).any(axis=1)] if items.size else items
    units, count = whole.shape
    if count < 2 or units < MIN_UNITS:
        return float("nan"), count, units
    spread = whole.sum(axis=1).var(ddof=1)
    if spread == 0:
        return float("nan"), count, units
    return float(count / (count - 1) * (1 - whole.var(axis=0, ddof=1).sum() / spread)), count, units
