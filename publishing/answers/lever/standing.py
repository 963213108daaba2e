"""Every ranking of a candidate release as levers need it: its tree, and each unit's leaves with exact points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import psycopg
from psycopg.rows import dict_row

from publishing.answers.lever import criteria, disputes, rules
from publishing.answers.lever.criteria import Criterion
from publishing.answers.lever.exact import SHOWN, fraction, rounded
from publishing.answers.lever.tree import Tree
from publishing.bridge_parts import Field, Place

_RANKS = """
    select r.*, p.is_running, p.last_day from fct_index_rank as r inner join dim_period as p using (period_code)
    order by r.index_code, r.edition, r.period_code, r.unit_key
"""
_SCORES = """
    select s.index_code, s.edition, s.period_code, s.unit_key, s.criterion_code, s.stage, s.state, s.points,
        s.applicable_max_points, s.numerator_value, s.denominator_value
    from fct_criterion_score as s
"""
_FIGURES = """
    with used as (
        select distinct f.figure_code
        from dim_criterion as c cross join unnest(c.figure_codes) as f (figure_code)
        where c.rule in ('formula', 'checklist', 'growth') or c.inherits or c.window_years > 1
    )
    select f.unit_key, f.period_code, f.figure_code, f.value, f.missing_reason
    from fct_figure as f inner join used using (figure_code)
    where f.period_code in (select period_code from dim_period where kind = 'year')
"""
_NAMES = """
    select figure_code, max(figure_name_vi) as name_vi, max(figure_name_en) as name_en, max(measure_vi) as measure_vi,
        max(measure_en) as measure_en
    from fct_figure where figure_name_vi is not null group by figure_code
"""
_RENAMED = """
    select successor_unit_key, max(predecessor_unit_key) from bridge_unit_succession
    where kind in ('rename', 'continue') group by successor_unit_key
