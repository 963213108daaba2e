"""The shortest way up: the smallest set of levers that lifts a unit by 1, 3, 5 places, or into the first third of its peers.

Fills fct_rank_path beside fct_rank_lever (decision 0037, docs/answers.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import psycopg

from publishing.answers import levers
from publishing.answers.lever import others, path_words
from publishing.answers.lever.combining import Together
from publishing.answers.lever.exact import decimal, floor_to
from publishing.answers.lever.finding import Lever
from publishing.answers.lever.searching import Answer, smallest
from publishing.answers.lever.standing import Release, Standing, Unit, read

MART = "fct_rank_path"
COLUMNS = (
    "index_code", "edition", "period_code", "unit_key", "unit_name_vi", "peer_group", "goal", "goal_vi", "assumption",
    "assumption_vi", "standing", "is_closed", "is_available", "is_reachable", "is_smallest", "rank", "ranked_units", "rank_goal",
    "score", "score_needed", "criteria", "levers", "effort", "gained_score", "score_after", "rank_after", "finding_vi",
    "finding_en",
)  # fmt: skip
GOALS = ("1", "3", "5", "first_third")
ASSUMPTIONS = (others.STAND_STILL, others.IMPROVE)
EFFORT = 10**6


def part(conn: psycopg.Connection) -> dict[str, tuple[tuple[str, ...], list[tuple]]]:
    """Both marts, since the paths are made of the levers."""
    release, of_levers, of_paths = read(conn), [], []
    for of in release.standings():
        found, peers = levers.search(release, of), levers.Peers(of)
        of_levers += levers.rows(release, of, found, peers)
        of_paths += rows(release, of, found, peers)
    return {levers.MART: (levers.COLUMNS, of_levers), MART: (COLUMNS, of_paths)}


def rows(release: Release, of: Standing, found: levers.Found, peers: levers.Peers) -> Iterator[tuple]:
    """Rows of fct_rank_path of one ranking: every ranked unit, goal and assumption."""
    groups = {unit.row["peer_group"] for unit in of.units.values() if unit.row["rank"] is not None}
    given = {(group, a): others.scores(release, of, group, a) for group in groups for a in ASSUMPTIONS}
    for key, unit in of.units.items():
        if unit.row["rank"] is None:
            continue
        own = {code: lever for code, lever in found[key].items() if isinstance(lever, Lever)}
        together = Together(release, of, unit, own, {code: _effort(*peers.reached(unit, own[code])) for code in own})
        for assumption in ASSUMPTIONS:
            scores = given[unit.row["peer_group"], assumption]
            there = None if scores is None else others.without(scores, key)
            for goal in GOALS:
                yield _row(of, unit, together, goal, assumption, there)


def _effort(reached_by: int, peers: int) -> int:
    """The share of the peers that have not managed it, in millionths; all of them where there is no other."""
    return EFFORT if peers <= 0 else EFFORT - EFFORT * reached_by // peers


def rank_goal(row: Mapping, goal: str) -> int:
    return -(-row["ranked_units"] // 3) if goal == "first_third" else row["rank"] - int(goal)


def find(
    of: Standing, unit: Unit, together: Together, wanted: int, there: list[Fraction]
) -> tuple[Fraction | None, Answer]:
    """The score that the rank asks for, and the smallest set that has it."""
    grid = Fraction(1, 10 ** -unit.row["score"].as_tuple().exponent)
    needed = others.needed(there, wanted, of.tie_policy, grid)
    if needed is not None:
        needed = -floor_to(-needed, grid)  # the first published score that is enough
    if needed is None or Fraction(unit.row["score"]) >= needed:
        return needed, Answer(())
    if not together.levers:
        return needed, Answer(None)

    def reaches(codes: tuple[str, ...]) -> bool:
        score = together.score(codes)
        return score is not None and score >= needed

    if not together.shared and not reaches(together.all):
        return needed, Answer(None)  # levers that do not meet only add up: all are the most there is
    return needed, smallest(together.options, together.need(needed), reaches)


def _row(
    of: Standing, unit: Unit, together: Together, goal: str, assumption: str, there: list[Fraction] | None
) -> tuple:
    row, wanted = unit.row, rank_goal(unit.row, goal)
    standing = "official" if row["status"] == "official" else "open" if row["is_running"] else "ended"
    head = (*of.key, row["unit_key"], row["unit_name_vi"], row["peer_group"], goal, path_words.GOALS[goal][0], assumption,
            path_words.ASSUMPTIONS[assumption][0], standing, standing != "open")  # fmt: skip
    places = (row["rank"], row["ranked_units"], max(wanted, 1))
    if there is None or wanted < 1:
        why = path_words.NO_YEAR_BEFORE if there is None else path_words.no_room(row["rank"])
        is_reachable = None if there is None else False
        return (*head, there is not None, is_reachable, None, *places, row["score"], *(None,) * 7, *why)
    needed, answer = find(of, unit, together, wanted, there)
    shown = decimal(needed)
    if answer.names is None:
        why = path_words.unreachable(unit.tree is not None and bool(together.levers), shown, answer.is_proven)
        return (
            *head,
            True,
            False if answer.is_proven else None,
            None,
            *places,
            row["score"],
            shown,
            *(None,) * 6,
            *why,
        )
    score = together.score(answer.names) if answer.names else Fraction(row["score"])
    after, effort = (
        decimal(score).quantize(row["score"]),
        sum(o.effort for o in together.options if o.name in answer.names),
    )
    rank = others.rank(there, score, of.tie_policy)
    names = [of.criteria[code].name_vi for code in answer.names]
    said = path_words.reached(standing != "open", answer.names, names, after - row["score"], rank, answer.is_proven)
    return (*head, True, True, answer.is_proven, *places, row["score"], shown, list(answer.names), len(answer.names),
            decimal(Fraction(effort, EFFORT)), after - row["score"], after, rank, *said)  # fmt: skip
