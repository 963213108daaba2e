"""Reads an index book: the CSV files of one index and edition, as texts with their lines. Reading survives whatever a
spreadsheet or an editor made of the files and reports it; whether the book makes sense is for `books.check`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from books import numbers
from books.faults import BookFaults, Fault, nearest, stopping
from books.reading import Row, rows_of
from books.vocabulary import KINDS

BOOKS = Path(__file__).resolve().parent.parent / "dbt_project" / "seeds" / "books"
__all__ = ["BOOKS", "Book", "BookUnreadable", "Row", "all_folders", "load", "read"]


class BookUnreadable(BookFaults):
    """Files of a book are missing or cannot be read as what they claim to be."""


@dataclass(frozen=True)
class Book:
    """One book as written: nothing is cast, nothing is filled in. Values are NFC and stripped; "" is not set."""

    folder: Path
    index_code: str
    edition: str
    head: Row
    criteria: list[Row]
    steps: list[Row] = field(default_factory=list)
    classes: list[Row] = field(default_factory=list)
    units: list[Row] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.index_code}/{self.edition}"

    @property
    def levels(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.head.values["level"].split("|") if part.strip())

    @property
    def root(self) -> Row:
        return next(row for row in self.criteria if not row.values["parent_code"])

    @property
    def children(self) -> dict[str, list[Row]]:
        """The criteria below each criterion, in the order of the file; the root stands under ""."""
        below: dict[str, list[Row]] = {}
        for row in self.criteria:
            below.setdefault(row.values["parent_code"], []).append(row)
        return below

    @property
    def leaves(self) -> list[Row]:
        below = self.children
        return [row for row in self.criteria if row.values["criterion_code"] not in below]

    @property
    def steps_of(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.steps:
            found.setdefault(row.values["criterion_code"], []).append(row)
        return found

    def number(self, row: Row, column: str) -> Decimal | None:
        """The exact number of a cell, None when it is not set. Raises numbers.NotANumber."""
        return numbers.number(row.values[column]) if row.values[column] else None


def read(folder: Path) -> Book:
    """The book of a folder whose files end in `__book.csv`, `__criteria.csv` and so on. Raises BookUnreadable."""
    book, faults = load(folder)
    if book is None or stopping(faults):
        raise BookUnreadable(stopping(faults))
    return book


def load(folder: Path) -> tuple[Book | None, list[Fault]]:
    """What could be read, with everything that is wrong with the files; no book when the criteria are not readable."""
    folder = Path(folder)
    if not folder.is_dir():
        return None, [
            Fault(
                str(folder),
                None,
                None,
                "không có thư mục này. Hãy kiểm tra đường dẫn.",
                "no such folder. Check the path.",
            )
        ]
    faults: list[Fault] = []
    rows: dict[str, list[Row]] = {}
    for kind in KINDS:
        path = _path(folder, kind, faults)
        if path is not None:
            rows[kind], found = rows_of(path, kind)
            faults += found
    faults += _strangers(folder)
    if "book" in rows and len(rows["book"]) != 1 and not stopping(faults):
        faults.append(_one_line(rows["book"], _path(folder, "book", [])))
    if not rows.get("book") or not rows.get("criteria"):
        if not stopping(faults):
            name = _path(folder, "criteria", []).name
            faults.append(
                Fault(name, 1, None, "tệp chưa có tiêu chí nào. Hãy thêm.", "the file has no criteria. Add them.")
            )
        return None, faults
    head = rows["book"][0]
    parts = {kind: rows.get(kind, []) for kind in KINDS[1:]}
    return Book(folder, head.values["index_code"], head.values["edition"], head, **parts), faults


def all_folders(root: Path = BOOKS) -> list[Path]:
    """The folders <index>/<edition> below a root that hold any file of a book, in order of their names."""
    return sorted({path.parent for kind in KINDS for path in Path(root).glob(f"*/*/*__{kind}.csv")})


def _path(folder: Path, kind: str, faults: list[Fault]) -> Path | None:
    """The one file of a kind; optional kinds may be missing."""
    found = sorted(path for path in folder.glob(f"*__{kind}.csv") if not path.name.startswith((".", "~")))
    if len(found) > 1:
        others = ", ".join(path.name for path in found[1:])
        faults.append(
            Fault(found[0].name, None, None,
                  f"thư mục còn có {others}. Mỗi thư mục chỉ chứa một bộ chỉ số, hãy chuyển tệp thừa đi.",
                  f"the folder also holds {others}. A folder holds one book; move the others away.")
        )  # fmt: skip
    if not found and kind in ("book", "criteria"):
        faults.append(
            Fault(f"*__{kind}.csv", None, None,
                  f"thư mục {folder.name} không có tệp này. Hãy thêm hoặc đổi lại tên tệp.",
                  f"folder {folder.name} has no such file. Add it or correct its name.")
        )  # fmt: skip
    return found[0] if found else None


def _strangers(folder: Path) -> Iterator[Fault]:
    """Files that are probably meant to be part of the book, but whose name says otherwise."""
    for path in sorted(folder.glob("*__*.*")):
        kind, _, ending = path.name.rpartition("__")[2].partition(".")
        if path.name.startswith((".", "~")) or (kind in KINDS and ending == "csv"):
            continue
        if meant := nearest(kind, KINDS):
            yield Fault(
                path.name, None, None,
                f"tên tệp không đúng, nên tệp không được đọc. Có phải là “…__{meant}.csv”?",
                f"the file's name is not known, so it is not read. Is “…__{meant}.csv” meant?",
            )  # fmt: skip


def _one_line(rows: list[Row], path: Path) -> Fault:
    if not rows:
        return Fault(
            path.name, 2, None, "chưa có dòng nào mô tả bộ chỉ số. Hãy thêm.", "no line describes the book. Add it."
        )
    return Fault(
        path.name, rows[1].line, None,
        "tệp chỉ được có một dòng: một thư mục là một bộ chỉ số. Hãy bỏ dòng này.",
        "only one line may stand here: a folder is one book. Remove this line.",
    )  # fmt: skip
