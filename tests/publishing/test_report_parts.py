"""Numbers as officials write them, criteria in the order of the book, and a folder that is no site."""

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


def test_criteria_stand_in_the_order_of_the_book():
    codes = [("par", None), ("1", "par"), ("10", "par"), ("2", "par"), ("1.10", "1"), ("1.9", "1")]
    found = shape.tree([{"criterion_code": c, "parent_code": p} for c, p in codes])
    assert [r["criterion_code"] for r in found] == ["1", "1.9", "1.10", "2", "10", "par"]


def test_a_folder_that_is_no_site_is_never_replaced(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(FileExistsError, match="something else"):
        report.build(tmp_path)
