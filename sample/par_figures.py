"""Illustrative figures behind the PAR INDEX of 2022 and 2023: 21 districts, and 23 departments in 2023.

Every unit has a latent quality per year; its figures follow from it, with noise far below the distance between two
districts. The index books turn the figures into scores and ranks; only the order of the qualities is chosen here. That
Đô Lương was eighth in 2022 and seventh in 2023 is published (seed figures S12, S13), so are the first three and the
last three districts of 2023; all other places are made up, those of the departments too.

Units are named by unit_key; figures are whole numbers and decimals of a few places, or a text as typed.
"""

import random
from typing import NamedTuple

from sample import book_figures, units

SEED = 20231231
SEED_2023 = {"2023": 21, "2023_department": 4}  # chosen so that the noise leaves the order of the qualities
ORDER = {  # districts by latent quality, the best first
    2022: "412 429 425 426 421 430 414 427 432 431 428 419 424 423 420 422 415 416 413 418 417",
    2023: "412 425 429 426 430 421 427 414 432 431 428 419 423 424 420 422 416 415 418 417 413",
}
BEST, WORST, NOISE = 0.79, 0.17, 0.002
SHARE = {"2023": (0.93, 0.62), "2023_department": (0.95, 0.74)}  # of all points, of the first and the last unit
NOT_APPLICABLE = {  # departments that collect no fees, or have no staff of public service units
    "van-phong-ubnd-tinh": ("par_fees_million_vnd", "par_fees_plan_million_vnd"),
    "thanh-tra-tinh": ("par_fees_million_vnd", "par_fees_plan_million_vnd", "par_staff_qualified", "par_staff_total"),
    "ban-dan-toc": ("par_fees_million_vnd", "par_fees_plan_million_vnd", "par_staff_qualified", "par_staff_total"),
}  # fmt: skip


class Criterion(NamedTuple):
    """Two figures and how their share grows with quality: numerator / denominator from ``low`` to ``high``, the
    denominator drawn from a range. From quality ``none_from`` on there was nothing to do: 0 of 0."""

    numerator: str
    denominator: str
    drawn_from: tuple[float, float]
    low: float
    high: float
    none_from: float = 1.0


class Single(NamedTuple):
    """One figure: the value as a function of quality (text for an answer)."""

    code: str
    value: object


def _two(numerator: str, denominator: str, *shape: float) -> Criterion:
    return Criterion(f"par_{numerator}", f"par_{denominator}", shape[:2], *shape[2:])


CRITERIA_2022 = [
    Single("par_plan_on_time", lambda q: "Có" if q > 0.2 else "Không"),
    _two("tasks_done", "tasks_planned", 90, 140, 0.8, 1.0),
    _two("units_inspected", "units_total", 38, 60, 0.16, 0.34),
    _two("assigned_tasks_on_time", "assigned_tasks", 300, 520, 0.78, 0.99),
    Single("par_initiatives", lambda q: int(3 * q)),
    _two("legal_documents_reviewed", "legal_documents_due", 60, 120, 0.7, 0.97),
    _two("unlawful_documents_fixed", "unlawful_documents_found", 12, 30, 0.6, 1.0, 0.75),
    _two("procedures_published", "procedures_total", 250, 290, 0.85, 1.0),
    _two("dossiers_on_time_district", "dossiers_resolved_district", 1500, 6000, 0.885, 0.985),
    _two("dossiers_on_time_commune", "dossiers_resolved_commune", 9000, 30000, 0.87, 0.98),
    _two("petitions_answered", "petitions_received", 60, 160, 0.8, 1.0),
    _two("survey_favourable_answers", "survey_answers", 1800, 3000, 0.72, 0.92),
    Single("par_headcount_within_quota", lambda q: "Có"),
    _two("posts_per_scheme", "posts_total", 150, 320, 0.75, 0.99),
    _two("training_done", "training_planned", 200, 420, 0.64, 1.0),
    Single("par_disciplined_officials", lambda q: int(4.5 * (1 - q))),
    _two("investment_disbursed_million_vnd", "investment_planned_million_vnd", 150e3, 650e3, 0.82, 0.96),
    _two("audit_findings_done", "audit_findings", 50, 90, 0.7, 1.0),
    _two("documents_signed", "documents_out", 4000, 15000, 0.85, 0.996),
    _two("dossiers_online", "dossiers_received", 12000, 36000, 0.2, 0.56),
    _two("dossiers_paid_online", "dossiers_with_fee", 5000, 16000, 0.12, 0.44),
    _two("dossiers_digitised", "dossiers_resolved", 11000, 35000, 0.48, 0.84),
]


def units_of(level: str) -> list[dict[str, str]]:
    """The districts or departments of 2022 and 2023 in the order of units.csv."""
    return units.on("2023-12-31", level=level)


def qualities(year: int, best: float, worst: float) -> dict[str, float]:
    """Latent quality per district, in equal steps from ``best`` to ``worst``."""
    keys = [f"district-{code}-2020" for code in ORDER[year].split()]
    return {key: best - (best - worst) * i / (len(keys) - 1) for i, key in enumerate(keys)}


def of_2022() -> dict[str, dict[str, object]]:
    """Figure code -> value per district, the appraisal's points (a quarter of a point at the finest) among them."""
    rng, found = random.Random(SEED + 2022), {}
    for key, quality in sorted(qualities(2022, BEST, WORST).items()):
        row = found[key] = {}
        for criterion in CRITERIA_2022:
            if isinstance(criterion, Single):
                row[criterion.code] = criterion.value(quality)
                continue
            whole = round(rng.uniform(*criterion.drawn_from), 1) if quality < criterion.none_from else 0
            share = criterion.low + (criterion.high - criterion.low) * quality + rng.uniform(-NOISE, NOISE)
            decimals = 1 if "million" in criterion.denominator else None
            row[criterion.numerator] = round(round(whole, decimals) * min(share, 1), decimals)
            row[criterion.denominator] = round(whole, decimals)
        row["par_points_organisation"] = 3 + round(4 * 1.9 * quality) / 4
    return found


def shares(edition: str) -> dict[str, float]:
    """The share of all points that each unit of an edition of 2023 is to get."""
    best, worst = SHARE[edition]
    if edition == "2023":
        return qualities(2023, best, worst)
    keys = [u["unit_key"] for u in units_of("department")]
    random.Random(SEED).shuffle(keys)
    return {key: best - (best - worst) * i / (len(keys) - 1) for i, key in enumerate(keys)}


def of_2023(edition: str = "2023") -> dict[str, dict[str, object]]:
    """Figure code -> value per unit, for all leaves of the book of that edition but those that a council scores."""
    found = book_figures.figures(book_figures.BOOKS / "par" / edition, shares(edition), SEED_2023[edition])
    for slug, codes in NOT_APPLICABLE.items():
        found.get(f"department-{slug}-2020", {}).update(dict.fromkeys(codes, "Không áp dụng"))
    if edition == "2023":  # Hưng Nguyên: the gate holds its class at "Khá"
        found["district-431-2020"]["par_serious_violations"] = 1
    return found
