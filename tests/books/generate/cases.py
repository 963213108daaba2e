"""Trees of leaves with their units, figures and assessments; and the same case with one figure improved."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from tests.books.generate.leaves import Draft, beside, leaf
from tests.books.generate.values import cents, drawn

LEVELS, RUNNING, LIVES = (
    ("province", "department", "district", "commune"),
    {"2026"},
    (("2024", "2025"), ("2025", "2026")),
)
BY_VALUE = {"reported", "jury", "yes_no", "count_steps", "ratio", "ratio_capped", "bands", "deduction", "deadline"}
STAGES = ("self", "appraisal", "explanation", "final")


def _unit(code: str, level: str, parent: str = "", group: str = "") -> dict:
    unit = {"unit_code": code, "unit_name": f"Đơn vị {code}", "level": level}
    return unit | {"peer_group": group or None, "parent_code": parent or None}


UNITS = [
    *(_unit(f"P{i}", "province") for i in range(1, 4)),
    *(_unit(f"S{i}", "department", "P1", "vertical" if i > 4 else "office") for i in range(1, 7)),
    *(_unit(f"D{i}", "district", f"P{1 + i // 4}") for i in range(1, 5)),
    *(_unit(f"C{i}", "commune", f"D{1 + i // 3}", "ward" if i < 4 else "commune") for i in range(1, 9)),
]
PARENT = {u["unit_code"]: u["parent_code"] for u in UNITS}


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


def batch(rnd: Random, books: int, pairs: int) -> tuple[list[Case], list[tuple[Case, Case, str, str]]]:
    """Cases that may import the first two; and (before, after, unit, period) of ``pairs`` of them, improved."""
    sources = [source(rnd, f"src{i}") for i in range(2)]
    cases = [case(rnd, f"g{i:04}", tuple(s.index for s in sources)) for i in range(books)]
    changed = [found for c in cases[:pairs] if (found := improved(rnd, c))]
    return [*sources, *cases, *(after for _, after, _, _ in changed)], changed


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


def classes(groups: tuple[str, ...]) -> list[dict]:
    names = (("Xuất sắc", "Excellent", 90), ("Tốt", "Good", 70), ("Khá", "Fair", 50), ("Trung bình", "Average", 20))
    return [
        {"peer_group": group, "class_vi": vi, "class_en": en, "from_percent": str(low + 3 * i)}
        for i, group in enumerate(groups)
        for vi, en, low in names
    ]


def listed(rnd: Random, level: str) -> list[dict]:
    if rnd.random() < 0.6:
        return []
    codes = [u["unit_code"] for u in UNITS if u["level"] in level.split("|")]
    groups, ranked = ("A", "B", ""), ("yes", "yes", "no", "")
    some = rnd.sample(codes, rnd.randint(1, len(codes)))
    return [
        {"unit_code": u, "unit_name": u, "peer_group": rnd.choice(groups), "is_ranked": rnd.choice(ranked)}
        for u in some
    ]


def assessments(rnd: Random, made: Case, years: list[str]) -> list[dict]:
    """Points of every stage where a stage publishes; elsewhere now and then a council's final word, or an idle one."""
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
                        if (
                            c["rule"] in BY_VALUE and rnd.random() < 0.2
                        ):  # a value for the rule, as the form may ask for
                            row |= {"points": None, "value": Decimal(rnd.choice((0, 1, 1, 2)))}
                        reason = rnd.choice(("Có giải trình", "Hội đồng", ""))
                        found.append(key | row | {"reason": reason, "assessed_at": f"{year}-12-0{len(stage) % 9 + 1}"})
    return found


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
