"""Closed books: what changed, went or came since a book was pinned is told, and sha256sum agrees."""

import subprocess

import pytest

from books import pins
from books.book import BOOKS, all_folders
from books.check import check
from books.faults import stopping
from tests.books.planted import good, spoil, told


@pytest.fixture
def home(tmp_path):
    (tmp_path / pins.PINS).write_text("")
    good(tmp_path / "x" / "2030")
    return tmp_path


def test_a_pinned_book_is_what_it_was(home):
    folder = home / "x" / "2030"
    assert pins.pin(folder) == home / pins.PINS and pins.is_pinned(folder)
    proof = subprocess.run(["sha256sum", "-c", pins.PINS], cwd=home, capture_output=True, text=True)
    assert proof.returncode == 0 and proof.stdout.count(": OK") == 5
    assert told(folder) == []
    with pytest.raises(ValueError, match="pinned already"):
        pins.pin(folder)


def test_changed_missing_and_new_files_are_told(home):
    folder = home / "x" / "2030"
    pins.pin(folder)
    spoil(folder, "criteria", "a9", name_en="Other")
    (folder / "x_2030__units.csv").unlink()
    (folder / "notes.csv").write_text("a\n")
    found = {fault.file: fault.en for fault in check(folder)}
    assert {file: text.split(". ")[0] for file, text in found.items()} == {
        "x_2030__criteria.csv": "differs from what was closed (CLOSED.sha256)",
        "x_2030__units.csv": "a file of a closed book is missing",
        "notes.csv": "a new file in a closed book",
    }
    assert all("A closed book does not change" in text for text in found.values())


def test_the_whole_folder_gone_or_pins_damaged(home):
    folder = home / "x" / "2030"
    pins.pin(folder)
    for path in folder.glob("*.csv"):
        path.unlink()
    assert sum("of a closed book is missing" in fault.en for fault in check(folder)) == 5
    (home / pins.PINS).write_text("not a checksum\n")
    assert [fault.file for fault in check(good(folder))] == [pins.PINS]


def test_status_closed_needs_pins(home):
    folder = home / "x" / "2030"
    spoil(folder, "book", "x", status="closed")
    assert [(fault.file, "parix book pin" in fault.en) for fault in check(folder)] == [(pins.PINS, True)]
    pins.pin(folder)
    assert check(folder) == []


def test_a_book_elsewhere_is_not_pinned(tmp_path):
    with pytest.raises(ValueError, match="only books below"):
        pins.pin(good(tmp_path / "x" / "2030"))


def test_names_follow_the_folder(home):
    folder = good(home / "x" / "2031")
    found = {(fault.file, fault.column): fault.en for fault in check(folder)}
    assert "does not match the folder “2031”" in found["x_2030__book.csv", "edition"]
    assert found["x_2030__steps.csv", None] == "a file of this folder is called x_2031__steps.csv. Rename it."


def test_the_books_of_the_house_pass():
    assert any(name.startswith("par/2022/") for name in pins.pinned(BOOKS))
    for folder in all_folders():
        assert stopping(check(folder)) == []
