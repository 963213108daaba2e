"""Trees of one to four levels, with every aggregation, and what stands beside their points."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.books.generate.case import Case, finished
from tests.books.generate.draft import Draft
from tests.books.generate.leaves import beside, leaf
from tests.books.generate.province import LEVELS, LIVES


def source(rnd: Random, index: str) -> Case:
    """A simple book of every level and year, for others to import."""
    draft = Draft(rnd, index)
    draft.criteria.append(
        {"criterion_code": "r", "max_points": "8", "aggregation": rnd.choice(("sum", "weighted_mean"))}
    )
    for code in ("1", "2"):
        row = {"criterion_code": code, "parent_code": "r", "max_points": "4", "weight": "0.5", "rule": "ratio"}
        draft.criteria.append(row | {"numerator": draft.figure("count"), "denominator": draft.figure("whole")})
    return finished(draft, "|".join(LEVELS), ("2024", "2026"), 0.1)


def case(rnd: Random, index: str, imports: tuple[str, ...] = ()) -> Case:
    groups = rnd.choice(((), ("",), ("",), ("office", "vertical"), ("ward", "A"), ("department", "commune", "ward")))
    draft, depth = Draft(rnd, index, imports, groups), rnd.randint(1, 4)
    branch(draft, "r", "", rnd.choice((100, 400, 1000)), depth)
    levels = rnd.choice((*LEVELS, *LEVELS, "department|commune"))
    return finished(draft, levels, rnd.choice(LIVES), rnd.choice((0, 0.05, 0.2, 0.5)))


def branch(draft: Draft, code: str, parent: str, tenths: int, depth: int) -> None:
    """A node worth tenths / 10 points with one to four children that count, and sometimes others beside them."""
    rnd = draft.rnd
    aggregation = rnd.choice(("sum", "sum", "weighted_mean", "percent_of_applicable"))
    most = Decimal(tenths) / 10
    row = {"criterion_code": code, "parent_code": parent, "max_points": str(most), "aggregation": aggregation}
    row["rounds_to"] = rnd.choice(("", "", "", "", "1", "2"))
    if rnd.random() < 0.15:
        row |= {"floor": rnd.choice(("", str(most / 10))), "target": rnd.choice(("", str(most * 4 / 5)))}
    draft.criteria.append(row)
    count = rnd.randint(1, min(4, tenths))
    parts, weights = split(rnd, tenths, count), split(rnd, 20, count)
    for i, (part, weight) in enumerate(zip(parts, weights, strict=True), 1):
        below = f"{code}.{i}" if parent else str(i)
        if aggregation == "weighted_mean" and rnd.random() < 0.5:
            part = rnd.choice((30, 50, 100))
        at = len(draft.criteria)
        if depth > 1 and (i == 1 or rnd.random() < 0.4):
            branch(draft, below, code, part, depth - 1)
        else:
            leaf(draft, below, code, Decimal(part) / 10, aggregation)
        if aggregation == "weighted_mean":
            draft.criteria[at]["weight"] = str(Decimal(weight) / 20)
    if not parent and aggregation != "weighted_mean" and rnd.random() < 0.2:  # an area of nothing but bonus and penalty
        draft.criteria.append({"criterion_code": "9", "parent_code": code, "max_points": "0", "aggregation": "sum"})
        for rule in ("bonus", "penalty"):
            beside(draft, f"9.{rule}", "9", rule)
    for rule in ("bonus", "penalty", "gate", "display_only"):
        if rnd.random() < 0.08:
            beside(draft, f"{code}.{rule}", code, rule)


def split(rnd: Random, whole: int, count: int) -> list[int]:
    cuts = sorted(rnd.sample(range(1, whole), count - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, whole], strict=True)]
