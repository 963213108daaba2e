"""The path of the bridge from one release to the next, as scorings of worlds in which only some things have changed.

The old release → another method (book, code, a period that ended) on the old figures and units → the units of today →
corrections → the unit's own figures → the other units' figures, which ends at the new release as it is published. A step
that nothing changed is not walked, and the last one is never scored again: in the usual night, when only figures changed,
nothing is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from publishing import bridge_changes, inputs
from publishing.bridge_parts import Field, Place, rows

WORLDS = 20_000
"""Targets (units × worlds) that are scored at most to part own figures from others' where a rule compares units."""
COMPARES = {"minmax", "relative_to_best", "target"}

Ranking = tuple[str, str, str]
Rescore = Callable[[list[dict], list[dict], Mapping[str, tuple], set[str]], Mapping[str, list[dict]]]
"""Books (index_code, edition, files), units, world -> (figures, assessments), running periods -> world -> rank rows."""

_MOVED = """
    with moved as (
        select distinct index_code, edition, period_code
        from {old}.fct_index_rank as o
        full outer join {new}.fct_index_rank as n using (index_code, edition, period_code, unit_key)
        where (o.score, o.rank) is distinct from (n.score, n.rank)
    )

    select 'old' as side, index_code, edition, period_code, unit_key, score, rank, peer_group, is_ranked
    from {old}.fct_index_rank inner join moved using (index_code, edition, period_code)
    union all
    select 'new', index_code, edition, period_code, unit_key, score, rank, peer_group, is_ranked
    from {new}.fct_index_rank inner join moved using (index_code, edition, period_code)
"""
_CRITERIA = """
    select index_code, edition, parent_code, rule, inherits, tie_policy from {new}.dim_criterion where index_code = any({indices})
"""
_BOOKS = "select index_code, edition, files from books.book where index_code = any({indices})"


