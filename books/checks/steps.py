"""The steps of each criterion: half-open ranges [from_value, to_value) without gap or overlap, or states."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from books.book import Book, Row
from books.checks.leaves import FIGURE
from books.faults import Fault, at, meant
from books.numbers import number_or_none, plain
from books.rules import RULES

FROM_ZERO = ("bands", "count_steps", "imported", "inherited")  # values that are never negative: may begin at 0


def faults(book: Book) -> Iterator[Fault]:
    criteria = {row.values["criterion_code"]: row for row in book.criteria}
    inner = set(book.children)
    for code, steps in book.steps_of.items():
        if code not in criteria:
            vi, en = meant(code, criteria)
            for row in steps:
                yield at(
                    row, "criterion_code", f"không có tiêu chí “{code}”. {vi}", f"there is no criterion “{code}”. {en}"
                )
        elif code in inner:
            yield at(steps[0], "criterion_code", f"tiêu chí “{code}” có tiêu chí con nên không có bậc điểm. Hãy xóa.",
                     f"criterion “{code}” has children and therefore no steps. Remove them.")  # fmt: skip
        elif rule := RULES.get(criteria[code].values["rule"]):
            if rule.steps == "no":
                yield at(steps[0], "criterion_code", f"quy tắc {rule.name} của tiêu chí “{code}” không dùng bậc điểm. Hãy xóa, hoặc đổi quy tắc.",
                         f"rule {rule.name} of criterion “{code}” takes no steps. Remove them, or change the rule.")  # fmt: skip
            else:
                yield from _of_rule(book, criteria[code], steps)
    for code, row in criteria.items():
        rule = RULES.get(row.values["rule"])
        if rule and rule.steps == "needs" and code not in book.steps_of and code not in inner:
            yield at(row, "rule", f"quy tắc {rule.name} cần bậc điểm. Hãy thêm các dòng của “{code}” vào tệp __steps.csv.",
                     f"rule {rule.name} needs steps. Add lines for “{code}” to the file __steps.csv.")  # fmt: skip


def _of_rule(book: Book, criterion: Row, steps: list[Row]) -> Iterator[Fault]:
    rule, most = criterion.values["rule"], number_or_none(criterion.values["max_points"])
    if rule == "gate":
        yield from _gate(book, steps)
        return
    for row in steps:
        if not row.values["points"]:
            yield at(row, "points", "ô trống. Hãy điền điểm của bậc.", "not set. Fill in the step's points.")
    points = [number_or_none(row.values["points"]) for row in steps]
    if most is not None and all(p is not None for p in points):
        yield from _points(criterion, rule, most, steps, points)
    if rule == "choice":
        yield from _choice(steps)
    elif rule == "checklist":
        yield from _checklist(steps)
    else:
        yield from _ranges(criterion, rule, steps)


def _points(criterion: Row, rule: str, most: Decimal, steps: list[Row], points: list[Decimal]) -> Iterator[Fault]:
    code = criterion.values["criterion_code"]
    for row, value in zip(steps, points, strict=True):
        if value > most:
            yield at(row, "points", f"{plain(value)} điểm, nhiều hơn điểm tối đa {plain(most)} của “{code}” (dòng {criterion.line} của {criterion.file}).",
                     f"{plain(value)} points, more than the {plain(most)} of “{code}” (line {criterion.line} of {criterion.file}).")  # fmt: skip
    if rule == "checklist":
        total = sum(points, Decimal(0))
        if total != most:
            yield at(steps[0], "points", f"các phần của “{code}” cộng lại {plain(total)} điểm, phải bằng điểm tối đa {plain(most)}. Hãy sửa.",
                     f"the parts of “{code}” add up to {plain(total)}, its most points are {plain(most)}. Correct them.")  # fmt: skip
    elif max(points) < most:
        yield at(steps[0], "points", f"bậc cao nhất của “{code}” chỉ có {plain(max(points))} trong {plain(most)} điểm. Hãy kiểm tra.",
                 f"the best step of “{code}” gives only {plain(max(points))} of {plain(most)} points. Look again.", True)  # fmt: skip


def _choice(steps: list[Row]) -> Iterator[Fault]:
    seen: dict[str | Decimal, int] = {}
    for row in steps:
        state, value = row.values["state"], number_or_none(row.values["from_value"])
        if not state and not row.values["from_value"]:
            yield at(row, "state", "bậc của choice cần trạng thái hoặc giá trị. Hãy điền.", "a step of choice needs a state or a value. Fill it in.")  # fmt: skip
        for key, column in ((state.casefold(), "state"), (value, "from_value")):
            if key in seen and key not in ("", None):
                yield at(row, column, f"“{key if column == 'from_value' else state}” đã có ở dòng {seen[key]}. Hãy bỏ một.",
                         f"“{key if column == 'from_value' else state}” is already in line {seen[key]}. Drop one.")  # fmt: skip
            seen.setdefault(key, row.line)
        if row.values["to_value"]:
            yield at(
                row, "to_value", "choice không dùng khoảng giá trị. Hãy xóa.", "choice uses no ranges. Remove it.", True
            )


def _checklist(steps: list[Row]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for row in steps:
        state = row.values["state"]
        if not FIGURE.fullmatch(state):
            yield at(row, "state", f"phải là mã số liệu của phần này, ở đây là “{state}”.", f"must be this part's figure code; here it is “{state}”.")  # fmt: skip
        elif state in seen:
            yield at(row, "state", f"số liệu “{state}” đã có ở dòng {seen[state]}. Hãy bỏ một.", f"figure “{state}” is already in line {seen[state]}. Drop one.")  # fmt: skip
        seen.setdefault(state, row.line)
        for column in ("from_value", "to_value"):
            if row.values[column]:
                yield at(row, column, "checklist không dùng khoảng giá trị. Hãy xóa.", "checklist uses no ranges. Remove it.", True)  # fmt: skip


def _gate(book: Book, steps: list[Row]) -> Iterator[Fault]:
    classes = [row.values[c] for row in book.classes for c in ("class_vi", "class_en") if row.values[c]]
    for row in steps:
        state = row.values["state"]
        if state not in ("zero", *classes):
            vi, en = meant(state, ["zero", *dict.fromkeys(classes)])
            yield at(row, "state", f"“{state}” không phải là “zero” hay tên một xếp loại. {vi}", f"“{state}” is neither “zero” nor a class. {en}")  # fmt: skip
        if number_or_none(row.values["points"]):
            yield at(row, "points", "gate không cho điểm. Hãy xóa.", "a gate gives no points. Remove them.", True)
        if not row.values["from_value"] and not row.values["to_value"]:
            yield at(row, "from_value", "bậc này áp dụng cho mọi giá trị. Hãy điền ít nhất một cận.", "this step holds for every value. Set at least one border.")  # fmt: skip
    yield from _borders(steps, gaps=False)


def _ranges(criterion: Row, rule: str, steps: list[Row]) -> Iterator[Fault]:
    for row in steps:
        if row.values["state"]:
            yield at(row, "state", f"quy tắc {rule} không dùng trạng thái. Hãy xóa.", f"rule {rule} uses no states. Remove it.", True)  # fmt: skip
    ordered = yield from _borders(steps, gaps=True)
    if not ordered:
        return
    (low, _, first), (_, high, last) = ordered[0], ordered[-1]
    if low is not None and not (low <= 0 and rule in FROM_ZERO):
        yield at(first, "from_value", f"giá trị dưới {plain(low)} không thuộc bậc nào. Hãy để trống from_value của bậc thấp nhất.",
                 f"values below {plain(low)} are in no step. Leave from_value of the lowest step empty.")  # fmt: skip
    if high is not None:
        yield at(last, "to_value", f"giá trị từ {plain(high)} trở lên không thuộc bậc nào (to_value không kể chính nó). Hãy để trống to_value của bậc cao nhất.",
                 f"values from {plain(high)} on are in no step (to_value is exclusive). Leave to_value of the highest step empty.")  # fmt: skip
    borders = [value for low, high, _ in ordered for value in (low, high) if value is not None]
    limit = number_or_none(criterion.values["max_ratio"])
    if (
        rule in ("bands", "inherited")
        and criterion.values["denominator"]
        and borders
        and max(borders) > max(2, limit or 0)
    ):
        row = next(row for low, _, row in reversed(ordered) if low is not None)
        yield at(row, "from_value", f"{plain(max(borders))} phải là phần của 1: {plain(max(borders))} % viết là {plain(max(borders) / 100)}. (Nếu tỷ lệ thật sự lớn như vậy, hãy điền max_ratio.)",
                 f"{plain(max(borders))} must be a fraction of 1: {plain(max(borders))} % is written {plain(max(borders) / 100)}. (If the ratio can really be that large, set max_ratio.)")  # fmt: skip


def _borders(steps: list[Row], gaps: bool) -> Iterator[Fault]:
    """The steps in order as (from, to, row), after telling what is wrong between them; none when a border is unreadable."""
    ranges = []
    for row in steps:
        low, high = (number_or_none(row.values[column]) for column in ("from_value", "to_value"))
        if (low is None and row.values["from_value"]) or (high is None and row.values["to_value"]):
            return []
        if low is not None and high is not None and low >= high:
            yield at(row, "to_value", f"bậc từ {plain(low)} đến dưới {plain(high)} không chứa giá trị nào. Hãy sửa.", f"the step from {plain(low)} to below {plain(high)} holds no value. Correct it.")  # fmt: skip
            return []
        ranges.append((low, high, row))
    ranges.sort(key=lambda r: (r[0] is not None, r[0] or 0))
    for (_, end, before), (start, _, row) in zip(ranges, ranges[1:], strict=False):
        if start is None or end is None or end > start:
            shared = "mọi giá trị" if start is None and end is None else plain(end if start is None else start)
            yield at(row, "from_value", f"chồng lên bậc ở dòng {before.line} (từ {shared}). Hãy sửa to_value ở dòng {before.line} hoặc from_value ở dòng {row.line}.",
                     f"overlaps the step of line {before.line} (from {shared}). Correct to_value in line {before.line} or from_value in line {row.line}.")  # fmt: skip
        elif gaps and end < start:
            yield at(row, "from_value", f"giá trị từ {plain(end)} đến dưới {plain(start)} không thuộc bậc nào, giữa dòng {before.line} và dòng {row.line}. Hãy nối hai cận.",
                     f"values from {plain(end)} to below {plain(start)} are in no step, between line {before.line} and line {row.line}. Join the two.")  # fmt: skip
    return ranges
