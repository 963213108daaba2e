"""Classes and units: who is ranked apart, and which percent makes which class."""

from __future__ import annotations

from collections.abc import Iterator

from books.book import Book
from books.faults import Fault, at
from books.numbers import number_or_none, plain


def faults(book: Book) -> Iterator[Fault]:
    yield from _classes(book)
    seen: dict[str, int] = {}
    for row in book.units:
        code = row.values["unit_code"]
        if code and code in seen:
            yield at(row, "unit_code", f"đơn vị “{code}” đã có ở dòng {seen[code]}. Hãy bỏ một dòng.",
                     f"unit “{code}” is already in line {seen[code]}. Drop one of them.")  # fmt: skip
        seen.setdefault(code, row.line)


def _classes(book: Book) -> Iterator[Fault]:
    groups = dict.fromkeys(row.values["peer_group"] for row in book.classes)
    told = set()
    for group in groups:
        # classes without a group count for every group
        rows = [row for row in book.classes if row.values["peer_group"] in ("", group)]
        percents: dict[object, int] = {}
        names: dict[str, int] = {}
        for row in rows:
            percent, name = number_or_none(row.values["from_percent"]), row.values["class_vi"].casefold()
            for key, seen, column in ((percent, percents, "from_percent"), (name, names, "class_vi")):
                if key not in (None, "") and key in seen and (row.line, column) not in told:
                    told.add((row.line, column))
                    yield at(row, column, f"“{row.values[column]}” đã có ở dòng {seen[key]} của cùng nhóm. Hãy sửa.",
                             f"“{row.values[column]}” is already in line {seen[key]} for the same group. Correct it.")  # fmt: skip
                seen.setdefault(key, row.line)
        known = [percent for percent in percents if percent is not None]
        if known and len(known) == len(rows) and min(known) > 0:
            lowest = next(row for row in rows if number_or_none(row.values["from_percent"]) == min(known))
            yield at(lowest, "from_percent", f"đơn vị dưới {plain(min(known))} % không có xếp loại. Xếp loại thấp nhất thường bắt đầu từ 0.",
                     f"units below {plain(min(known))} % get no class. The lowest class usually begins at 0.", True)  # fmt: skip
        if len(known) > 1 and max(known) <= 1:
            highest = next(row for row in rows if number_or_none(row.values["from_percent"]) == max(known))
            yield at(highest, "from_percent", f"cột này tính bằng phần trăm: {plain(max(known))} viết là {plain(max(known) * 100)}.",
                     f"this column is in percent: {plain(max(known))} is written {plain(max(known) * 100)}.")  # fmt: skip
