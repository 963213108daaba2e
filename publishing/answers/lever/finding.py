"""The lever of one unit in one criterion, with all that it changes; or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from publishing.answers.lever import rules, steps, wording
from publishing.answers.lever.criteria import OF_OTHERS
from publishing.answers.lever.standing import Release, Standing, Unit

Figures = Mapping[str, Fraction]


@dataclass(frozen=True)
class Lever:
    """``changed``: leaves -> points once the figure is changed; ``score`` the published score then."""

    unit_key: str
    code: str
    move: steps.Move
    changed: Mapping[str, Fraction]
    score: Fraction

    @property
    def figures(self) -> dict[str, Fraction]:
        return {self.move.figure: self.move.after}


def find(release: Release, of: Standing, unit: Unit, code: str) -> Lever | wording.Pair:
    """The unit's lever in a leaf, or the reason (Vietnamese, English) why there is none."""
    leaf, c, row = unit.leaves[code], of.criteria[code], unit.row
    if why := _why_not(release, of, unit, code):
        return why
    move = steps.next_step(leaf)
    if move is None:
        return wording.NO_STEP
    if c.inherits and not release.is_own(row["unit_key"], row["period_code"], move.figure):
        return wording.INHERITED
    changed = apply(release, of, unit, {move.figure: move.after})
    if not isinstance(changed, dict):
        return changed
    score = unit.tree.score_with(changed)
    return wording.LOWERS if score < unit.tree.score else Lever(row["unit_key"], code, move, changed, score)


def apply(release: Release, of: Standing, unit: Unit, figures: Figures) -> dict[str, Fraction] | wording.Pair:
    """Leaves -> points with these figures instead; the reason where one of them cannot be tried."""
    changed = {}
    for code in dict.fromkeys(code for figure in figures for code in of.uses[figure]):
        c, leaf = of.criteria[code], unit.leaves[code]
        if c.rule == "display_only":
            continue
        if unit.states[code]["state"] not in ("scored", "not_applicable") or not leaf.is_exact or c.rule == "gate":
            return wording.SHARED
        after = leaf.changed(figures)
        n = after.n if after.n is not None else Fraction(0)
        if not steps.within(c, c.numerator or "", n, after.d) or (after.d is not None and after.d <= 0):
            return wording.OUT_OF_SENSE
        points = rules.points(after)
        if points is None:
            return wording.SHARED
        changed[code] = points
    if any(figure in release.imported_figures[index] for c in of.criteria.values()
           if (index := c.imported_index) in release.imported_figures for figure in figures):  # fmt: skip
        return wording.SHARED
    return changed


def _why_not(release: Release, of: Standing, unit: Unit, code: str) -> wording.Pair | None:
    leaf, c, row, state = unit.leaves[code], of.criteria[code], unit.row, unit.states[code]
    if row["rank"] is None:
        return wording.NOT_RANKED
    if state["state"] in wording.STATES:
        return wording.STATES[state["state"]]
    if state["points"] >= (0 if c.rule == "penalty" else c.most):
        return wording.FULL
    if c.rule in OF_OTHERS:
        return wording.OTHERS[c.rule]
    if state["stage"] != "system":
        return wording.ASSESSED
    if row["status"] != "official":
        for figure in (*c.figure_codes, f"{row['index_code']}:{code}"):
            if said := release.disputes.get((row["unit_key"], row["period_code"], figure)):
                return wording.disputed(said)
    return None if leaf.is_exact and unit.tree is not None else wording.NOT_RECOMPUTED
