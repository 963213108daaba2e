"""How sure a rank is: 90 % of the draws around it, and the units whose difference is not real. Fills fct_rank_interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from publishing.answers import simulation, survey_noise
from publishing.answers.rankings import Ranking
from publishing.wording import vietnamese

COLUMNS = (
    "index_code", "edition", "period_code", "peer_group", "unit_key", "unit_name_vi", "source", "source_vi", "score",
    "rank", "rank_low", "rank_high", "rank_median", "tied_group", "tied_units", "next_unit_key", "ahead_of_next_percent",
    "draws", "seed", "finding_vi",
)  # fmt: skip
SOURCES = {
    "weights": "trọng số thay đổi trong khoảng 25 %",
    "survey": "sai số lấy mẫu khảo sát",
    "both": "trọng số thay đổi và sai số khảo sát",
}
SURE = 0.9
"""A unit stands apart from another when it is ahead in nine draws of ten (equal ones count half)."""


@dataclass(frozen=True)
class Drawn:
    """A ranking with its draws: multipliers of the weights, and per source the scores and ranks, (draws, units)."""

    ranking: Ranking
    weights: np.ndarray
    scores: dict[str, np.ndarray]
    steps: dict[str, np.ndarray]
    ranks: dict[str, np.ndarray]


def draw(ranking: Ranking, others: Sequence[survey_noise.Asked] = (), draws: int = simulation.DRAWS) -> Drawn:
    """The same draws of weights and of answers stand behind every source. Without a survey of known size there is no
    ``survey``, and ``both`` is the weights alone."""
    weights, noise = simulation.multipliers(ranking, draws), survey_noise.noise(ranking, others, draws)
    scores = {"weights": simulation.scores(ranking, weights, {})}
    if noise:
        scores["survey"] = simulation.scores(ranking, np.ones((1, weights.shape[1])), noise)
    scores["both"] = simulation.scores(ranking, weights, noise) if noise else scores["weights"]
    steps = {source: simulation.steps(drawn, ranking.decimals) for source, drawn in scores.items()}
    policy = ranking.nodes[ranking.root].tie_policy
    ranks = {source: simulation.ranks(drawn, policy) for source, drawn in steps.items()}
    return Drawn(ranking, weights, scores, steps, ranks)


def published_order(ranking: Ranking) -> list[int]:
    """Units as the published table lists them; equal ranks by key."""
    return sorted(range(len(ranking.units)), key=lambda u: (ranking.rank[u], ranking.units[u]))


def ahead(first: np.ndarray, second: np.ndarray) -> float:
    """Share of the draws in which ``first`` is ahead of ``second``, equal ones counted half."""
    return (np.count_nonzero(first > second) + np.count_nonzero(first == second) / 2) / len(first)


def groups(by_unit: np.ndarray, order: Sequence[int], sure: float = SURE) -> np.ndarray:
    """(units): number of the group, 1 at the top. From the top down, a unit joins the group of the leader above it unless
    the leader is ahead of it in ``sure`` of the draws; the first that is not leads the next group."""
    found, leader = np.zeros(len(order), dtype=int), order[0]
    number = 1
    for unit in order:
        if unit != leader and ahead(by_unit[leader], by_unit[unit]) >= sure:
            number, leader = number + 1, unit
        found[unit] = number
    return found


def rows(drawn: Drawn) -> Iterator[tuple]:
    """Rows of fct_rank_interval of one ranking; none where a unit stands alone."""
    ranking = drawn.ranking
    if len(ranking.units) < 2:
        return
    order, has_survey = published_order(ranking), "survey" in drawn.steps
    for source, stepped in drawn.steps.items():
        low, median, high = simulation.quantiles(drawn.ranks[source], (0.05, 0.5, 0.95))
        by_unit = np.ascontiguousarray(stepped.T)
        group = groups(by_unit, order)
        members = np.bincount(group)
        for unit, after in zip(order, [*order[1:], None], strict=True):
            sure = None if after is None else Decimal(f"{100 * ahead(by_unit[unit], by_unit[after]):.1f}")
            span, tied = (int(ranking.rank[unit]), int(low[unit]), int(high[unit])), int(members[group[unit]])
            next_key, next_name = (None, None) if after is None else (ranking.units[after], ranking.names[after])
            yield (
                *ranking.key, ranking.units[unit], ranking.names[unit], source, SOURCES[source], ranking.score[unit], *span,
                int(median[unit]), int(group[unit]), tied, next_key, sure, len(stepped), ranking.seed,
                finding(span, tied, next_name, sure, has_survey),
            )  # fmt: skip


def finding(
    span: tuple[int, int, int], tied_units: int, next_name: str | None, sure: Decimal | None, has_survey: bool
) -> str:
    """The sentence for the unit's leader."""
    rank, low, high = span
    where = f"hạng là {low}" if low == high else f"hạng nằm trong khoảng {low} đến {high}"
    said = [f"Hạng công bố {rank}; trong 90 % số lần thử, {where}."]
    if tied_units > 1:
        said.append(f"Nằm trong nhóm {tied_units} đơn vị mà khác biệt với đơn vị đầu nhóm chưa đủ rõ.")
    if sure is not None:
        verdict = "khác biệt rõ" if sure >= 100 * Decimal(str(SURE)) else "chưa đủ để coi là hơn"
        said.append(f"Đứng trên {next_name} trong {vietnamese(sure)} % số lần thử: {verdict}.")
    if not has_survey:
        said.append("Chưa tính sai số khảo sát vì không có khảo sát nào biết số phiếu.")
    return " ".join(said)
