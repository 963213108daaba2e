"""What the generator writes are books that the check lets pass, read back from files as they were made."""

from random import Random

import pytest

from books.book import read
from books.check import check
from books.faults import stopping
from tests.books import generate


@pytest.fixture(scope="module")
def batch():
    return generate.batch(Random(7), 150, 0)[0]


def test_generated_books_pass_the_check(batch, tmp_path):
    folders = [generate.write(case, tmp_path) for case in batch]
    sources = [read(folder) for folder in folders[:2]]
    for folder in folders:
        assert not stopping(check(folder, sources)), folder


def test_what_is_written_is_what_was_made(batch, tmp_path):
    for case in batch[:20]:
        again, made = read(generate.write(case, tmp_path)), generate.as_book(case)
        for part in ("criteria", "steps", "classes", "units"):
            assert [row.values for row in getattr(again, part)] == [row.values for row in getattr(made, part)]


def test_a_batch_is_the_same_every_time():
    assert generate.batch(Random(3), 5, 2) == generate.batch(Random(3), 5, 2)
