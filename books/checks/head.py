"""What __book.csv says about the book as a whole, and what its folder and files are called."""

from __future__ import annotations

from collections.abc import Iterator

from books.book import Book
from books.faults import Fault, at


def faults(book: Book, in_seeds: bool) -> Iterator[Fault]:
    head = book.head.values
    starts, ends = head["valid_from"], head["valid_to"]
    if starts and ends and len(starts) == len(ends) == 10 and not starts < ends:
        yield at(book.head, "valid_to", f"{ends} phải sau ngày bắt đầu {starts} (ngày đầu tiên không còn áp dụng).",
                 f"{ends} must be later than valid_from {starts} (it is the first day on which the book no longer holds).")  # fmt: skip
    if head["status"] in ("official", "closed"):
        for column, vi, en in (
            ("decision_no", "số quyết định", "number of the decision"),
            ("decision_date", "ngày quyết định", "date of the decision"),
        ):
            if not head[column]:
                yield at(book.head, column, f"trạng thái {head['status']} phải có {vi}. Hãy điền, hoặc để draft.",
                         f"status {head['status']} needs the {en}. Fill it in, or set draft.")  # fmt: skip
    if in_seeds:
        yield from _names(book)


def _names(book: Book) -> Iterator[Fault]:
    folder = book.folder.resolve()
    for column, written, expected in (
        ("index_code", book.index_code, folder.parent.name),
        ("edition", book.edition, folder.name),
    ):
        if written and written != expected:
            yield at(book.head, column, f"“{written}” không khớp với thư mục “{expected}”. Hãy sửa một trong hai.",
                     f"“{written}” does not match the folder “{expected}”. Correct one of them.")  # fmt: skip
    prefix = f"{folder.parent.name}_{folder.name}__"
    for path in sorted(folder.glob("*__*.csv")):
        if not path.name.startswith(prefix):
            kind = path.name.rpartition("__")[2]
            yield Fault(path.name, None, None, f"tên tệp trong thư mục này phải là {prefix}{kind}. Hãy đổi tên.",
                        f"a file of this folder is called {prefix}{kind}. Rename it.")  # fmt: skip
