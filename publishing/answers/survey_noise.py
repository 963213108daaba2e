"""How far the answers of a survey could have come out otherwise, had other people of the same unit been asked.

x of n favourable answers: the unit's true share is drawn from Beta(x + ½, n - x + ½) (Jeffreys), so that 30 of 30 is not
certainty either. A mean on a scale is treated as a share of its scale: no scale spreads wider for the same mean, so
intervals are at least as wide as they should be. Where the number of answers is not known nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from publishing.answers.rankings import Ranking

Noise = dict[int | None, np.ndarray]
Asked = tuple[Ranking, np.ndarray]
"""Another index's ranking with its scores (draws, units) as its own survey could have made them."""
IMPORTED = "index:"


def imports(ranking: Ranking) -> set[str]:
    """The indices whose result is a criterion of this one."""
    named = (leaf.numerator or "" for leaf in ranking.nodes if leaf.rule == "imported")
    return {name.removeprefix(IMPORTED) for name in named if name.startswith(IMPORTED)}


def noise(ranking: Ranking, others: Sequence[Asked], draws: int) -> Noise:
    """Area (None: beside the areas) -> (draws, units): points of the score more or less than published. ``others`` are the
    rankings that this one may import."""
    found: Noise = {}
    for node, leaf in enumerate(ranking.nodes):
        if not leaf.is_leaf or leaf.part == "aside":
            continue
        if leaf.rule in ("survey_share", "survey_mean"):
            drawn = _asked_again(ranking, node, draws)
        elif leaf.rule == "imported" and (leaf.numerator or "").startswith(IMPORTED):
            drawn = _from_another(ranking, node, others)
        else:
            continue
        if drawn is not None:
            area = ranking.area_of(node)
            found[area] = found[area] + drawn if area in found else drawn
    return found


def known_answers(ranking: Ranking, node: int) -> np.ndarray:
    """(units): where a survey leaf was scored by its rule and the number of answers is known."""
    asked = ranking.denominator[:, node] > 0
    return asked & (ranking.state[:, node] == "scored") & ~ranking.is_override[:, node]


def _asked_again(ranking: Ranking, node: int, draws: int) -> np.ndarray | None:
    leaf, known = ranking.nodes[node], known_answers(ranking, node)
    if not known.any():
        return None
    answers = ranking.denominator[known, node]
    low, high = (0.0, leaf.target or 1.0) if leaf.rule == "survey_share" else (leaf.floor or 0.0, leaf.target)
    share = ranking.numerator[known, node] / answers
    share = share if leaf.rule == "survey_share" else (share - low) / (high - low)
    favourable = answers * share.clip(0, 1)
    rng = np.random.Generator(np.random.PCG64([ranking.seed, 1, node]))
    drawn = rng.beta(favourable + 0.5, answers - favourable + 0.5, (draws, len(favourable)))
    if leaf.rule == "survey_share":
        drawn = 1 - drawn if leaf.direction == "down" else drawn / high
    return _as_points(ranking, node, known, drawn)


def _from_another(ranking: Ranking, node: int, others: Sequence[Asked]) -> np.ndarray | None:
    """The noise of an imported index (SIPAS inside PAR INDEX) is that index's own, draw by draw."""
    name, target = ranking.nodes[node].numerator.removeprefix(IMPORTED), ranking.nodes[node].target or 1.0
    place = {unit: u for u, unit in enumerate(ranking.units)}
    known = (ranking.state[:, node] == "scored") & ~ranking.is_override[:, node]
    shares: dict[int, np.ndarray] = {}
    for other, drawn in others:
        if (other.key[0], other.key[2]) == (name, ranking.key[2]):
            moved = (drawn - np.array(other.score, dtype=float)) / other.applicable[:, other.root]
            for o, unit in enumerate(other.units):
                if (u := place.get(unit)) is not None and known[u]:
                    shares[u] = (ranking.numerator[u, node] + moved[:, o]) / target
    if not shares:
        return None
    known = np.isin(np.arange(len(place)), list(shares))
    return _as_points(ranking, node, known, np.column_stack([shares[u] for u in sorted(shares)]))


def _as_points(ranking: Ranking, node: int, known: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Shares of the leaf's maximum as points of the score, less what was published."""
    points, brought = ranking.points[known, node], ranking.contribution[known, node]
    each = np.divide(brought, points, out=np.full(len(points), np.nan), where=points > 0)
    each = np.where(np.isnan(each), np.nanmedian(each) if (points > 0).any() else 1.0, each)
    moved = np.zeros((len(share), len(ranking.units)))
    moved[:, known] = each * (ranking.nodes[node].max_points * share.clip(0, 1) - points)
    return moved
