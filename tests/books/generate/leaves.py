"""One leaf of every rule: its line, its steps, and the figures it needs with the direction in which they are better."""

from __future__ import annotations

from decimal import Decimal

from tests.books.generate.draft import Draft
from tests.books.generate.expressions import formula
from tests.books.generate.values import WORDS

RULES = """reported jury yes_no choice checklist count_steps ratio ratio_capped ratio_floor bands target relative_to_best
minmax survey_share survey_mean deduction imported inherited formula growth deadline"""


def leaf(draft: Draft, code: str, parent: str, most: Decimal, under: str) -> None:
    """Appends a leaf of a random rule, worth ``most`` points, below a node that aggregates ``under``."""
    rule = draft.pick(*RULES.split())
    row = {"criterion_code": code, "parent_code": parent, "max_points": str(most), "rule": rule}
    row |= {"not_applicable": draft.pick("", "", "exclude", "full", "share" if under == "sum" else "")}
    row |= {"rounds_to": draft.pick("", "", "", "", "0", "1", "2", "3")}
    before = set(draft.kinds)
    row |= WRITE.get(rule, single_or_ratio)(draft, rule, code, most)
    if row.get("denominator") or rule in ("formula", "minmax", "growth", "relative_to_best"):
        row["zero_denominator"] = draft.pick("", "zero", "full", "null", "exclude")
    if rule == "inherited" or draft.rnd.random() < 0.1 and not row.get("numerator", "").startswith("index:"):
        row["inherits"] = "yes"
        draft.inherited |= set(draft.kinds) - before
    draft.criteria.append({column: str(text) for column, text in row.items()})


def beside(draft: Draft, code: str, parent: str, rule: str) -> None:
    """Appends a bonus, a penalty, a gate or a line that is only shown."""
    row = {"criterion_code": code, "parent_code": parent, "rule": rule, "max_points": "0", "stage": "system"}
    if rule == "display_only":
        row["numerator"] = draft.figure("count")
    elif rule == "gate":
        row["numerator"] = draft.figure("few")
        classes = ("Khá", "Fair", "Trung bình", "Average") if draft.class_groups else ()
        draft.step(code, 0, draft.pick("2", "4"), "5", draft.pick("zero", *classes))
        draft.step(code, 0, "5", "", draft.pick("zero", *classes))
    else:
        better = "up" if rule == "bonus" else "down"
        row |= {"numerator": draft.figure("few", better), "max_points": draft.pick("1", "2.5")}
        row["target"] = draft.pick("", "0.5", "0.25")
    draft.criteria.append(row)


def single_or_ratio(d: Draft, rule: str, code: str, most: Decimal) -> dict:
    is_ratio = d.rnd.random() < 0.7
    turns = rule in ("ratio", "ratio_capped", "survey_share") and d.rnd.random() < 0.3
    row, better = {"direction": "down"} if turns else {}, "down" if turns else "up"
    if rule == "ratio_capped":
        row["target"] = d.pick("0.80", "0.3", "0.95", "0" if turns else "1")
    elif rule == "ratio_floor":
        row |= {"floor": d.pick("0.5", "0.80"), "target": d.pick("", "1", "0.9")}
    elif rule == "survey_share" and not turns:
        row["target"] = d.pick("", "0.9", "1")
    elif rule == "bands" or rule == "inherited" and d.rnd.random() < 0.3:
        better = d.cover(
            code, d.pick(["0.5"], ["0.80", "0.90", "0.95"], ["0", "0.25", "1"]), most, d.rnd.random() < 0.3
        )
    row["numerator"] = d.figure("count" if is_ratio else "share", better)
    if is_ratio:
        row |= {"denominator": d.figure("whole"), "max_ratio": d.pick("", "1000", "1000")}
    return row


def one(kind: str, better: str = "up"):
    return lambda d, rule, code, most: {"numerator": d.figure(kind, better)}


def yes_no(d: Draft, rule, code, most) -> dict:
    direction = d.pick("", "up", "down")
    return {"numerator": d.figure("yes", direction or "up"), "direction": direction}


