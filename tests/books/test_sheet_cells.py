"""Whatever a cell of a book holds comes back from the workbook as it was."""

import csv

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from books.book import read
from books.sheet import export
from books.sheet_import import import_workbook
from books.vocabulary import names
from tests.books.planted import FILES, good, spoil
from tests.books.test_sheet import contents

TEXTS = st.text(alphabet="aạ=+-@'\"#,;_x0041\n\t5.%{}<>&", max_size=12).map(str.strip)
NUMBERS = st.one_of(
    st.decimals(0, 10**6, places=3).map(lambda n: f"{n:f}"),
    st.decimals(0, 1, places=6).map(lambda n: f"{n:f}"),
    st.sampled_from(["0.80", "0.123456789012345678901", "12345678901234567.5", "100.00", "0.1", "0.0000001", "7"]),
)


@seed(3)
@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, NUMBERS), min_size=1, max_size=8, unique_by=lambda row: row[0]))
def test_whatever_a_cell_holds_comes_back(tmp_path_factory, rows):
    """Notes that look like formulas, numbers that no float holds, quotes and line breaks."""
    folder = good(tmp_path_factory.mktemp("book"), units=None)
    with (folder / "x_2030__units.csv").open("w", encoding="utf-8", newline="") as out:
        lines = ([f"u{n}", name, "", "yes", note] for n, (name, note, _) in enumerate(rows))
        csv.writer(out, lineterminator="\n").writerows([names("units"), *lines])
    for key, (_, _, number) in zip(("a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8"), rows, strict=False):
        spoil(folder, "criteria", key, weight=number)  # not used below a sum: a warning
    done = import_workbook(export(read(folder), folder / "x.xlsx"), folder / "fresh")
    assert all(f.is_warning for f in done.faults) and contents(folder / "fresh") == contents(folder)


def test_numbers_that_no_float_holds_stay(tmp_path):
    exact = FILES["criteria"].replace("Thưởng,Bonus,3,", "Thưởng,Bonus,3.1415926535897932384626,")
    folder = good(tmp_path / "a", criteria=exact)
    done = import_workbook(export(read(folder), tmp_path / "x.xlsx"), tmp_path / "b")
    assert done.faults == [] and contents(tmp_path / "b") == contents(folder)
