"""docs/rules.md out of what the rules are: their parameters (books/rules.py), the macros' comments and the tables of cases
that test them (the dbt project's macros/rules). The prose around them is rules_page.md beside this file.

`python -m books.rules_page` writes the page; a test holds the page in the repository to it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from books.book import BOOKS
from books.rules import RULES, Rule

REPO = Path(__file__).resolve().parent.parent
PAGE, PROSE = REPO / "docs" / "rules.md", Path(__file__).with_suffix(".md")
MACROS = BOOKS.parent.parent / "macros" / "rules"

POINTS = {
    "reported": "`n`",
    "jury": "`n`",
    "yes_no": "`n` = 1: `max`; `n` = 0: 0; `down`: the other way round",
    "choice": "those of the step whose state (or `from_value`) is `n`",
    "checklist": "the sum over the parts whose figure is 1",
    "count_steps": "those of the step in which `n` lies",
    "ratio": "`max · x`; `down`: `max · (1 − x)`",
    "ratio_capped": "`max · x / target`; `down`: `max` while `x ≤ target`, then `max · (1 − x) / (1 − target)`",
    "ratio_floor": "0 while `x < floor`, then `max · x / target` (target: 1 unless given)",
    "bands": "those of the step in which `x` lies",
    "target": "T is the figure `denominator`, else the number `target`; h is `floor` (0.5 unless given); x = n / T."
    " `x ≤ 1`: `max · h · x`; `x > 1`: `max · (h + (1 − h) · (x − 1) / E)`, E the largest `x − 1` of the units compared",
    "relative_to_best": "`max · x / best`; `down`: `max · best / x`, best being the smallest, and `max` where `x` = 0",
    "minmax": "`lo + (max − lo) · (x − MIN) / (MAX − MIN)`, lo = `floor` (0 unless given); `down`: `MAX − x` instead of"
    " `x − MIN`; see [windows and groups](#compared-with-whom)",
    "survey_share": "`max · x / target` (target: 1 unless given); `down`: `max · (1 − x)`",
    "survey_mean": "`max · (x − floor) / (target − floor)` (floor: 0 unless given)",
    "deduction": "`max − target · n`, not below `floor` (0 unless given)",
    "bonus": "`min(max, n · target)` (target: 1 unless given), on top of the parent's; see"
    " [bonus and penalty](#bonus-and-penalty)",
    "penalty": "`−min(max, n · target)` (target: 1 unless given), off the parent's; see"
    " [bonus and penalty](#bonus-and-penalty)",
    "imported": "from `index:<code>`: `max · f / target` (target: 1 unless given), f the share that the unit got of that"
    " index's maximum, or the step in which f lies; from figures: `max · n / d`, or `n`; see"
    " [imported indices](#imported-indices)",
    "inherited": "with steps those of the step in which `x` lies, with a denominator `max · x`, else `n`; see"
    " [inherited figures](#inherited-figures)",
    "formula": "the expression's value, not below `floor` (0 unless given); see [formulas](#formulas)",
    "growth": "g = n / d − 1, where d is the figure `denominator`, else `n` of the year before; `down`: g = 1 − n / d."
    " `max · g / target`, or the step in which g lies",
    "deadline": "n is days late, 0 or less in time: `max` while `n ≤ target` (0 unless given), else `floor` (0 unless"
    " given); or the step in which `n` lies",
    "gate": "none; see [gates](#gates)",
    "display_only": "none, of a maximum of 0",
}
"""Rule -> its points; what no formula says otherwise lies between 0 and max."""

_TITLES = {
    "max_points": "max", "expected": "points", "applicable": "maximum that counts", "before": "year before",
    "above": "unit above", "others": "other units", "window_years": "years", "zero_denominator": "zero denominator",
    "not_applicable": "not applicable", "rounds_to": "rounds to", "max_ratio": "max ratio",
}  # fmt: skip
_OWN = ("rule", "n", "d", "expected", "state", "why")  # of each case, never of all of them


def page() -> str:
    """The whole text of docs/rules.md."""
    said = comments((MACROS / "rules.sql").read_text("utf-8"))
    sections = [_section(rule, said[rule.name]) for rule in RULES.values()]
    parts = {
        "contents": " · ".join(f"[{name}](#{name})" for name in RULES),
        "rules": "\n\n".join(sections),
        "states": _table(cases("states")),
    }
    return re.sub(r"<!-- (\w+) -->", lambda found: parts[found[1]], PROSE.read_text("utf-8"))


def comments(text: str) -> dict[str, str]:
    """Rule -> the comment above its macro; macros that share a comment follow one another."""
    found, last = {}, ""
    for comment, name in re.findall(r"\{#(.*?)#\}|\{% macro rule_(\w+)\(\)", text, re.DOTALL):
        if name:
            found[name] = last
        else:
            said = " ".join(comment.split())
            said = re.sub(r"^[\d, ]+: ", "", said)
            last = said[:1].upper() + said[1:]
    return found


def cases(name: str) -> list[dict[str, str]]:
    """The cases of a table, one dict a line."""
    with (MACROS / "cases" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _section(rule: Rule, said: str) -> str:
    facts = [f"needs {_codes(rule.needs)}" if rule.needs else "", f"may have {_codes(rule.may)}" if rule.may else ""]
    facts.append({"no": "", "may": "may have steps", "needs": "needs steps"}[rule.steps])
    facts[-1] += ", told apart by `state`" if rule.state else ""
    parameters = "; ".join(filter(None, facts))
    return "\n\n".join(
        (
            f"### {rule.name}",
            f"> {rule.sentence_vi}",
            said,
            f"- Points: {POINTS[rule.name]}.\n- Parameters: {parameters or 'none'}.",
            _table(cases(rule.name)),
        )
    )


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(rows: list[dict[str, str]]) -> str:
    """A table of cases: empty columns left out, what all cases share said above it."""
    columns = [c for c in rows[0] if any(row[c] for row in rows)]
    if all(row.get("state") == "scored" for row in rows):
        columns.remove("state")
    shared = [c for c in columns if c not in _OWN and len(rows) > 1 and len({row[c] for row in rows}) == 1]
    columns = [c for c in columns if c not in shared]
    told = "; ".join(f"{_title(c)} {_cell(c, rows[0][c])}" for c in shared)
    lines = [[_title(c) for c in columns], ["---"] * len(columns)]
    lines += [[_cell(c, row[c]) for c in columns] for row in rows]
    text = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"All cases: {told}.\n\n{text}" if told else text


def _title(column: str) -> str:
    return _TITLES.get(column, column)


def _cell(column: str, text: str) -> str:
    if column == "expected" and not text:
        return "–"
    if column == "steps":
        return " · ".join(_step(step) for step in text.split(";")) if text else ""
    if column == "n" and re.search(r"[*/(+]", text):
        return f"`{text}`"
    return text.replace("|", "\\|").replace(";", ", ") if column in ("n", "others") else text.replace("|", "\\|")


def _step(step: str) -> str:
    """`0.90:0.95=2.5` as `0.90 to < 0.95: 2.5`."""
    place, _, points = step.partition("=")
    if ":" not in place:
        return f"{place}: {points}"
    low, _, high = place.partition(":")
    span = f"{low} to < {high}" if low and high else f"≥ {low}" if low else f"< {high}"
    return f"{span}: {points}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(PAGE.relative_to(REPO))
