"""Workbooks of a form, laid out by the form's own layout: header texts and value words are read from
``ingestion/layouts``, so that a column added there stands in the sample too."""

import csv
import functools
import tomllib
from pathlib import Path

from sample.sheets import Page, grouped, spelled

LAYOUTS = Path(__file__).resolve().parents[1] / "ingestion" / "layouts"


@functools.cache
def columns(form: str, edition: str, sheet: str) -> list[tuple[str, str, list[str]]]:
    """(code, type, header from top to bottom) of the columns of a sheet, without those that are not read."""
    with (LAYOUTS / f"{form}.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["sheet"] == sheet and r[edition]]
    shown = [r for r in rows if r["role"] not in ("ignored", "letterhead")]
    return [(r["code"], r["type"], r[edition].split(" | ")[0].split(" / ")) for r in shown]


@functools.cache
def _said(form: str, map_: str) -> dict[int, str]:
    """Our number -> the first word for it in a value map."""
    maps = tomllib.loads((LAYOUTS / f"{form}.toml").read_text(encoding="utf-8"))["maps"]
    return {int(ours): said for said, ours in reversed(maps[map_].items())}


def write_figures(page: Page, form: str, edition: str, units: list[dict], figures: dict[str, dict], by_hand=()) -> None:
    """The table of a figure form: a row per unit of ``units``, a column per figure, and the total.

    ``figures``: unit_key -> figure code -> number, or a text to be written as it stands. Codes that contain one of the
    words ``by_hand`` are typed as text in every fourth row ("123.456,7").
    """
    shape = columns(form, edition, "figures" if form != "par_province" else "main")
    extra = ["Ghi chú"] if edition > "2022" else []
    page.header([*tree([header for _, _, header in shape]), *extra])
    first, written = page.row, []
    for i, unit in enumerate(units, 1):
        has = figures[unit["unit_key"]]
        values = [_typed(has.get(code, ""), form, type_, i, code, by_hand) for code, type_, _ in shape[2:]]
        page.line([i, spelled(unit, i), *values])
        written.append(values)
    kinds = [type_ if type_ == "integer" or "million" in code else "" for code, type_, _ in shape[2:]]
    sums = [list(c) if kind else [] for kind, c in zip(kinds, zip(*written, strict=True), strict=True)]
    page.total("Tổng cộng", first, sums)


def _typed(value: object, form: str, type_: str, i: int, code: str, by_hand: tuple[str, ...]) -> object:
    if isinstance(value, str):
        return value
    if type_.startswith("map:"):
        return _said(form, type_.removeprefix("map:"))[value]
    if i % 4 == 0 and any(word in code for word in by_hand):
        return grouped(value, 1 if "million" in code else 0)
    return value


def tree(headers: list[list[str]]) -> list:
    """Header texts as the tree that ``Page.header`` draws: neighbours under the same text share it."""
    found: list = []
    for top, *below in headers:
        if not below:
            found.append(top)
        elif found and isinstance(found[-1], tuple) and found[-1][0] == top:
            found[-1][1].extend(below)
        else:
            found.append((top, below))
    return found
