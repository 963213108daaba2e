"""Planted faults of a book's head, and of a book among the others."""

import pytest

from books.book import read
from tests.books.planted import FILES, assert_only, good, spoil, told


@pytest.mark.parametrize(
    ("cells", "column", "word"),
    [
        ({"scale_points": "1000"}, "scale_points", "1000"),
        ({"scale_points": "100,0"}, "scale_points", "Write 100.0"),
        ({"level": "distrct"}, "level", "Is “district” meant?"),
        ({"level": "district,commune"}, "level", "joined by “|”"),
        ({"level": "district|district"}, "level", "twice"),
        ({"level": ""}, "level", "Fill it in"),
        ({"tie_policy": "competitive"}, "tie_policy", "Is “competition” meant?"),
        ({"status": "oficial"}, "status", "Is “official” meant?"),
        ({"rank_decimals": "2.5"}, "rank_decimals", "whole number"),
        ({"rank_decimals": "-1"}, "rank_decimals", "whole number"),
        ({"rank_decimals": "20"}, "rank_decimals", "above 10"),
        ({"valid_from": "01/01/2030"}, "valid_from", "2030-01-01"),
        ({"valid_to": "2030-02-30"}, "valid_to", "no day 2030-02-30"),
        ({"valid_to": "2030-01-01"}, "valid_to", "later than valid_from"),
        ({"decision_no": ""}, "decision_no", "needs the number"),
        ({"decision_date": ""}, "decision_date", "needs the date"),
        ({"edition": "2030 lần 2"}, "edition", "letters"),
        ({"title_vi": ""}, "title_vi", "Fill it in"),
    ],
)
def test_a_planted_fault_of_the_head(tmp_path, cells, column, word):
    spoil(good(tmp_path), "book", "x", **cells)
    found = told(tmp_path)
    if column == "scale_points" and word == "1000":  # told where the root is, naming the other file
        assert_only(found, "criteria", 2, "max_points", "scale is 1000", "x_2030__book.csv")
    else:
        assert_only(found, "book", 2, column, word)


def other(folder, **cells):
    """Another book, y of 2030, that may import x."""
    good(folder, book=FILES["book"].replace("x,2030", "y,2030"))
    for column, value in cells.items():
        spoil(folder, "book", "y", **{column: value})
    return read(folder)


def test_books_beside_each_other(tmp_path):
    good(tmp_path / "x")
    beside = other(tmp_path / "y")
    assert told(tmp_path / "x", [beside, read(tmp_path / "x")]) == []
    spoil(tmp_path / "y", "criteria", "c1", numerator="index:x")
    assert_only(told(tmp_path / "x", [read(tmp_path / "y")]), "criteria", 22, "numerator", "x → y → x")
    assert told(tmp_path / "x", [other(tmp_path / "y2", level="province")]) == []
    spoil(tmp_path / "x", "criteria", "c1", numerator="index:x")
    assert_only(told(tmp_path / "x"), "criteria", 22, "numerator", "x → x")


def test_two_books_of_one_index_and_level_at_one_time(tmp_path):
    good(tmp_path / "x")
    again = other(tmp_path / "y", index_code="x")
    assert_only(told(tmp_path / "x", [again]), "book", 2, "edition", "already in folder y")
    spoil(tmp_path / "y", "book", "x", edition="2030b")
    assert_only(
        told(tmp_path / "x", [read(tmp_path / "y")]),
        "book",
        2,
        "valid_from",
        "overlaps book x/2030b",
        "commune, district",
    )
    spoil(tmp_path / "y", "book", "x", valid_from="2031-01-01", valid_to="")
    assert told(tmp_path / "x", [read(tmp_path / "y")]) == []
