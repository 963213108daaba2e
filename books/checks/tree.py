"""The criteria as a tree: one root, one parent each, no circle, and points and weights that add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from books.book import Book, Row
from books.faults import Fault, at, meant
from books.numbers import number_or_none, plain
from books.rules import OUTSIDE

SHOWN, MAX_DEPTH = 12, 20


def faults(book: Book) -> Iterator[Fault]:
    first = {}
    for row in book.criteria:
        code = row.values["criterion_code"]
        if code in first and code:
            yield at(row, "criterion_code", f"mã “{code}” đã có ở dòng {first[code].line}. Hãy đổi một trong hai mã.",
                     f"code “{code}” is already that of line {first[code].line}. Change one of them.")  # fmt: skip
        first.setdefault(code, row)
    yield from _parents(book, first)
    yield from _depth(first)
    yield from _circles(first)
    yield from _roots(book)
    for code, children in book.children.items():
        if code in first:
            yield from _sum(first[code], children)
            yield from _weights(first[code], children)


def _parents(book: Book, first: dict[str, Row]) -> Iterator[Fault]:
    for row in book.criteria:
        parent = row.values["parent_code"]
        if parent and parent not in first:
            vi, en = meant(parent, [code for code in first if code != row.values["criterion_code"]])
            vi_below, en_below = _below(book, row)
            yield at(row, "parent_code", f"không có tiêu chí “{parent}”{vi_below}. {vi}",
                     f"there is no criterion “{parent}”{en_below}. {en}")  # fmt: skip


def _below(book: Book, row: Row) -> tuple[str, str]:
    """How many criteria hang below one that itself hangs nowhere."""
    children, waiting, count = book.children, [row.values["criterion_code"]], 0
    while waiting and count <= len(book.criteria):
        below = children.get(waiting.pop(), [])
        count += len(below)
        waiting += [child.values["criterion_code"] for child in below]
    return (
        (f", {count} tiêu chí bên dưới cũng rời khỏi cây", f"; {count} criteria below it are cut off too")
        if count
        else ("", "")
    )


def _circles(first: dict[str, Row]) -> Iterator[Fault]:
    seen: set[str] = set()
    for start in first:
        way: list[str] = []
        code = start
        while code in first and code not in seen:
            seen.add(code)
            way.append(code)
            code = first[code].values["parent_code"]
        if code in way:
            circle = " → ".join([*way[way.index(code) :], code])
            yield at(first[code], "parent_code", f"các tiêu chí xếp thành vòng: {circle}. Hãy sửa tiêu chí cha của một trong số đó.",
                     f"the criteria form a circle: {circle}. Correct the parent of one of them.")  # fmt: skip


def _depth(first: dict[str, Row]) -> Iterator[Fault]:
    for code, row in first.items():
        above, steps = row.values["parent_code"], 0
        while above in first and steps <= MAX_DEPTH:
            above, steps = first[above].values["parent_code"], steps + 1
        if steps == MAX_DEPTH and not above:
            yield at(row, "parent_code", f"“{code}” nằm sâu hơn {MAX_DEPTH} tầng. Hãy bớt tầng.",
                     f"“{code}” lies deeper than {MAX_DEPTH} levels. Take some out.")  # fmt: skip


def _roots(book: Book) -> Iterator[Fault]:
    roots = book.children.get("", [])
    if not roots:
        yield Fault(book.criteria[0].file, None, "parent_code",
                    "không có tiêu chí gốc. Hãy để trống parent_code của đúng một tiêu chí.",
                    "there is no root. Leave parent_code empty for exactly one criterion.")  # fmt: skip
        return
    for row in roots[1:]:
        vi, en = _below(book, row)
        yield at(row, "parent_code", f"tiêu chí gốc thứ hai (gốc thứ nhất ở dòng {roots[0].line}){vi}. Hãy điền tiêu chí cha.",
                 f"a second root (the first is in line {roots[0].line}){en}. Name its parent.")  # fmt: skip
    points, scale = (number_or_none(t) for t in (roots[0].values["max_points"], book.head.values["scale_points"]))
    if points is not None and scale is not None and points != scale:
        yield at(roots[0], "max_points", f"tiêu chí gốc có {plain(points)} điểm, thang điểm của bộ là {plain(scale)} (tệp {book.head.file}, cột scale_points). Hãy sửa một trong hai.",
                 f"the root has {plain(points)} points, the book's scale is {plain(scale)} (file {book.head.file}, column scale_points). Correct one of them.")  # fmt: skip


def counted(children: list[Row]) -> list[Row]:
    """The children whose points are part of their parent's."""
    return [row for row in children if row.values["rule"] not in OUTSIDE]


