"""Numbers as officials write them, criteria in the order of the book, units that are ranked together, and a folder that is no
site."""

from decimal import Decimal

import pytest

from publishing import report, shape, wording


@pytest.mark.parametrize(
    ("value", "places", "vi", "en"),
    [
        (Decimal("1234567.80"), None, "1.234.567,80", "1,234,567.80"),
        (Decimal("9.04392764857881136956"), None, "9,04392764857881136956", "9.04392764857881136956"),
        (Decimal("0.125"), 2, "0,13", "0.13"),
        (Decimal("-0.5"), None, "-0,5", "-0.5"),
        (Decimal("1E+3"), None, "1.000", "1,000"),
    ],
)
def test_numbers_are_exact_in_both_languages(value, places, vi, en):
    assert wording.number(value, places) == f'<span lang="vi">{vi}</span><span lang="en">{en}</span>'


def test_a_float_is_no_number_and_nothing_is_a_dash():
    assert wording.number(None) == "–" and wording.number(7) == "7"
    with pytest.raises(TypeError):
        wording.number(82.35)


def node(position, code, parent, depth, is_override=False):
    return {
        "position": position,
        "criterion_code": code,
        "parent_code": parent,
        "depth": depth,
        "is_override": is_override,
    }


def test_criteria_stand_in_the_order_of_the_book():
    book = [
        ("par", None, 0),
        ("II", "par", 1),
        ("b", "II", 2),
        ("a", "II", 2),
        ("I", "par", 1),
        ("10", "I", 2),
        ("9", "I", 2),
    ]
    criteria = [node(n, *line) for n, line in enumerate(book)]
    found = shape.tree(criteria[::-1])
    assert [r["criterion_code"] for r in found] == ["II", "b", "a", "I", "10", "9", "par"]


def test_an_override_is_counted_up_to_the_root_and_stages_stand_at_their_criterion():
    criteria = [node(1, "par", None, 0), node(2, "1", "par", 1), node(3, "1.1", "1", 2, True), node(4, "1.2", "1", 2, True),
                node(5, "2", "par", 1)]  # fmt: skip
    stages = [{"criterion_code": "1.1", "stage": stage} for stage in ("system", "final")]
    found = {r["criterion_code"]: r for r in shape.tree(criteria, stages)}
    assert {code: r["overridden"] for code, r in found.items()} == {"par": 2, "1": 2, "1.1": 1, "1.2": 1, "2": 0}
    assert {code for code, r in found.items() if r["stages"]} == {"1.1"} and found["1.1"]["stages"] == stages


def test_highest_median_and_lowest_are_those_of_the_ranked_units():
    base = {"level": "department", "peer_group": "A", "percent": None, "class_vi": None, "is_ranked": True,
            "comparison": "no_previous", "override_count": 0}  # fmt: skip
    given = [(1, "90"), (2, "80"), (3, "70"), (None, "99"), (None, None)]
    rows = [
        base | {"rank": rank, "score": score and Decimal(score), "is_ranked": score != "99"} for rank, score in given
    ]
    found = shape.group(rows)
    assert found["spread"] == (90, 80, 70) and (found["ranked"], found["unranked"]) == (3, 1)
    assert shape.group(rows[3:])["spread"] is None and not found["has_previous"]


def test_a_folder_that_is_no_site_is_never_replaced(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(FileExistsError, match="something else"):
        report.build(tmp_path)
