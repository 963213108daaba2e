"""Many cases at once, and the same case again with one figure improved."""

from __future__ import annotations

import copy
from decimal import Decimal
from random import Random

from tests.books.generate.case import Case
from tests.books.generate.trees import case, source


def batch(rnd: Random, books: int, pairs: int) -> tuple[list[Case], list[tuple[Case, Case, str, str]]]:
    """Cases that may import the first two; and (before, after, unit, period) of ``pairs`` of them, improved."""
    sources = [source(rnd, f"src{i}") for i in range(2)]
    cases = [case(rnd, f"g{i:04}", tuple(s.index for s in sources)) for i in range(books)]
    changed = [found for c in cases[:pairs] if (found := improved(rnd, c))]
    return [*sources, *cases, *(after for _, after, _, _ in changed)], changed


def improved(rnd: Random, before: Case) -> tuple[Case, Case, str, str] | None:
    """The case again under another code, with one figure of one unit's last year better: (before, after, unit, year)."""
    year = str(int(before.head["valid_to"][:4]) - 1)
    can = [
        i
        for i, f in enumerate(before.figures)
        if before.better.get(f["figure_code"]) and f["period_code"] == year and f["unit_code"] in before.assessed
        and f["value"] is not None
    ]  # fmt: skip
    if not can:
        return None
    after = renamed(before, f"{before.index}x")
    figure = after.figures[rnd.choice(can)]
    code, value, by = figure["figure_code"], figure["value"], rnd.choice((Decimal(1), Decimal("0.05"), Decimal(20)))
    if after.kinds[code] == "yes":
        figure["value"] = Decimal(after.better[code] == "up")
    elif after.kinds[code] == "share":
        figure["value"] = (
            min(Decimal(1), value + by / 20) if after.better[code] == "up" else max(Decimal(0), value - by)
        )
    elif after.better[code] == "up":
        figure["value"] = value + by
    else:
        figure["value"] = max(value - by, min(value, Decimal(0)))
    return before, after, figure["unit_code"], year


def renamed(old: Case, index: str) -> Case:
    """A copy whose index and figures have names of their own, so that both can stand in one batch."""

    def name(text):
        return text.replace(old.index, index) if isinstance(text, str) else text

    new = copy.deepcopy(old)
    new.head["index_code"] = index
    for rows in (new.criteria, new.steps, new.figures, new.assessments):
        rows[:] = [{column: name(value) for column, value in row.items()} for row in rows]
    new.better, new.kinds = ({name(code): text for code, text in of.items()} for of in (old.better, old.kinds))
    return new