def _sum(parent: Row, children: list[Row]) -> Iterator[Fault]:
    own = number_or_none(parent.values["max_points"])
    parts = [(row, number_or_none(row.values["max_points"])) for row in counted(children)]
    if parent.values["aggregation"] != "sum" or own is None or any(points is None for _, points in parts):
        return
    total = sum((points for _, points in parts), Decimal(0))
    if total == own:
        return
    listed = " + ".join(plain(points) for _, points in parts[:SHOWN]) + (" + …" if len(parts) > SHOWN else "") or "0"
    listed = f"{listed} = {plain(total)}" if len(parts) > 1 else plain(total)
    difference = plain(abs(own - total))
    vi, en = (
        (f"thiếu {difference}", f"{difference} too few")
        if total < own
        else (f"thừa {difference}", f"{difference} too many")
    )
    hint = _misprint(parts, own - total)
    yield at(parent, "max_points",
             f"điểm các tiêu chí con là {listed}, không phải {plain(own)}: {vi}. {hint[0]}Hãy sửa điểm tiêu chí con hoặc tiêu chí này.",
             f"the children's points are {listed}, not {plain(own)}: {en}. {hint[1]}Correct the children or this criterion.")  # fmt: skip


def _misprint(parts: list[tuple[Row, Decimal]], difference: Decimal) -> tuple[str, str]:
    """The one child whose number would make the sum right with the same digits: 10.05 for 10.5."""
    fitting = [(row, points, points + difference) for row, points in parts if min(points, points + difference) > 0]
    found = [(row, wrong, right) for row, wrong, right in fitting if _digits(wrong) == _digits(right)]
    if len(found) != 1:
        return "", ""
    row, wrong, right = found[0]
    code = row.values["criterion_code"]
    return (f"Ở tiêu chí {code} (dòng {row.line}), {plain(wrong)} có phải là {plain(right)}? ",
            f"In criterion {code} (line {row.line}), is {plain(wrong)} meant to be {plain(right)}? ")  # fmt: skip


def _digits(value: Decimal) -> list[str]:
    return sorted(plain(value).replace(".", "").replace("0", ""))


def _weights(parent: Row, children: list[Row]) -> Iterator[Fault]:
    if parent.values["aggregation"] != "weighted_mean":
        for row in children:
            if row.values["weight"]:
                yield at(row, "weight", f"trọng số không được dùng: tiêu chí cha {parent.values['criterion_code']} không tính weighted_mean.",
                         f"the weight is not used: parent {parent.values['criterion_code']} is no weighted_mean.", True)  # fmt: skip
        return
    rows = counted(children)
    for row in rows:
        if not row.values["weight"]:
            yield at(row, "weight", f"thiếu trọng số: tiêu chí cha {parent.values['criterion_code']} tính weighted_mean. Hãy điền.",
                     f"the weight is missing: parent {parent.values['criterion_code']} is a weighted_mean. Fill it in.")  # fmt: skip
    weights = [number_or_none(row.values["weight"]) for row in rows]
    if not rows or any(weight is None for weight in weights):
        return
    total = sum(weights, Decimal(0))
    if total not in (1, 100):
        goal = 1 if total < 10 else 100
        yield at(parent, "aggregation", f"trọng số các tiêu chí con cộng lại bằng {plain(total)}, phải bằng {goal}. Hãy sửa cột weight (dòng {rows[0].line}–{rows[-1].line}).",
                 f"the children's weights add up to {plain(total)} instead of {goal}. Correct column weight (lines {rows[0].line}–{rows[-1].line}).")  # fmt: skip
