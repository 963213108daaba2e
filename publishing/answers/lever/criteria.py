"""A book's criteria as dim_criterion has them, in exact fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from publishing.answers.lever.exact import fraction

COMPARES = ("minmax", "relative_to_best", "target")
OF_OTHERS = ("survey_share", "survey_mean", "imported", "inherited", "jury", "reported")
"""Rules whose figure others give."""


@dataclass(frozen=True)
class Step:
    low: Fraction | None
    high: Fraction | None
    state: str | None
    value: Fraction | None
    points: Fraction


@dataclass
class Criterion:
    """One criterion; ``most`` is its max_points. Leaves have a rule, nodes an aggregation."""

    code: str
    parent: str | None
    name_vi: str
    name_en: str
    rule: str | None
    aggregation: str | None
    part: str
    most: Fraction
    weight: Fraction
    numerator: str | None
    denominator: str | None
    target: Fraction | None
    floor: Fraction | None
    is_down: bool
    zero_denominator: str
    not_applicable: str
    rounds_to: int | None
    max_ratio: Fraction | None
    compared_in: str
    window_years: int
    inherits: bool
    depth: int
    evidence: str
    figure_codes: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    children: list[Criterion] = field(default_factory=list)

    @property
    def imported_index(self) -> str | None:
        name = self.numerator or ""
        return name.removeprefix("index:") if self.rule == "imported" and name.startswith("index:") else None

    @property
    def has_divisor(self) -> bool:
        return self.denominator is not None or self.rule in ("growth", "target")

    @property
    def is_fraction(self) -> bool:
        """Whether the one figure is a fraction of 1, as the model figure_sense says of the rules that have a lever."""
        if self.denominator is not None:
            return False
        ends = [e for s in self.steps for e in (s.low, s.high) if e is not None]
        return (
            self.rule in ("ratio", "ratio_floor")
            or self.rule == "ratio_capped"
            and self.target <= 1
            or self.rule == "bands"
            and bool(ends)
            and max(ends) <= 1
        )

    def most_figure(self, d: Fraction | None) -> Fraction | None:
        """The largest value that the numerator may have (figure_sense); None where nothing bounds it."""
        if self.denominator is not None:
            most = self.max_ratio
            if most is None and self.rule in (
                "ratio",
                "ratio_floor",
                "ratio_capped",
                "bands",
                "survey_share",
                "inherited",
            ):
                most = Fraction(1)
            return None if most is None or d is None else most * d
        return self.max_ratio or Fraction(1) if self.is_fraction or self.rule == "yes_no" else self.max_ratio

    @property
    def least_figure(self) -> Fraction | None:
        return None if self.rule in ("deadline", "growth") else Fraction(0)


def criterion(row: Mapping) -> Criterion:
    steps = tuple(
        Step(_of(s["from"]), _of(s["to"]), s["state"], _of(s["value"]), _of(s["points"])) for s in row["steps"] or ()
    )
    return Criterion(
        row["criterion_code"], row["parent_code"], row["name_vi"], row["name_en"] or row["name_vi"], row["rule"],
        row["aggregation"], row["part"], Fraction(row["max_points"]), Fraction(row["weight"]), row["numerator"],
        row["denominator"], fraction(row["target"]), fraction(row["floor"]), row["direction"] == "down",
        row["zero_denominator"], row["not_applicable"], row["rounds_to"], fraction(row["max_ratio"]), row["compared_in"],
        row["window_years"] or 1, row["inherits"], row["depth"], row["evidence"] or "", tuple(row["figure_codes"]), steps,
    )  # fmt: skip


def tree(rows: list[Mapping]) -> dict[str, Criterion]:
    """The criteria of one book by code, children in their places."""
    found = {row["criterion_code"]: criterion(row) for row in rows}
    for c in found.values():
        if c.parent is not None:
            found[c.parent].children.append(c)
    return found


def _of(value: object) -> Fraction | None:
    return None if value is None else Fraction(str(value))
