"""PAR 2023 of Nghệ An in the shape that is published (baonghean.vn on Decision 3323/QĐ-UBND of 16 October 2023); the
texts and points of both books are illustrative, and the books say so."""

from collections import defaultdict

import pytest

from books.book import BOOKS, read
from books.rules import RULES

DISTRICTS = {"1": (8, 13), "2": (6, 10), "3": (8, 20), "4": (5, 11), "5": (8, 14), "6": (5, 11), "7": (9, 15)}
DEPARTMENTS = {"1": (8, 12), "2": (6, 9), "3": (7, 18), "4": (5, 11), "5": (8, 13), "6": (5, 12), "7": (9, 14)}


def below(edition: str) -> dict[str, list[str]]:
    found = defaultdict(list)
    for row in read(BOOKS / "par" / edition).criteria:
        found[row.values["parent_code"]].append(row.values["criterion_code"])
    return found


@pytest.mark.parametrize(("edition", "counts"), [("2023", (7, 49, 94)), ("2023_department", (7, 48, 89))])
def test_areas_criteria_and_sub_criteria(edition, counts):
    children = below(edition)
    areas = children["par"]
    criteria = [c for area in areas for c in children[area]]
    assert (len(areas), len(criteria), sum(len(children[c]) for c in criteria)) == counts
    assert all(children[c] for c in criteria)


@pytest.mark.parametrize(("edition", "published"), [("2023", DISTRICTS), ("2023_department", DEPARTMENTS)])
def test_counts_per_area(edition, published):
    """Published for the departments; for the districts only the sums are, the parts are illustrative."""
    children = below(edition)
    assert {a: (len(children[a]), sum(len(children[c]) for c in children[a])) for a in children["par"]} == published


@pytest.mark.parametrize("edition", ["2023", "2023_department", "2026"])
def test_what_is_illustrative_says_so(edition):
    book = read(BOOKS / "par" / edition)
    assert book.head.values["status"] == "illustrative"
    assert "minh họa" in book.head.values["title_vi"] and "illustrative" in book.head.values["title_en"]


def test_the_districts_use_every_rule_that_gives_points_or_takes_them():
    used = {row.values["rule"] for row in read(BOOKS / "par" / "2023").leaves}
    assert used == set(RULES) - {"display_only"}
