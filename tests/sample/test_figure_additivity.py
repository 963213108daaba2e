"""Which figures may be added up over units: every figure of a form is known, and none that is no count is taken for one."""

import csv
import re

from sample import units
from tests.sample.test_units import read

LAYOUTS = units.SEEDS.parents[2] / "ingestion" / "layouts"
REPORTED = {(path.stem, row["code"], row["type"]) for path in LAYOUTS.glob("*.csv")
            for row in csv.DictReader(path.open(encoding="utf-8")) if row.get("role") == "figure"}  # fmt: skip


def kind_of(figure_code):
    fits = (r["kind"] for r in read("figure_additivity") if re.fullmatch(r["figure_pattern"], figure_code))
    return next(fits, "unknown")


def test_every_figure_of_a_form_is_known_to_add_up_or_not():
    counted = {(f"list {row['form_code']}", row["figure_code"], row["aggregate"]) for row in read("list_figures")}
    assert len(REPORTED) > 150 and {c for _, c, _ in REPORTED | counted if kind_of(c) == "unknown"} == set()
    assert [r["line_no"] for r in read("figure_additivity")] == [
        str(n) for n, _ in enumerate(read("figure_additivity"), 1)
    ]


def test_answers_rates_and_scores_never_add_up():
    adds_up = {code: kind for code, kind in ((c, kind_of(c)) for _, c, _ in REPORTED) if kind in ("count", "amount")}
    assert not {c for _, c, kind in REPORTED if kind.startswith("map:") or kind == "percent"} & set(adds_up)
    decimals = {c for _, c, kind in REPORTED if kind == "decimal"}
    assert {adds_up[c] for c in decimals & set(adds_up)} == {"amount"}
    assert not {c for c in adds_up if re.search(r"mean|points|rate|_pct|per_head|days_late|index:|_kinds", c)}
    assert [kind_of(c) for c in ("dossiers_received", "dossiers_received_communes", "dossiers_received_area")] == [
        "count",
        *["subtotal"] * 2,
    ]
