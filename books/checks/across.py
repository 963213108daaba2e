"""A book among the other books: two of one index and level at one time, and indices that import each other in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from books.book import Book, Row
from books.faults import Fault, at

PREFIX = "index:"


def faults(book: Book, others: list[Book]) -> Iterator[Fault]:
    others = [other for other in others if other.folder.resolve() != book.folder.resolve()]
    for other in others:
        if other.index_code != book.index_code:
            continue
        if other.edition == book.edition:
            yield at(book.head, "edition", f"bộ {book.name} đã có ở thư mục {other.folder.name}. Hãy đổi phiên bản.",
                     f"book {book.name} is already in folder {other.folder.name}. Change the edition.")  # fmt: skip
        elif shared := sorted(set(book.levels) & set(other.levels)):
            if _overlap(book, other):
                span = f"{other.head.values['valid_from']} – {other.head.values['valid_to'] or '…'}"
                yield at(book.head, "valid_from", f"trùng thời gian với bộ {other.name} cùng cấp {', '.join(shared)} ({span}). Hãy sửa valid_from hoặc valid_to của một trong hai.",
                         f"overlaps book {other.name} of the same level {', '.join(shared)} ({span}). Correct valid_from or valid_to of one of them.")  # fmt: skip
    yield from _circles(book, others)


def imports(book: Book) -> dict[str, Row]:
    """The indices that a book takes points from, each with the first criterion that does."""
    found: dict[str, Row] = {}
    for row in book.criteria:
        if row.values["rule"] == "imported" and row.values["numerator"].startswith(PREFIX):
            found.setdefault(row.values["numerator"].removeprefix(PREFIX), row)
    return found


def _circles(book: Book, others: list[Book]) -> Iterator[Fault]:
    for index, row in imports(book).items():
        if way := _way_back(book, index, others):
            circle = " → ".join([book.index_code, *way])
            yield at(row, "numerator", f"các chỉ số lấy điểm của nhau thành vòng: {circle}. Hãy bỏ một lần lấy.",
                     f"indices import each other in a circle: {circle}. Drop one of the imports.")  # fmt: skip


def _way_back(book: Book, index: str, others: list[Book]) -> list[str] | None:
    """The indices from `index` back to the book's own; None when no way leads there."""
    waiting, seen = [[index]], {index}
    while waiting:
        way = waiting.pop(0)
        if way[-1] == book.index_code:
            return way
        for other in others:
            if other.index_code == way[-1] and _overlap(book, other) and set(book.levels) & set(other.levels):
                for further in imports(other):
                    if further not in seen:
                        seen.add(further)
                        waiting.append([*way, further])
    return None


def _overlap(one: Book, other: Book) -> bool:
    a, b = one.head.values, other.head.values
    if not a["valid_from"] or not b["valid_from"]:
        return False
    return a["valid_from"] < (b["valid_to"] or "9999") and b["valid_from"] < (a["valid_to"] or "9999")
