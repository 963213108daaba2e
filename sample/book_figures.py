"""Illustrative figures for every leaf of an index book, made backwards: from the quality that a unit is given to
figures that the book's rule turns into about that share of the points.

Every unit has a latent quality; each leaf sees it with some noise of its own, so that a good unit is not good at
everything. Floats are fit here: they only choose what was "reported", and what was reported is whole numbers, or
decimals of a few places.
"""

import csv
import random
import re
from pathlib import Path

BOOKS = Path(__file__).resolve().parents[1] / "dbt_project" / "seeds" / "books"
NOISE = 0.06
WIDTHS = (  # how large a denominator is, by what stands in its code; the first that fits
    ("million", (20_000, 600_000)), ("dossiers_late", (20, 200)), ("dossiers_to_complete", (100, 900)),
    ("dossiers", (4_000, 30_000)), ("documents_out", (4_000, 15_000)), ("documents_in", (6_000, 20_000)),
    ("legal_documents", (20, 90)), ("survey", (900, 3_000)), ("procedures", (120, 290)), ("officials", (60, 320)),
    ("posts", (60, 320)), ("staff", (200, 2_000)), ("points_max", (100, 100)), ("results", (2_000, 12_000)),
    ("unlawful", (6, 20)), ("findings", (20, 60)), ("faults", (8, 30)), ("", (20, 90)),
)  # fmt: skip
CLEAN_FROM = 0.9  # share of points from which on a unit found nothing to put right: 0 of 0


def rows(book: Path, name: str) -> list[dict[str, str]]:
    """Lines of one file of a book; none when the book has no such file."""
    found = [*book.glob(f"*__{name}.csv")]
    if not found:
        return []
    with found[0].open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures(book: Path, qualities: dict[str, float], seed: int) -> dict[str, dict[str, float]]:
    """Figure code -> number per unit, for all leaves of ``book`` that take their points from a unit's own figures.

    ``qualities`` are shares of all points to come about (0 to 1). The same arguments give the same figures.
    """
    steps: dict[str, list[dict[str, str]]] = {}
    for step in rows(book, "steps"):
        steps.setdefault(step["criterion_code"], []).append(step)
    leaves = [c for c in rows(book, "criteria") if c["rule"] and not c["inherits"] and c["stage"] in ("", "system")]
    found = {}
    for unit, quality in qualities.items():
        has: dict[str, float] = {}
        for leaf in leaves:
            # a stream of its own for each unit and leaf: a new line in the book moves no other figure
            rng = random.Random(f"{seed} {unit} {leaf['criterion_code']}")
            share = min(max(quality + rng.gauss(0, NOISE), 0.02), 1.0)
            _MADE[leaf["rule"]](_Leaf(leaf, steps.get(leaf["criterion_code"], []), share, rng, has))
        found[unit] = has
    return found


class _Leaf:
    """One leaf of one unit on its way to figures: ``share`` of its points is wanted, ``has`` is what stands already."""

    def __init__(self, row: dict[str, str], steps: list[dict[str, str]], share: float, rng: random.Random, has: dict):
        self.row, self.steps, self.share, self.rng, self.has = row, steps, share, rng, has
        self.most, self.down = float(row["max_points"]), row["direction"] == "down"
        self.target, self.floor = (float(row[k]) if row[k] else None for k in ("target", "floor"))

    def put(self, value: float, decimals: int | None = None) -> None:
        self.has.setdefault(self.row["numerator"], round(value, decimals))

    def pair(self, ratio: float, numerator: str = "", denominator: str = "") -> None:
        """A numerator and a denominator whose quotient is about ``ratio``; a denominator that stands is kept."""
        n, d = numerator or self.row["numerator"], denominator or self.row["denominator"]
        if not d:
            return self.put(ratio, 4)
        decimals = 1 if "million" in d else 2 if "points_max" in d else None
        width = next(w for word, w in WIDTHS if word in d)
        is_clean = self.row["zero_denominator"] == "full" and any(w in d for w in ("faults", "findings", "unlawful"))
        whole = 0 if is_clean and self.share > CLEAN_FROM else self.rng.uniform(*width)
        whole = self.has.setdefault(d, round(whole, decimals))
        self.has.setdefault(n, min(round(whole * ratio, decimals), whole if ratio <= 1 else whole * 2))
        return None

    def step(self) -> float:
        """A number inside the step whose points come nearest to the share."""
        near = min(self.steps, key=lambda s: abs(float(s["points"]) - self.share * self.most))
        low, high = (float(near[k]) if near[k] else None for k in ("from_value", "to_value"))
        if low is None:
            return high - 1 if high >= 1 and not self.row["denominator"] else high * 0.93
        if not self.row["denominator"]:
            return low
        return low + (min(1.0, low * 1.15 + 0.02) - low if high is None else high - low) * self.rng.uniform(0.3, 0.9)


