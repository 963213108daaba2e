"""A case: one book as rows, with the figures and assessments that were made for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from tests.books.generate.draft import Draft
from tests.books.generate.province import PARENT, UNITS, classes, listed
from tests.books.generate.values import cents, drawn

BY_VALUE = {"reported", "jury", "yes_no", "count_steps", "ratio", "ratio_capped", "bands", "deduction", "deadline"}
STAGES = ("self", "appraisal", "explanation", "final")


@dataclass
class Case:
    """One book as rows, with its own figures and assessments; ``better``: figure -> direction that never hurts."""

    head: dict
    criteria: list[dict]
    steps: list[dict]
    classes: list[dict]
    units: list[dict]
    figures: list[dict] = field(default_factory=list)
    assessments: list[dict] = field(default_factory=list)
    better: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def index(self) -> str:
        return self.head["index_code"]

    @property
    def rows(self) -> tuple:
        return self.head, self.criteria, self.steps, self.classes, self.units

    @property
    def assessed(self) -> list[str]:
        return [u["unit_code"] for u in UNITS if u["level"] in self.head["level"].split("|")]


def finished(draft: Draft, level: str, life: tuple[str, str], gaps: float) -> Case:
    """The draft as a book with its classes, units, figures and assessments."""
    rnd, root = draft.rnd, draft.criteria[0]
    years = range(int(life[0]), int(life[1]) + 1)
    head = {"index_code": draft.index, "edition": "1", "title_vi": "Bộ thử", "title_en": "Trial", "level": level}
    head |= {"scale_points": root["max_points"], "tie_policy": rnd.choice(("", "competition", "dense", "modified"))}
    head |= {"rank_decimals": rnd.choice(("", "0", "1", "2")), "status": "draft"}
    head |= {"valid_from": f"{years[0]}-01-01", "valid_to": f"{years[-1] + 1}-01-01"}
    root["stage"] = rnd.choice(("",) * 8 + STAGES)
    for c in draft.criteria:
        if c.get("rule") and rnd.random() < 0.06:
            c.setdefault("stage", rnd.choice(("system", *STAGES)))
    made = Case(
        head,
        draft.criteria,
        draft.steps,
        classes(draft.class_groups),
        listed(rnd, level),
        better=draft.better,
        kinds=draft.kinds,
    )
    for c in made.criteria:
        c["name_vi"] = f"Tiêu chí {c['criterion_code']}"
    for code, kind in draft.kinds.items():
        units = set(made.assessed)
        if code in draft.inherited:
            units |= {p for u in list(units) if (p := PARENT[u])}
        for year in range(years[0] - draft.years[code], years[-1] + 1):
            for unit in sorted(units):
                if (figure := drawn(rnd, kind, gaps)) is not None:
                    key = {"unit_code": unit, "period_code": str(year), "figure_code": code}
                    made.figures.append(key | figure)
    made.assessments = assessments(rnd, made, [str(y) for y in years])
    return made


def assessments(rnd: Random, made: Case, years: list[str]) -> list[dict]:
    """Points of every stage where a stage publishes; elsewhere now and then a council's final word, or an idle one.
    Some give a value that the rule is to judge instead of points."""
    of_book, found = made.criteria[0]["stage"] or "system", []
    for c in made.criteria:
        if not c.get("rule") or c["rule"] in ("bonus", "penalty", "gate", "display_only"):
            continue
        chance = 0.02 if (c.get("stage") or of_book) == "system" else 0.6
        key = {"index_code": made.index, "criterion_code": c["criterion_code"], "value": None, "evidence": ""}
        for unit in made.assessed:
            for year in years:
                for stage in STAGES:
                    if rnd.random() < chance:
                        most = Decimal(c["max_points"])
                        points = rnd.choice((Decimal(0), most, min(most, cents(rnd, 0, int(most) + 1))))
                        row = {"unit_code": unit, "period_code": year, "stage": stage, "points": points}
                        if c["rule"] in BY_VALUE and rnd.random() < 0.2:
                            row |= {"points": None, "value": Decimal(rnd.choice((0, 1, 1, 2)))}
                        reason = rnd.choice(("Có giải trình", "Hội đồng", ""))
                        found.append(key | row | {"reason": reason, "assessed_at": f"{year}-12-0{len(stage) % 9 + 1}"})
    return found
