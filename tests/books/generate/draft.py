"""A book that is being written, with what its writer knows of the figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random


@dataclass
class Draft:
    """What is being written: lines of a book, and what is known about its figures."""

    rnd: Random
    index: str
    imports: tuple[str, ...] = ()
    class_groups: tuple[str, ...] = ()
    criteria: list[dict] = field(default_factory=list)
    steps: list[dict] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)  # figure -> kind of value
    years: dict[str, int] = field(default_factory=dict)  # figure -> years that it reaches back
    better: dict[str, str] = field(default_factory=dict)  # figure -> up or down, where the rule is monotone in it
    inherited: set[str] = field(default_factory=set)

    def figure(self, kind: str, better: str = "", years: int = 0, code: str = "") -> str:
        code = code or f"{self.index}_{len(self.kinds)}"
        self.kinds[code], self.years[code] = kind, years
        if better:
            self.better[code] = better
        return code

    def pick(self, *options):
        return self.rnd.choice(options)

    def step(self, code: str, points, low="", high="", state: str = "") -> None:
        row = {"criterion_code": code, "from_value": low, "to_value": high, "state": state, "points": points}
        self.steps.append({column: str(text) for column, text in row.items()})

    def cover(self, code: str, bounds: list, most: Decimal, down: bool) -> str:
        """Steps from no bound to no bound; answers the direction in which they are better, if they have one."""
        share = sorted(self.rnd.choices(range(11), k=len(bounds) + 1), reverse=down)
        if has_order := self.rnd.random() < 0.8:
            share[0 if down else -1], share[-1 if down else 0] = 10, 0
        else:
            self.rnd.shuffle(share)
        for tenths, low, high in zip(share, ["", *bounds], [*bounds, ""], strict=True):
            self.step(code, most * tenths / 10, low, high)
        return ("down" if down else "up") if has_order else ""