"""
Ranking = tuple[str, str, str]


@dataclass
class Unit:
    """One unit in one ranking; ``leaves``: what the rules are given; ``tree`` is None where the published score cannot be
    recomputed from the release."""

    row: Mapping
    states: Mapping[str, Mapping]
    leaves: dict[str, rules.Leaf]
    tree: Tree | None

    @property
    def place(self) -> Place:
        return Place(self.row["score"], self.row["rank"], self.row["peer_group"], self.row["is_ranked"])


@dataclass
class Standing:
    """One ranking."""

    key: Ranking
    criteria: dict[str, Criterion]
    tie_policy: str
    units: dict[str, Unit] = field(default_factory=dict)
    uses: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for c in self.criteria.values():
            for code in c.figure_codes if c.rule else ():
                self.uses.setdefault(code, []).append(c.code)

    def field(self) -> Field:
        return Field({key: unit.place for key, unit in self.units.items()}, self.tie_policy)


def read(conn: psycopg.Connection) -> Release:
    """Everything that levers need of a candidate release, read once."""

    def ask(query: str) -> list[dict]:
        return conn.cursor(row_factory=dict_row).execute(query).fetchall()

    return Release(
        books=ask("select * from dim_criterion order by index_code, edition, position"), scores=ask(_SCORES),
        ranks=ask(_RANKS), figures=ask(_FIGURES), names=ask(_NAMES),
        parents={row["unit_key"]: row["parent_unit_key"] for row in ask("select unit_key, parent_unit_key from dim_unit")},
        disputes=disputes.read(conn), renamed=dict(conn.execute(_RENAMED).fetchall()),
    )  # fmt: skip


class Release:
    """Rows of the marts, by what asks for them."""

    def __init__(
        self, books: list[dict], scores: list[dict], ranks: list[dict], figures: list[dict], names: list[dict],
        parents: Mapping[str, str | None], disputes: Mapping[tuple[str, str, str], tuple[str, str]],
        renamed: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._books: dict[tuple, list[dict]] = defaultdict(list)
        for row in books:
            self._books[row["index_code"], row["edition"]].append(row)
        self._scores: dict[tuple, dict[str, dict]] = defaultdict(dict)
        for row in scores:
            key = row["index_code"], row["edition"], row["period_code"], row["unit_key"]
            self._scores[key][row["criterion_code"]] = row
        self._ranks: dict[Ranking, list[dict]] = defaultdict(list)
        for row in ranks:
            self._ranks[row["index_code"], row["edition"], row["period_code"]].append(row)
        self.figures = {(r["unit_key"], r["period_code"], r["figure_code"]): r for r in figures}
        self.names = {row["figure_code"]: row for row in names}
        self.parents, self.disputes, self._renamed = parents, disputes, renamed
        self._rows = {(r["index_code"], r["period_code"], r["unit_key"]): r for r in ranks}
        self.imported_figures: dict[str, set[str]] = defaultdict(set)
        for (index, _), rows in self._books.items():
            self.imported_figures[index] |= {code for row in rows for code in row["figure_codes"]}

    def change(self, row: Mapping) -> Fraction | None:
        """How the unit's score changed since the year before; None where fct_index_rank compares it with none, or the scale
        is another."""
        if row["previous_rank"] is None or row["comparison"] not in ("same_unit", "renamed"):
            return None
        year = str(int(row["period_code"]) - 1)
        for key in (row["unit_key"], self._renamed.get(row["unit_key"])):
            before = self._rows.get((row["index_code"], year, key))
            if (
                before is not None
                and before["rank"] == row["previous_rank"]
                and before["max_points"] == row["max_points"]
            ):
                return Fraction(row["score"]) - Fraction(before["score"])
        return None

    def standings(self) -> Iterator[Standing]:
        for key, ranks in self._ranks.items():
            rows = self._books[key[:2]]
            found = Standing(key, criteria.tree(rows), rows[0]["tie_policy"])
            scored = {row["unit_key"]: self._scores[*key, row["unit_key"]] for row in ranks}
            compared = {c.code: self._compared(key, c, ranks, scored) for c in found.criteria.values()
                        if c.rule in criteria.COMPARES}  # fmt: skip
            for row in ranks:
                found.units[row["unit_key"]] = self._unit(found, row, scored[row["unit_key"]], compared)
            yield found

    def _unit(self, of: Standing, row: dict, states: Mapping[str, dict], compared: Mapping) -> Unit:
        leaves, points, barred = {}, {}, set()
        for c in of.criteria.values():
            if c.rule is None or c.code not in states:
                continue
            state = states[c.code]
            leaf = leaves[c.code] = self._leaf(c, row, state, compared)
            published = fraction(state["points"])
            mine = rules.points(leaf) if state["stage"] == "system" and state["state"] == "scored" else None
            agrees = mine is not None and published is not None and rounded(mine, SHOWN) == published
            points[c.code] = mine if agrees else published
            leaf.is_exact = agrees
            if c.rule == "gate" and state["state"] == "scored" and leaf.n is not None and _bars(c, leaf.n):
                barred.add(c.parent)
        if row["score"] is None or any(code not in states for code in of.criteria):
            return Unit(row, states, leaves, None)
        tree = Tree(of.criteria, states, points, barred, -row["score"].as_tuple().exponent)
        return Unit(row, states, leaves, tree if tree.score == Fraction(row["score"]) else None)

    def _leaf(self, c: Criterion, row: dict, state: dict, compared: Mapping) -> rules.Leaf:
        n, d = fraction(state["numerator_value"]), fraction(state["denominator_value"])
        if c.rule in ("formula", "checklist"):
            codes = c.figure_codes if c.rule == "formula" else tuple(s.state for s in c.steps)
            return rules.Leaf(
                c, values={code: self.value(row["unit_key"], row["period_code"], code, c.inherits) for code in codes}
            )
        others = rules.Others()
        if c.code in compared:
            group = "*" if c.compared_in == "all" else row["peer_group"]
            reached = [x for x, unit in compared[c.code].get(group, ()) if unit != row["unit_key"]]
            others = rules.Others(min(reached, default=None), max(reached, default=None))
        return rules.Leaf(c, n, d if c.has_divisor else None, others=others)

    def _compared(self, key: Ranking, c: Criterion, ranks: list[dict], scored: Mapping) -> dict[str, list[tuple]]:
        """Group -> the lowest two and the highest two values with their units (without a unit: of an earlier year)."""
        found: dict[str, list[tuple]] = defaultdict(list)
        for row in ranks:
            group, state = "*" if c.compared_in == "all" else row["peer_group"], scored[row["unit_key"]].get(c.code)
            n, d = (None, None) if state is None else (state["numerator_value"], state["denominator_value"])
            if n is not None and (not c.has_divisor or d):
                found[group].append((Fraction(n) / Fraction(d) if c.has_divisor else Fraction(n), row["unit_key"]))
            for back in range(1, c.window_years):
                year = str(int(key[2]) - back)
                n = self.value(row["unit_key"], year, c.numerator, c.inherits)
                d = self.value(row["unit_key"], year, c.denominator, c.inherits) if c.denominator else Fraction(1)
                if n is not None and d:
                    found[group].append((n / d, ""))
        sorted_ = {group: sorted(values) for group, values in found.items()}
        return {group: values[:2] + values[2:][-2:] for group, values in sorted_.items()}

    def value(self, unit: str | None, period: str, code: str, inherits: bool) -> Fraction | None:
        """The unit's own figure, or where the criterion inherits that of the nearest unit above."""
        while unit is not None:
            row = self.figures.get((unit, period, code))
            if row is not None and (row["value"] is not None or row["missing_reason"] == "not_applicable"):
                return fraction(row["value"])
            unit = self.parents.get(unit) if inherits else None
        return None

    def is_own(self, unit: str, period: str, code: str) -> bool:
        row = self.figures.get((unit, period, code))
        return row is not None and row["value"] is not None


def _bars(c: Criterion, n: Fraction) -> bool:
    return any(s.state == "zero" and (s.low is None or n >= s.low) and (s.high is None or n < s.high) for s in c.steps)


def closes_on(row: Mapping) -> date | None:
    """The last day on which the figures of a ranking can still change; None once the year has ended or is official."""
    return row["last_day"] if row["is_running"] and row["status"] != "official" else None