def _ratio(leaf: _Leaf) -> None:
    leaf.pair(1 - leaf.share if leaf.down else leaf.share)


def _capped(leaf: _Leaf) -> None:
    target = leaf.target or 1.0
    leaf.pair(min(leaf.share * target * (1.04 if leaf.share > 0.95 else 1), 1.0))


def _floored(leaf: _Leaf) -> None:
    leaf.pair(leaf.share if leaf.share >= leaf.floor else leaf.floor + 0.02 if leaf.share > 0.4 else leaf.floor - 0.05)


def _banded(leaf: _Leaf) -> None:
    leaf.pair(leaf.step()) if leaf.row["denominator"] else leaf.put(leaf.step())


def _deadline(leaf: _Leaf) -> None:
    leaf.put(max(leaf.step(), 0) if leaf.steps else 0 if leaf.share > 0.6 else leaf.rng.randint(2, 20))


def _checklist(leaf: _Leaf) -> None:
    for place, part in enumerate(leaf.steps, 1):
        leaf.has[part["state"]] = int(leaf.share > (place - 0.6) / len(leaf.steps))


def _growth(leaf: _Leaf) -> None:
    if leaf.steps:
        bounds = [float(s["from_value"] or -0.02) for s in leaf.steps if float(s["points"]) <= leaf.share * leaf.most]
        growth = max(bounds) + 0.01
    else:
        growth = leaf.share * leaf.target
    leaf.pair(1 - growth if leaf.down else 1 + growth)


def _formula(leaf: _Leaf) -> None:
    for n, d in re.findall(r"(\w+)/(\w+)", leaf.row["numerator"]):
        leaf.pair(leaf.share, n, d)


def _mean(leaf: _Leaf) -> None:
    leaf.put((leaf.floor or 0) + (leaf.target - (leaf.floor or 0)) * leaf.share, 2)


_MADE = {
    "yes_no": lambda leaf: leaf.put(int(leaf.share > 0.5)),
    "ratio": _ratio,
    "survey_share": _ratio,
    "imported": _ratio,
    "inherited": _ratio,
    "minmax": _ratio,
    "ratio_capped": _capped,
    "ratio_floor": _floored,
    "bands": _banded,
    "count_steps": _banded,
    "choice": _banded,
    "deadline": _deadline,
    "checklist": _checklist,
    "growth": _growth,
    "formula": _formula,
    "survey_mean": _mean,
    "target": lambda leaf: leaf.pair(0.86 + 0.2 * leaf.share),
    "relative_to_best": lambda leaf: leaf.put(1 + 9 * leaf.share, 2),
    "reported": lambda leaf: leaf.put(round(4 * leaf.most * leaf.share) / 4, 2),
    "jury": lambda leaf: leaf.put(round(4 * leaf.most * leaf.share) / 4, 2),
    "deduction": lambda leaf: leaf.put(int((1 - leaf.share) * leaf.most / leaf.target)),
    "bonus": lambda leaf: leaf.put(int(leaf.share > 0.97)),
    "penalty": lambda leaf: leaf.put(int(leaf.share < 0.5)),
    "gate": lambda leaf: leaf.put(0),
}


def points_near(leaf: dict[str, str], steps: list[dict[str, str]], share: float) -> float:
    """About the points that a unit with this share of them gives itself: those of a step, or a hundredth."""
    most = float(leaf["max_points"])
    if leaf["rule"] == "checklist" or not steps:
        return round(20 * most * share) / 20 if leaf["rule"] != "yes_no" else most * (share > 0.5)
    return min((float(s["points"]) for s in steps), key=lambda points: abs(points - most * share))
