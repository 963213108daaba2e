"""One index book as its files say it, with every empty cell an empty text."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from tests.books.recompute import formula
from tests.books.recompute.numbers import number

KINDS = ("book", "criteria", "steps", "classes", "units")
OUTSIDE = {"bonus", "penalty"}  # on top of the parent's points, never part of a maximum
SILENT = {"gate", "display_only"}  # neither points nor a maximum: no evidence that a node was scored


@dataclass(frozen=True)
class Step:
    """Points, or a state's effect, from ``low`` (inclusive) to ``high`` (exclusive); None is no bound."""

    low: Fraction | None
    high: Fraction | None
    state: str
    points: Fraction | None

    def holds(self, value: Fraction) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value < self.high)


class Criterion:
    """One line of __criteria.csv: ``c["rule"]`` is the text of a cell, ``c.number("target")`` its number."""

    def __init__(self, row: dict[str, str]) -> None:
        self.row = {column: (text or "").strip() for column, text in row.items()}
        self.code, self.parent, self.rule = self["criterion_code"], self["parent_code"], self["rule"]
        self.most, self.weight = self.number("max_points") or Fraction(0), self.number("weight", 1)
        self.is_down, self.inherits = self["direction"] == "down", self["inherits"] == "yes" or self.rule == "inherited"
        self.steps: list[Step] = []

    def __getitem__(self, column: str) -> str:
        return self.row.get(column, "")

    def number(self, column: str, default: int | None = None) -> Fraction | None:
        return number(self[column] or default)

    @property
    def figures(self) -> set[str]:
        """All figure codes that the leaf uses, an imported index (``index:...``) among them."""
        if self.rule == "formula":
            return formula.figures(self["numerator"])
        if self.rule == "checklist":
            return {step.state for step in self.steps}
        return {self["numerator"], self["denominator"]} - {""}

    @property
    def imports(self) -> str | None:
        """The code of the index that the leaf takes its points from."""
        return self["numerator"].removeprefix("index:") if self["numerator"].startswith("index:") else None


class Book:
    """``Book(folder)`` reads CSV files; ``Book.of`` takes rows; ``Book.like`` takes anything shaped as books.Book."""

    def __init__(self, folder: Path) -> None:
        found = {kind: next(Path(folder).glob(f"*__{kind}.csv"), None) for kind in KINDS}
        rows = {kind: _read(path) if path else [] for kind, path in found.items()}
        self._fill(rows["book"][0], *(rows[kind] for kind in KINDS[1:]))

    @classmethod
    def of(cls, head: dict, criteria: list[dict], steps=(), classes=(), units=()) -> Book:
        book = cls.__new__(cls)
        book._fill(head, criteria, steps, classes, units)
        return book

    @classmethod
    def like(cls, other) -> Book:
        lists = (other.criteria, other.steps, other.classes, other.units)
        return cls.of(other.head.values, *([row.values for row in rows] for rows in lists))

    def _fill(self, head, criteria, steps, classes, units) -> None:
        self.head, self.index, self.edition = head, head["index_code"], head["edition"]
        self.levels = head["level"].split("|")
        self.criteria = {row["criterion_code"]: Criterion(row) for row in criteria}
        self.root = next(code for code, c in self.criteria.items() if not c.parent)
        self.children: dict[str, list[str]] = defaultdict(list)
        for code, c in self.criteria.items():
            self.children[c.parent].append(code)
        for s in steps:
            step = Step(number(s["from_value"]), number(s["to_value"]), (s["state"] or "").strip(), number(s["points"]))
            self.criteria[s["criterion_code"]].steps.append(step)
        self.classes = sorted(classes, key=lambda c: -Fraction(c["from_percent"]))
        self.units = {u["unit_code"]: u for u in units}
        self.figures = set().union(*(c.figures for c in self.criteria.values() if c.rule))

    def group(self, unit: dict) -> str:
        """Units are ranked apart by the book's own list of units, else by the peer groups it has classes for."""
        listed = self.units.get(unit["unit_code"], {}).get("peer_group")
        of_unit = unit.get("peer_group")
        return listed or (of_unit if of_unit and of_unit in self._class_groups else unit["level"])

    @property
    def _class_groups(self) -> set[str]:
        return {c["peer_group"] for c in self.classes}

    def is_ranked(self, unit: dict) -> bool:
        return self.units.get(unit["unit_code"], {}).get("is_ranked", "") != "no"

    def stage(self, c: Criterion) -> str:
        """The stage that publishes the criterion's points."""
        return c["stage"] or self.criteria[self.root]["stage"] or "system"

    def publishing(self, c: Criterion) -> list[str]:
        """Stages of assessments that may stand for the criterion, the best first."""
        return {"system": ["final"], "final": ["final", "appraisal"]}.get(self.stage(c), [self.stage(c)])


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
