"""The sample's PAR figures through the index books, by a second scorer in plain Decimal that shares nothing with dbt."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.readers.workbook import Layouts, read_workbook
from ingestion.units import UnitCatalogue
from sample.workbooks import write_inbox

REPO = Path(__file__).resolve().parents[2]
SEEDS = REPO / "dbt_project" / "seeds"
UNITS = UnitCatalogue.from_csv(SEEDS / "reference" / "units.csv", SEEDS / "reference" / "unit_aliases.csv")
DO_LUONG = "district-427-2020"


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    paths = {path.name: path for path in write_inbox(tmp_path_factory.mktemp("inbox"))}
    wanted = {year: paths[f"so_lieu_par_{year}.xlsx"] for year in (2022, 2023)}
    layouts = Layouts.load(REPO / "ingestion" / "layouts")
    return {year: read_workbook(p.name, p.read_bytes(), layouts, UNITS) for year, p in wanted.items()}


def seed(year, name):
    with open(SEEDS / "books" / "par" / str(year) / f"par_{year}__{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def points(criterion, steps, n, d):
    """Points of a leaf by the wording of its rule; None where it is not applicable."""
    most, rule = Decimal(criterion["max_points"]), criterion["rule"]
    if criterion["denominator"] and d == 0:
        return {"full": most, "zero": Decimal(0), "exclude": None}[criterion["zero_denominator"]]
    share = n / d if criterion["denominator"] else n
    target, floor = (Decimal(criterion[k] or 0) for k in ("target", "floor"))
    if rule in ("bands", "count_steps"):
        within = [s for s in steps if Decimal(s["from_value"] or "-inf") <= share < Decimal(s["to_value"] or "inf")]
        return Decimal(within[0]["points"])
    return {
        "yes_no": lambda: most if n == 1 else Decimal(0),
        "reported": lambda: n,
        "ratio": lambda: most * share,
        "survey_share": lambda: most * share,
        "ratio_capped": lambda: most * min(Decimal(1), share / target),
        "ratio_floor": lambda: most * share if share >= floor else Decimal(0),
        "deduction": lambda: max(floor, most - target * n),
    }[rule]()


def ranking(book, year):
    """Districts from the best score to the worst, with their scores."""
    steps, figures, scores = defaultdict(list), defaultdict(dict), {}
    for step in seed(year, "steps"):
        steps[step["criterion_code"]].append(step)
    for f in book.figures:
        figures[f.unit_key][f.figure_code] = f.value
    leaves = [c for c in seed(year, "criteria") if c["rule"]]
    for unit, has in figures.items():
        scored = [points(c, steps[c["criterion_code"]], has[c["numerator"]], has.get(c["denominator"])) for c in leaves]
        scores[unit] = sum(scored)
    return sorted(scores.items(), key=lambda item: -item[1])


@pytest.mark.parametrize(("year", "place"), [(2022, 8), (2023, 7)])
def test_do_luong_stands_where_it_is_published(books, year, place):
    ranked = ranking(books[year], year)
    gaps = [a - b for (_, a), (_, b) in zip(ranked, ranked[1:], strict=False)]
    assert len(ranked) == 21
    assert ranked[place - 1][0] == DO_LUONG
    assert min(gaps) > Decimal("0.2"), "a rank must not hang on noise"
    assert Decimal(60) < ranked[-1][1] < ranked[0][1] < Decimal(95)


def test_the_ends_of_2023(books):
    names = [UNITS.by_key[unit].short_name_vi for unit, _ in ranking(books[2023], 2023)]
    assert (names[:3], names[-3:]) == (["Vinh", "Diễn Châu", "Nghi Lộc"], ["Tương Dương", "Kỳ Sơn", "Cửa Lò"])
