"""The sample's PAR figures and assessments through the index books, by the tests' own scorer that shares nothing with
dbt: the places of the districts are those that are published, and no rank hangs on noise."""

from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from ingestion.readers.workbook import Layouts, read_workbook
from ingestion.units import UnitCatalogue
from sample import assessments, par_figures, par_workbooks
from sample.workbooks import write_inbox
from tests.books.recompute import Book, ranks, score_all

REPO = Path(__file__).resolve().parents[2]
SEEDS = REPO / "dbt_project" / "seeds"
UNITS = UnitCatalogue.from_csv(SEEDS / "reference" / "units.csv", SEEDS / "reference" / "unit_aliases.csv")
ABSURD = {("department-so-xay-dung-2020", code) for code in par_workbooks.OUTSIDE_THEIR_SENSE}
PLANTED = {(fault[0], str(fault[2])) for fault in assessments.FAULTS.values()}
LAST_DAY = date(2023, 12, 31)
EDITIONS = {"2022": "district", "2023": "district", "2023_department": "department"}


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    """What the PAR workbooks and score sheets say, without what the gate keeps out."""
    layouts, figures, entries = Layouts.load(REPO / "ingestion" / "layouts"), [], []
    for path in write_inbox(tmp_path_factory.mktemp("inbox")):
        if "_par_" in path.name:
            book = read_workbook(path.name, path.read_bytes(), layouts, UNITS)
            figures += [{"unit_code": f.unit_key, "period_code": f.period_code, "figure_code": f.figure_code,
                         "value": f.value, "missing_reason": f.missing_reason} for f in book.figures
                        if (f.unit_key, f.figure_code) not in ABSURD]  # fmt: skip
            entries += [{"unit_code": e.unit_key, "period_code": e.period_code} | e.fields for e in book.list_rows]
    return figures, [e for e in entries if (e["criterion_code"], e["points"]) not in PLANTED]


@pytest.fixture(scope="module")
def scored(inbox):
    """Edition -> (places by unit, state of the leaves counted)."""
    found = {}
    for edition, level in EDITIONS.items():
        book = Book(SEEDS / "books" / "par" / edition)
        units = [
            {"unit_code": k, "level": u.level, "peer_group": u.level, "parent_code": u.parent_unit_key}
            for k, u in UNITS.by_key.items() if u.level in (level, "province") and u.is_valid(LAST_DAY)
        ]  # fmt: skip
        scores = {k: v for k, v in score_all([book], units, *inbox).items() if k[2] == edition[:4]}
        places = {k[3]: place for k, place in ranks([book], units, scores).items()}
        leaves = Counter(scores[k][c].state for k in scores for c in scores[k] if c.count(".") == 2)
        found[edition] = (places, leaves, scores)
    return found


def in_order(places) -> list[str]:
    return sorted(places, key=lambda unit: -places[unit].score)


@pytest.mark.parametrize(("edition", "place"), [("2022", 8), ("2023", 7)])
def test_do_luong_stands_where_it_is_published(scored, edition, place):
    places, _, _ = scored[edition]
    ranked = [places[unit].score for unit in in_order(places)]
    assert len(places) == 21
    assert places["district-427-2020"].rank == place
    assert min(a - b for a, b in zip(ranked, ranked[1:], strict=False)) > Fraction(1, 5), (
        "a rank must not hang on noise"
    )
    assert 60 < ranked[-1] < ranked[0] < 97


def test_the_ends_and_the_classes_of_2023(scored):
    places, leaves, _ = scored["2023"]
    names = [UNITS.by_key[unit].short_name_vi for unit in in_order(places)]
    assert (names[:3], names[-3:]) == (["Vinh", "Diễn Châu", "Nghi Lộc"], ["Tương Dương", "Kỳ Sơn", "Cửa Lò"])
    assert [places[unit].class_vi for unit in in_order(places)][::20] == ["Xuất sắc", "Trung bình"]
    assert leaves == {"scored": 21 * 94}
    gated = places["district-431-2020"]
    assert (gated.class_vi, gated.percent > 80) == ("Khá", True)


def test_the_council_changes_points_and_no_rank_of_do_luong(scored):
    unit, criterion, points, _ = assessments.OVERRIDE
    assert scored["2023"][2]["par", "2023", "2023", unit][criterion].points == points
    assert par_figures.of_2023()[unit]["par_report_days_late"] > 0
    assert scored["2023"][0][unit].rank == 18


def test_departments_are_ranked_in_two_groups(scored):
    places, leaves, _ = scored["2023_department"]
    assert Counter(p.group for p in places.values()) == {"department": 21, "vertical": 2}
    assert {p.class_vi for p in places.values()} >= {"Xuất sắc", "Tốt", "Khá"}
    assert (leaves["not_applicable"], leaves["missing"]) == (5, 3)
    assert all(60 < p.score <= 100 for p in places.values())