class Path:
    """One walk between two releases whose tables both stand."""

    def __init__(self, conn: psycopg.Connection, old_id: int, new_id: int, rescore: Rescore) -> None:
        self._conn, self._old, self._new, self._rescore = conn, old_id, new_id, rescore

    def walk(
        self, only: Collection[Ranking] | None = None, but: Collection[Ranking] = ()
    ) -> dict[Ranking, dict[str, dict]]:
        """Ranking -> unit_key -> columns of ops.rank_bridge, for the rankings that both releases have: those of ``only``,
        or all ``but`` some."""
        moved = self._ask(_MOVED)
        before, after = (_places(r for r in moved if r["side"] == side) for side in ("old", "new"))
        asked = (set(after) if only is None else set(only)) - set(but)
        after = {ranking: units for ranking, units in after.items() if ranking in before and ranking in asked}
        if not after:
            return {}
        self.changes = bridge_changes.read(self._conn, self._old, self._new, sorted({key[0] for key in after}))
        self._came = {unit for ranking, units in after.items() for unit in units.keys() - before[ranking].keys()}
        self._came |= self._keys(True) - self._keys(False)
        went = {unit for ranking, units in after.items() for unit in before[ranking].keys() - units.keys()}
        self.changes.move_units(self._came | went)
        walked = [step for step in self.changes.steps if step != "figures"]
        states, taken = [("", before)], set()
        for step in walked:
            taken = taken | {"method": self.changes.by_method, "correction": self.changes.by_correction}.get(
                step, set()
            )
            is_last = step == self.changes.steps[-1]
            scored = after if is_last else _places(self._score({"": (taken, set())}, step)[""])
            states.append((step, scored))
        found = {}
        for ranking, stands in after.items():
            stood = states[-1][1].get(ranking, {})
            own = self._own(ranking, taken, stood, stands) if "figures" in self.changes.steps else {}
            steps = [(step, places.get(ranking, {})) for step, places in states[1:]]
            found[ranking] = rows(before[ranking], steps, own, stands)
        return found

    def _own(self, ranking: Ranking, taken: set, stood: dict[str, Place], stands: dict[str, Place]) -> dict[str, Place]:
        """Where each unit stands when, since ``stood``, nobody's figures but its own have changed."""
        reporters = {key[0] for key in self.changes.by_report}
        root = next(
            c for c in self._criteria if (c["index_code"], c["edition"], c["parent_code"]) == (*ranking[:2], None)
        )
        is_compared = len(reporters) > 1 and any(c["rule"] in COMPARES for c in self._criteria)
        field, worlds = Field(stood, root["tie_policy"]), {}
        for unit in stands.keys() & reporters:
            if is_compared:
                worlds[unit] = frozenset({unit})
            elif inherited := self._givers(unit) & reporters:
                worlds[unit] = frozenset(reporters - inherited)
        scored = self._worlds(ranking, taken, worlds, len(stands))
        found = {}
        for unit, now in stands.items():
            if unit not in reporters:
                found[unit] = stood.get(unit, now)
            else:
                then = scored.get(unit, now)
                rank = then.rank if is_compared and unit in scored else field.rank(unit, then)
                found[unit] = Place(then.score, rank, then.peer_group, then.is_ranked)
        return found

    def _worlds(self, ranking: Ranking, taken: set, worlds: dict[str, frozenset], units: int) -> dict[str, Place]:
        """Each unit's place in its world, given by the units that have reported there. None of them where it is too much."""
        names = {reported: str(number) for number, reported in enumerate(set(worlds.values()))}
        if not names or len(names) * units > WORLDS:
            return {}
        scored = self._score({name: (taken, reported) for reported, name in names.items()}, "figures")
        places = {name: _places(rows).get(ranking, {}) for name, rows in scored.items()}
        found = {unit: places[names[reported]].get(unit) for unit, reported in worlds.items()}
        return {unit: place for unit, place in found.items() if place is not None}

    def _score(self, worlds: Mapping[str, tuple[set, Iterable[str]]], step: str) -> Mapping[str, list[dict]]:
        """Score worlds by today's books: the old figures, of those keys and of those units the new ones. The method is
        changed on the old units, all else on the new ones."""
        units = self._units[step != "method"]
        came = set() if step == "method" else self._came
        there = {unit["unit_code"] for unit in units}
        given = {}
        for name, (keys, reported) in worlds.items():
            new = set(keys) | {key for key in self.changes.by_report if key[0] in set(reported)}
            given[name] = tuple(
                [row for key, row in old.items() if key not in new and key[0] in there - came]
                + [row for key, row in now.items() if (key in new or key[0] in came) and key[0] in there]
                for old, now in (self._figures, self._assessments)
            )
        return self._rescore(self._ask(_BOOKS), units, given, inputs.running(self._conn, self._new))

    def _ask(self, query: str) -> list[dict]:
        names = {
            "old": sql.Identifier(f"release_{self._old}"), "new": sql.Identifier(f"release_{self._new}"),
            "indices": sql.Literal(self.changes.indices if hasattr(self, "changes") else []),
        }  # fmt: skip
        return self._conn.cursor(row_factory=dict_row).execute(sql.SQL(query).format(**names)).fetchall()

    def _keys(self, is_new: bool) -> set[str]:
        return {unit["unit_code"] for unit in self._units[is_new]}

    def _givers(self, unit: str) -> set[str]:
        """The units above, where a criterion inherits their figures."""
        if not any(c["inherits"] or c["rule"] == "inherited" for c in self._criteria):
            return set()
        parents, found = self._parents, set()
        while (unit := parents.get(unit)) and unit not in found:
            found.add(unit)
        return found

    @cached_property
    def _criteria(self) -> list[dict]:
        return self._ask(_CRITERIA)

    @cached_property
    def _units(self) -> tuple[list[dict], list[dict]]:
        return tuple(inputs.ask(self._conn, number, inputs.UNITS) for number in (self._old, self._new))

    @cached_property
    def _parents(self) -> dict[str, str | None]:
        return {unit["unit_code"]: unit["parent_code"] for unit in self._units[True]}

    @cached_property
    def _figures(self) -> list[dict[tuple, dict]]:
        return self._by_key(inputs.FIGURES, ("unit_code", "period_code", "figure_code"))

    @cached_property
    def _assessments(self) -> list[dict[tuple, dict]]:
        return self._by_key(inputs.ASSESSMENTS, ("unit_code", "period_code", "index_code", "criterion_code", "stage"))

    def _by_key(self, query: str, columns: tuple[str, ...]) -> list[dict[tuple, dict]]:
        return [
            {tuple(row[c] for c in columns): row for row in inputs.ask(self._conn, number, query)}
            for number in (self._old, self._new)
        ]


def _places(rank_rows: Iterable[dict]) -> dict[Ranking, dict[str, Place]]:
    found: dict[Ranking, dict[str, Place]] = {}
    for row in rank_rows:
        place = Place(row["score"], row["rank"], row["peer_group"], row["is_ranked"])
        found.setdefault((row["index_code"], row["edition"], row["period_code"]), {})[row["unit_key"]] = place
    return found
