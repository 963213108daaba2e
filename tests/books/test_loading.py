"""Books on their way into the database: loaded once, left alone while they are as they were, and kept when they go wrong."""

import shutil

import psycopg
import pytest

from books import loading
from books.book import BOOKS
from warehouse import config


@pytest.fixture
def shelf(warehouse, tmp_path):
    """A folder of two sound books, and an empty database."""
    with psycopg.connect(config.dsn("admin")) as conn:
        for table in loading.COLUMNS:
            conn.execute(f"truncate books.{table}")
    for name in ("par/2022", "sipas/2026"):
        shutil.copytree(BOOKS / name, tmp_path / name)
    return tmp_path


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_book_is_loaded_when_it_changed(shelf):
    first = loading.load_all(shelf)
    assert first.loaded == ["par/2022", "sipas/2026"] and not first.refused
    assert loading.load_all(shelf).unchanged == ["par/2022", "sipas/2026"]
    edit(shelf / "par/2022/par_2022__criteria.csv", "kế hoạch", "Kế hoạch")
    second = loading.load_all(shelf)
    assert (second.loaded, second.unchanged) == (["par/2022"], ["sipas/2026"])
    assert str(second) == "1 loaded, 1 unchanged"


def test_a_book_with_a_fault_is_refused_and_what_was_loaded_stays(shelf, query):
    loading.load_all(shelf)
    before = query("select * from books.criterion where index_code = 'par' order by position")
    edit(shelf / "par/2022/par_2022__criteria.csv", ",5,", ',"4,5",')
    report = loading.load_all(shelf)
    assert list(report.refused) == ["par/2022"] and report.unchanged == ["sipas/2026"]
    assert query("select * from books.criterion where index_code = 'par' order by position") == before
    with pytest.raises(loading.BooksRefused, match=r"par_2022__criteria\.csv, dòng \d+, cột max_points.*4\.5"):
        loading.raise_refused(shelf)


def test_a_new_book_with_a_fault_is_not_loaded_at_all(shelf, query):
    (shelf / "sipas/2026/sipas_2026__criteria.csv").unlink()
    report = loading.load_all(shelf)
    assert list(report.refused) == ["sipas/2026"]
    assert query("select distinct index_code from books.criterion") == [("par",)]


def test_a_book_whose_folder_is_gone_goes_unless_a_ranking_stands_on_it(shelf, query):
    loading.load_all(shelf)
    release = query(
        "insert into ops.release (fingerprint, code_version) values ('x', 'x') returning release_id"
    )[0][0]  # fmt: skip
    query(
        "insert into ops.official_ranking (index_code, edition, period_code, release_id, approved_by, sha256)"
        " values ('par', '2022', '2022', %s, 'test', 'x')", release,
    )  # fmt: skip
    shutil.rmtree(shelf / "par")
    shutil.rmtree(shelf / "sipas")
    assert loading.load_all(shelf).removed == ["sipas/2026"]
    assert query("select index_code from books.book") == [("par",)]


def test_numbers_and_states_arrive_exactly(shelf, query):
    loading.load_all(shelf)
    assert query("select target::text from books.criterion where criterion_code = '1.2' and index_code = 'par'") == [
        (None,)
    ]
    assert query("select floor::text from books.criterion where criterion_code = '1.2' and index_code = 'par'") == [
        ("0.80",)
    ]
