"""A generated case as the rows of a release; scores come from tests.books.recompute."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from books.trial import _translated, state_numbers
from publishing.answers.lever.exact import decimal
from publishing.answers.lever.standing import Release
from tests.books import generate, recompute

PARENTS = {u["unit_code"]: u["parent_code"] for u in generate.UNITS}
Changes = Mapping[tuple[str, str, str], Fraction]


class World:
    """One case without assessments, and the same with other figures."""

    def __init__(self, case: generate.Case) -> None:
        self.case, self.book = case, recompute.Book.of(*case.rows)
        self.numbers = state_numbers([generate.as_book(case)])
        self.figures, _ = _translated(case.figures, self.numbers)
        self.scored = self.score({})
        self.ranks = recompute.ranks([self.book], generate.UNITS, self.scored)

    def score(self, changes: Changes) -> dict:
        return self._world(changes).score()

    def _world(self, changes: Changes) -> recompute.World:
        figures = [
            f | {"value": decimal(changes[key]) if (key := (f["unit_code"], f["period_code"], f["figure_code"])) in changes
                 else f["value"], "text_value": None}
            for f in self.figures
        ]  # fmt: skip
        return recompute.World([self.book], generate.UNITS, figures, (), generate.RUNNING)

    def rank(self, key: tuple, score: Fraction) -> int:
        """The rank of a unit with another score, the others standing still."""
        group = self.ranks[key].group
        scores = {k: p.score for k, p in self.ranks.items() if k[:3] == key[:3] and p.group == group and p.rank}
        return recompute.ranked(scores | {key: score}, self.case.head["tie_policy"] or "competition")[key]

    def release(self) -> Release:
        world, units = self._world({}), {u["unit_code"]: u for u in generate.UNITS}
        rows = [self._score(world, units, key, code, s) for key, of in self.scored.items() for code, s in of.items()]
        ranks = [
            {"index_code": k[0], "edition": k[1], "period_code": k[2], "unit_key": k[3], "unit_name_vi": k[3],
             "peer_group": p.group, "score": self._shown(p.score), "rank": p.rank, "is_ranked": self.book.is_ranked(units[k[3]]),
             "status": "provisional", "is_running": k[2] in generate.RUNNING, "last_day": date(int(k[2]), 12, 31), "ranked_units": p.ranked_units, "previous_rank": None}
            for k, p in self.ranks.items()
        ]  # fmt: skip
        figures = [{"unit_key": f["unit_code"], "missing_reason": None} | f for f in self.figures]
        return Release(self._criteria(), rows, ranks, figures, [], PARENTS, {}, {})

    def _shown(self, score: Fraction | None):
        decimals = int(self.case.head["rank_decimals"] or 2)
        return None if score is None else decimal(score).quantize(decimal(Fraction(1, 10**decimals)))

    def _score(self, world: recompute.World, units: Mapping, key: tuple, code: str, score: recompute.Score) -> dict:
        c, n, d = self.book.criteria[code], None, None
        if c.rule and c.rule not in ("formula", "checklist"):
            n, d = (world.figure(units[key[3]], key[2], c[of], c.inherits).value if c[of] else None
                    for of in ("numerator", "denominator"))  # fmt: skip
            if c.rule == "growth" and not c["denominator"]:
                d = world.figure(units[key[3]], str(int(key[2]) - 1), c["numerator"], c.inherits).value
            elif c.rule == "target" and not c["denominator"]:
                d = c.number("target")
        return {"index_code": key[0], "edition": key[1], "period_code": key[2], "unit_key": key[3], "criterion_code": code,
                "stage": "system", "state": score.state, "points": decimal(score.points),
                "applicable_max_points": score.applicable, "numerator_value": n, "denominator_value": d}  # fmt: skip

    def _criteria(self) -> list[dict]:
        depth, found = {"": -1}, []
        for c in self.book.criteria.values():
            depth[c.code] = depth[c.parent] + 1
            part = (
                "extra"
                if c.rule in ("bonus", "penalty")
                else "aside"
                if c.rule in ("gate", "display_only")
                else "counted"
            )
            steps = [
                {"from": s.low, "to": s.high, "state": s.state or None, "points": s.points,
                 "value": self.numbers.get((c["numerator"], s.state.lower()))}
                for s in c.steps
            ]  # fmt: skip
            found.append(
                {"index_code": self.book.index, "edition": self.book.edition, "criterion_code": c.code, "depth": depth[c.code],
                 "parent_code": c.parent or None, "name_vi": c["name_vi"], "name_en": "", "rule": c.rule or None,
                 "aggregation": c["aggregation"] or None, "part": part, "max_points": c.most, "weight": c.weight,
                 "numerator": c["numerator"] or None, "denominator": c["denominator"] or None, "target": c.number("target"),
                 "floor": c.number("floor"), "direction": c["direction"] or "up",
                 "zero_denominator": c["zero_denominator"] or ("full" if c.rule == "minmax" else "null"),
                 "not_applicable": c["not_applicable"] or "exclude", "evidence": "", "inherits": c.inherits,
                 "rounds_to": int(c["rounds_to"]) if c["rounds_to"] else None, "max_ratio": c.number("max_ratio"),
                 "compared_in": c["compared_in"] or "peer_group", "window_years": int(c["window_years"] or 1),
                 "figure_codes": sorted(c.figures) if c.rule else [], "steps": steps or None,
                 "tie_policy": self.case.head["tie_policy"] or "competition"}
            )  # fmt: skip
        return found