def choice(d: Draft, rule, code, most) -> dict:
    numbered = d.rnd.random() < 0.5
    for i, word in enumerate(WORDS):
        d.step(
            code, most * (3 - i) / 3 if most % 3 == 0 else most * (4 - i) / 4, low=3 - i if numbered else "", state=word
        )
    return {"numerator": d.figure("word")}


def checklist(d: Draft, rule, code, most) -> dict:
    for tenths in d.pick([10], [5, 5], [2, 3, 5], [1, 1, 4, 4]):
        d.step(code, most * tenths / 10, state=d.figure("yes"))
    return {"numerator": ""}


def count_steps(d: Draft, rule, code, most) -> dict:
    better = d.cover(code, d.pick([1], [1, 2, 3, 4], [2, 50]), most, d.rnd.random() < 0.3)
    return {"numerator": d.figure(d.pick("few", "count"), better)}


def target(d: Draft, rule, code, most) -> dict:
    plan = {"denominator": d.figure("whole")} if d.rnd.random() < 0.6 else {"target": d.pick("10", "120.5")}
    floor, compared_in = d.pick("", "0.5", "0.6", "0"), d.pick("", "peer_group", "all")
    return {"numerator": d.figure("count", "up"), "floor": floor, "compared_in": compared_in} | plan


def compared(d: Draft, rule, code, most) -> dict:
    down, years = d.rnd.random() < 0.4, d.pick(1, 1, 2, 3) if rule == "minmax" else 1
    row = {"direction": "down" if down else "", "compared_in": d.pick("", "peer_group", "all")}
    row["numerator"] = d.figure(d.pick("count", "mean"), "down" if down else "up", years - 1)
    if d.rnd.random() < 0.5:
        row["denominator"] = d.figure("whole", years=years - 1)
    if rule == "minmax":
        row |= {"window_years": "" if years == 1 else years, "floor": d.pick("", most / 10)}
    return row


def survey_mean(d: Draft, rule, code, most) -> dict:
    return {"numerator": d.figure("mean", "up"), "target": "5", "floor": d.pick("", "1")}


def deduction(d: Draft, rule, code, most) -> dict:
    return {"numerator": d.figure("few", "down"), "target": d.pick("0.5", "0.3"), "floor": d.pick("", "0", most / 10)}


def imported(d: Draft, rule, code, most) -> dict:
    way = d.rnd.random()
    if way < 0.2:
        return {"numerator": d.figure("count", "up"), "denominator": d.figure("whole")}
    if way < 0.4:
        return {"numerator": d.figure("points", "up")}
    if d.imports and way < 0.8:
        code_of_index = f"index:{d.pick(*d.imports)}"
    else:  # an index whose book is not here: its result comes as a figure
        code_of_index = d.figure("share", "up", code=f"index:{d.index}_other{len(d.kinds)}")
    if d.rnd.random() < 0.3:
        better = d.cover(code, ["0.5", "0.8"], most, False)
        if code_of_index in d.better:
            d.better[code_of_index] = better
        return {"numerator": code_of_index}
    return {"numerator": code_of_index, "target": d.pick("", "0.9")}


def growth(d: Draft, rule, code, most) -> dict:
    down, own = d.rnd.random() < 0.3, d.rnd.random() < 0.6
    row = {"direction": "down" if down else ""} | ({} if own else {"denominator": d.figure("money")})
    better = "down" if down else "up"
    if d.rnd.random() < 0.4:
        in_steps = d.cover(code, ["0", "0.05"], most, False)
        better = better if in_steps else ""
    else:
        row["target"] = d.pick("0.1", "0.5")
    return row | {"numerator": d.figure("money", better, 1 if own else 0)}


def deadline(d: Draft, rule, code, most) -> dict:
    if d.rnd.random() < 0.5:
        return {"numerator": d.figure("days", d.cover(code, ["1", "6"], most, True))}
    return {"numerator": d.figure("days", "down"), "target": d.pick("", "3"), "floor": d.pick("", most / 10)}


WRITE = {
    "reported": one("points"), "jury": one("points"), "yes_no": yes_no, "choice": choice, "checklist": checklist,
    "count_steps": count_steps, "target": target, "relative_to_best": compared, "minmax": compared,
    "survey_mean": survey_mean, "deduction": deduction, "imported": imported, "growth": growth, "deadline": deadline,
    "formula": formula,
}  # fmt: skip
