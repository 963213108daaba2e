"""Reading: whatever a spreadsheet or an editor made of the files is survived and told."""

from unicodedata import normalize

import pytest

from books.book import BOOKS, BookUnreadable, all_folders, read
from books.numbers import NotANumber, number
from tests.books.planted import FILES, assert_only, good, told


def test_the_good_book_is_good(tmp_path):
    assert told(good(tmp_path)) == []
    book = read(tmp_path)
    assert (book.name, book.levels, len(book.criteria), len(book.leaves)) == ("x/2030", ("district", "commune"), 29, 25)
    assert book.root.values["criterion_code"] == "x" and book.number(book.root, "max_points") == 100


def test_optional_files_and_columns(tmp_path):
    criteria = [
        ",".join(line.split(",")[:19]) for line in FILES["criteria"].splitlines() if line[:2] in ("cr", "x,", "a1")
    ]
    text = "\n".join([criteria[0], criteria[1], criteria[2].replace("a1,a", "a1,x").replace(",2,,", ",100,,")]) + "\n"
    good(tmp_path, criteria=text, steps=None, classes=None, units="")
    assert told(tmp_path) == []
    book = read(tmp_path)
    assert (book.steps, book.classes, book.units) == ([], [], []) and book.criteria[1].values["max_ratio"] == ""


def test_decomposed_text_blanks_and_empty_lines_are_no_fault(tmp_path):
    text = normalize("NFD", FILES["classes"]).replace("Good", "  Good\u00a0 ").replace("\n", "\n,,,\n\n")
    good(tmp_path, classes=text)
    assert told(tmp_path) == []
    assert [(row.line, row.values["class_vi"], row.values["class_en"]) for row in read(tmp_path).classes[:2]] == [
        (4, "Tốt", "Good"), (7, "Khá", "Fair")]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "change", "line", "column", "word"),
    [
        ("criteria", lambda b: b"\xef\xbb\xbf" + b, 1, None, "BOM"),
        ("criteria", lambda b: b.decode().encode("utf-16"), 1, None, "UTF-16"),
        ("criteria", lambda b: b"\xff" + b, 1, None, "not UTF-8"),
        ("classes", lambda b: b.decode().encode("cp1258", "replace"), 3, None, "Windows-1258"),
        ("classes", lambda b: b.replace(b",", b";"), 1, None, "semicolons"),
        ("classes", lambda b: b.replace(b",", b"\t"), 1, None, "tabs"),
        ("classes", lambda b: b.replace(b"peer_group,", b"").replace(b"\n,", b"\n"), 1, "peer_group", "missing"),
        ("classes", lambda b: b.replace(b"from_percent", b"from_pct"), 1, "from_pct", "from_percent"),
        ("units", lambda b: b.replace(b"note", b"name"), 1, "name", "no such column"),
        ("classes", lambda b: b.replace(b"class_en", b"class_vi"), 1, "class_vi", "twice"),
        ("classes", lambda b: b.replace(b"Good,80", b"Good,80,5"), 2, None, "5 cells, the header 4"),
        ("classes", lambda b: b.replace(b"Good,80", b"Good"), 2, None, "3 cells, the header 4"),
        ("classes", lambda b: b.replace(b",T\xe1\xbb\x91t,Good,80", b";Tot;Good;80"), 2, None, "semicolons"),
        ("classes", lambda b: b.replace(b"Good", b'"Good'), 2, None, "quotes"),
        ("classes", lambda b: b.replace(b"Good", b"G\0d"), 2, None, "NUL"),
        ("classes", lambda b: b"PK\x03\x04" + b, None, None, "Excel"),
        ("book", lambda b: b"", 1, None, "empty"),
        ("book", lambda b: b.splitlines(True)[0], 2, None, "no line"),
        ("book", lambda b: b + b.splitlines(True)[1], 3, None, "one line"),
        ("criteria", lambda b: b.splitlines(True)[0], 1, None, "no criteria"),
    ],
)  # fmt: skip
def test_damaged_files(tmp_path, kind, change, line, column, word):
    path = good(tmp_path) / f"x_2030__{kind}.csv"
    path.write_bytes(change(path.read_bytes()))
    found = [fault for fault in told(tmp_path) if fault[:3] == (kind, line, column)]
    assert found and word in found[0][3], told(tmp_path)
    if column != "peer_group":
        with pytest.raises(BookUnreadable, match=kind):
            read(tmp_path)


def test_files_that_are_not_there(tmp_path):
    assert "no such folder" in told(tmp_path / "nowhere")[0][3]
    good(tmp_path / "a", criteria=None)
    assert_only(told(tmp_path / "a"), "criteria", None, None, "no such file")
    good(tmp_path / "b", steps=None, classes=None, units=None)
    (tmp_path / "b" / "x_2030__step.csv").write_text(FILES["steps"])
    found = told(tmp_path / "b")
    assert found[0][:3] == ("step", None, None) and "__steps.csv" in found[0][3]
    (good(tmp_path / "c") / "y__book.csv").write_text(FILES["book"])
    assert_only(told(tmp_path / "c"), "book", None, None, "y__book.csv")


def test_everything_is_told_at_once(tmp_path):
    text = FILES["classes"].replace(",", ";").replace(";80", ";8,5").replace(";50", ";1e1")
    good(tmp_path, classes="\ufeff" + text, book=FILES["book"].replace(",100,", ",99,"))
    assert {(f[0], f[1], f[2]) for f in told(tmp_path)} == {
        ("classes", 1, None), ("classes", 2, "from_percent"), ("classes", 3, "from_percent"), ("criteria", 2, "max_points")}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "advice"),
    [("4,5", "4.5"), ("1_000", "1000"), ("1\u202f000", "1000"), ("1\u2009000", "1000"), ("+5", "5"), (".5", "0.5"), ("5.", "5"),
     ("007", "7"), ("80%", "0.8"), ("−5", "-5"), ("1e5", None), ("NaN", None), ("Infinity", None), ("1,000", None),
     ("1.000.000", None), ("٣", None), ("", None), ("1" * 31, None)],
)  # fmt: skip
def test_numbers_are_read_strictly(text, advice):
    with pytest.raises(NotANumber) as refused:
        number(text)
    assert advice is None or f"Write {advice}" in refused.value.en


def test_all_books_of_the_house_are_read():
    assert BOOKS / "par" / "2022" in all_folders()
    assert all(read(folder).criteria for folder in all_folders())
