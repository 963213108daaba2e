"""Gates, groups, ties, units that are not ranked, stages: small scratch books through the real models, each a table."""

from decimal import Decimal

import pytest

from books import trial
from tests.dbt.conftest import make_book, unit
from tests.dbt.test_nodes import figure

ROOT = {"criterion_code": "root", "max_points": "100", "aggregation": "sum"}
AREA = {"criterion_code": "area", "parent_code": "root", "max_points": "60", "aggregation": "sum"}
LEAF = {"criterion_code": "given", "parent_code": "area", "max_points": "60", "rule": "reported", "numerator": "given"}
OTHER = {"criterion_code": "other", "parent_code": "root", "max_points": "40", "rule": "reported", "numerator": "other"}
GATE = {"criterion_code": "gate", "parent_code": "area", "max_points": "0", "rule": "gate", "numerator": "faults"}
CLASSES = [{"class_vi": name, "class_en": name, "from_percent": low}
           for name, low in (("Tốt", "80"), ("Khá", "50"), ("Yếu", "0"))]  # fmt: skip


def book(index: str, criteria=(ROOT, AREA, LEAF, OTHER), steps=(), **head):
    return make_book(index, "1", list(criteria), list(steps), CLASSES, head.pop("book_units", ()), **head)


def points(values: dict[str, str], other: str = "40"):
    return [f for who, value in values.items() for f in (figure(who, "given", value), figure(who, "other", other))]


GATES = [  # state of the step from 1 on, faults, score, class, why
    ("zero", "0", "90", "Tốt", "nothing happened: no effect"),
    ("zero", "1", "40", "Yếu", "the area counts nothing"),
    ("Khá", "2", "90", "Khá", "no class above the one named"),
    ("Yếu", "9", "90", "Yếu", "nor above that"),
    ("Khá", None, "90", "Tốt", "nobody said whether anything happened"),
]


@pytest.fixture(scope="module")
def gated(warehouse):
    books, figures = [], points({"a": "50"})
    for i, (state, faults, *_) in enumerate(GATES):
        gate = GATE | {"numerator": f"faults_{i}"}
        step = {"criterion_code": "gate", "from_value": "1", "state": state}
        books.append(book(f"gate{i}", (ROOT, AREA, LEAF, OTHER, gate), [step]))
        figures.append(figure("a", f"faults_{i}", faults, reason=None if faults else "blank"))
    return {r["index_code"]: r for r in trial.score(books, [unit("a")], figures).ranks}


@pytest.mark.parametrize("i", range(len(GATES)), ids=[gate[-1] for gate in GATES])
def test_gates(gated, i):
    row = gated[f"gate{i}"]
    assert (row["score"], row["class_vi"]) == (Decimal(GATES[i][2]), GATES[i][3])


RANKS = {"competition": [1, 2, 2, 4], "dense": [1, 2, 2, 3], "modified": [1, 3, 3, 4]}


def test_ties_share_a_rank_on_the_published_decimals(warehouse):
    given = points({"a": "50", "b": "40.004", "c": "40.001", "d": "30"}, "1")
    given.append(figure("none", "given", None, reason="blank"))
    done = trial.score(
        [book(policy, tie_policy=policy) for policy in RANKS], [unit(u) for u in [*"abcd", "none"]], given
    )
    for policy, ranks in RANKS.items():
        found = {r["unit_code"]: r["rank"] for r in done.ranks if r["index_code"] == policy}
        assert found == dict(zip("abcd", ranks, strict=True)) | {"none": None}, "who has no score has no rank"


def test_groups_of_a_book_and_units_that_are_not_ranked(warehouse):
    in_book = [{"unit_code": "c", "peer_group": "B", "is_ranked": "yes"}, {"unit_code": "d", "is_ranked": "no"}]
    given = points({"a": "50", "b": "40", "c": "10", "d": "60"})
    rows = trial.score([book("groups", book_units=in_book)], [unit(u) for u in "abcd"], given).ranks
    found = {r["unit_code"]: (r["peer_group"], r["rank"], r["ranked_units"]) for r in rows}
    assert found == {"a": ("commune", 1, 2), "b": ("commune", 2, 2), "c": ("B", 1, 1), "d": ("commune", None, 2)}


STAGES = [  # stage that publishes, assessments (stage, points, reason), what publishes, whose, is it an override
    ("system", [("self", "59", None)], "50", "system", False),
    ("system", [("final", "55", "biên bản số 3")], "55", "final", True),
    ("system", [("final", "55", None)], "50", "system", False),
    ("system", [("appraisal", "55", "thẩm định")], "50", "system", False),
    ("self", [("self", "59", "theo báo cáo")], "59", "self", True),
    ("final", [("self", "59", "tự chấm"), ("appraisal", "48", "thẩm định")], "48", "appraisal", True),
    ("final", [("appraisal", "48", "thẩm định"), ("explanation", "58", "giải trình"), ("final", "54", "chấp nhận")],
     "54", "final", True),
    ("final", [("self", "59", "tự chấm")], "50", "system", False),
    ("appraisal", [("appraisal", "50", None)], "50", "appraisal", False),
    ("appraisal", [("appraisal", "70", "quá điểm tối đa")], "60", "appraisal", True),
]  # fmt: skip


@pytest.fixture(scope="module")
def staged(warehouse):
    books = [book(f"stage{i}", (ROOT, AREA, LEAF | {"stage": s[0]}, OTHER)) for i, s in enumerate(STAGES)]
    assessments = [
        {"unit_code": "a", "period_code": "2025", "index_code": f"stage{i}", "criterion_code": "given", "stage": stage,
         "points": Decimal(given), "reason": reason}
        for i, row in enumerate(STAGES) for stage, given, reason in row[1]
    ]  # fmt: skip
    done = trial.score(books, [unit("a")], points({"a": "50"}), assessments)
    return {r["index_code"]: r for r in done.criteria if r["criterion_code"] == "given"}


@pytest.mark.parametrize("i", range(len(STAGES)), ids=[f"{s[0]}: {s[1]}" for s in STAGES])
def test_stages(staged, i):
    _, _, expected, stage, is_override = STAGES[i]
    row = staged[f"stage{i}"]
    assert (row["points"], row["stage"], row["is_override"]) == (Decimal(expected), stage, is_override)
    assert row["system_points"] == 50 and (row["override_reason"] is not None) == is_override


def test_a_commune_takes_its_provinces_figure(warehouse):
    """Two steps up: the nearest unit above that has the figure."""
    units = [unit("a", parent_code="district"), unit("district", level="district", parent_code="province"),
             unit("province", level="province", parent_code="")]  # fmt: skip
    leaf = LEAF | {"inherits": "yes"}
    given = [figure("province", "given", "44"), figure("a", "other", "1")]
    done = trial.score([book("above", (ROOT, AREA, leaf, OTHER))], units, given)
    assert [r["score"] for r in done.ranks] == [Decimal("45.00")]
