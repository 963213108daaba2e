"""The rankings of a candidate as numpy tables: units down, criteria across, always in the order of their keys."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

import numpy as np
import psycopg
from psycopg.rows import namedtuple_row

RANKED = """
    select index_code, edition, period_code, peer_group, unit_key, unit_name_vi, score, rank
    from fct_index_rank where is_ranked and rank is not null
    order by index_code, edition, period_code, peer_group, unit_key collate "C"
"""
NODES = """
    select index_code, edition, criterion_code, parent_code, name_vi, part, is_leaf, rule, numerator, aggregation, direction,
        tie_policy, max_points::float8 as max_points, weight::float8 as weight, target::float8 as target,
        floor::float8 as floor
    from dim_criterion order by index_code, edition, position
"""
CELLS = """
    select s.index_code, s.edition, s.period_code, s.unit_key, s.criterion_code, s.state, s.is_override,
        s.points::float8 as points, s.applicable_max_points::float8 as applicable, s.contribution::float8 as contribution,
        s.numerator_value::float8 as numerator, s.denominator_value::float8 as denominator
    from fct_criterion_score as s
    inner join fct_index_rank as r using (index_code, edition, period_code, unit_key)
    where r.is_ranked and r.rank is not null
"""
NUMBERS = ("points", "applicable", "contribution", "numerator", "denominator")


@dataclass(frozen=True)
class Ranking:
    """One index, edition, period and peer group. Tables are (units, nodes) of floats, NaN where there is nothing; ``state``
    holds the words of the mart. Floats serve statistics only: ``score`` and ``rank`` are the published ones."""

    key: tuple[str, str, str, str]
    units: tuple[str, ...]
    names: tuple[str, ...]
    score: tuple[Decimal, ...]
    rank: np.ndarray
    nodes: tuple
    state: np.ndarray
    is_override: np.ndarray
    points: np.ndarray
    applicable: np.ndarray
    contribution: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray

    @property
    def root(self) -> int:
        """Column of the whole index."""
        return next(n for n, node in enumerate(self.nodes) if node.parent_code is None)

    @property
    def decimals(self) -> int:
        """Decimals that the ranking publishes, and ties are decided on."""
        return max(-score.as_tuple().exponent for score in self.score)

    @property
    def seed(self) -> int:
        """Seed of everything drawn for this ranking: the first four bytes of the SHA-256 of its key."""
        return int.from_bytes(hashlib.sha256("|".join(self.key).encode()).digest()[:4])

    def children(self, parent: int, part: str = "counted") -> list[int]:
        """Columns of the nodes right below one."""
        code = self.nodes[parent].criterion_code
        return [n for n, node in enumerate(self.nodes) if node.parent_code == code and node.part == part]

    def areas(self) -> list[int]:
        """Columns of the top-level areas: the first level, from the root down, on which there is more than one node."""
        found = self.children(self.root)
        while len(found) == 1 and (below := self.children(found[0])):
            found = below
        return found

    def parts(self, parent: int) -> dict[int, float]:
        """The counted children of a node with the parts that the book gives them; together 1."""
        is_mean = self.nodes[parent].aggregation == "weighted_mean"
        given = {n: self.nodes[n].weight if is_mean else self.nodes[n].max_points for n in self.children(parent)}
        return {n: part / (sum(given.values()) or 1) for n, part in given.items()}

    def nominal(self) -> dict[int, float]:
        """What each counted node weighs in the whole index by the book; the root is 1."""
        found = {self.root: 1.0}
        for n, node in enumerate(self.nodes):  # parents stand before their children
            if not node.is_leaf and n in found:
                found |= {child: found[n] * part for child, part in self.parts(n).items()}
        return found

    def area_of(self, node: int) -> int | None:
        """The area that a node stands in; None for a bonus or penalty beside the areas."""
        column, areas = {n.criterion_code: i for i, n in enumerate(self.nodes)}, set(self.areas())
        while node not in areas:
            if (parent := self.nodes[node].parent_code) is None:
                return None
            node = column[parent]
        return node


def read(conn: psycopg.Connection) -> list[Ranking]:
    """Every ranking of the candidate that the connection's search path shows."""
    with conn.cursor(row_factory=namedtuple_row) as cursor:
        ranked, nodes, cells = (cursor.execute(query).fetchall() for query in (RANKED, NODES, CELLS))
    books = {book: tuple(group) for book, group in groupby(nodes, attrgetter("index_code", "edition"))}
    return list(_rankings(ranked, books, cells))


def _rankings(ranked: list, books: dict, cells: list) -> Iterator[Ranking]:
    of_unit: dict[tuple, list] = {}
    for cell in cells:
        of_unit.setdefault(cell[:4], []).append(cell)
    for key, group in groupby(ranked, attrgetter("index_code", "edition", "period_code", "peer_group")):
        rows, nodes = list(group), books[key[:2]]
        column = {node.criterion_code: n for n, node in enumerate(nodes)}
        numbers = {name: np.full((len(rows), len(nodes)), np.nan) for name in NUMBERS}
        state = np.full((len(rows), len(nodes)), "", dtype="<U14")
        is_override = np.zeros((len(rows), len(nodes)), dtype=bool)
        for r, row in enumerate(rows):
            for cell in of_unit.get((*key[:3], row.unit_key), ()):
                if cell.criterion_code not in column:  # a frozen ranking knows criteria that its book has dropped
                    continue
                at = r, column[cell.criterion_code]
                state[at], is_override[at] = cell.state, bool(cell.is_override)
                for name in NUMBERS:
                    if (value := getattr(cell, name)) is not None:
                        numbers[name][at] = value
        yield Ranking(
            key, tuple(r.unit_key for r in rows), tuple(r.unit_name_vi for r in rows), tuple(r.score for r in rows),
            np.array([r.rank for r in rows]), nodes, state, is_override, **numbers,
        )  # fmt: skip
