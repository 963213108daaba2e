"""The numbers that a rule takes: within their sense, and fractions written as fractions (0.80, not 80)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from books.book import Row
from books.faults import Fault, at
from books.numbers import number_or_none, plain

FRACTIONS = {
    "ratio_capped": ("target",),
    "ratio_floor": ("target", "floor"),
    "survey_share": ("target",),
    "imported": ("target",),
    "growth": ("target",),
}
AT_MOST_ONE = ("ratio_floor", "survey_share")  # rules whose ratio is at most 1 unless max_ratio says more


def faults(row: Row, has_steps: bool) -> Iterator[Fault]:
    values = row.values
    rule, target, floor = values["rule"], number_or_none(values["target"]), number_or_none(values["floor"])
    most = number_or_none(values["max_points"])
    yield from _points(row, most)
    yield from _either(row, has_steps)
    for column in FRACTIONS.get(rule, ()):
        yield from _fraction(row, column)
    if rule == "ratio_capped" and values["direction"] == "down":
        if target is not None and not 0 <= target < 1:
            yield at(row, "target", f"với direction down, mục tiêu phải từ 0 đến dưới 1; ở đây là {plain(target)}.",
                     f"with direction down the target lies between 0 and 1 (not 1 itself); here it is {plain(target)}.")  # fmt: skip
    elif target is not None and target <= 0 and rule not in ("deadline", "survey_mean", "target"):
        yield at(row, "target", f"phải lớn hơn 0; ở đây là {values['target']}.", f"must be above 0; here it is {values['target']}.")  # fmt: skip
    if rule == "deadline" and target is not None and target < 0:
        yield at(row, "target", "số ngày chậm được phép không thể âm.", "the days allowed cannot be negative.")
    if rule == "survey_mean" and target is not None and target <= (floor or 0):
        yield at(row, "target", f"cuối thang ({plain(target)}) phải lớn hơn đầu thang ({plain(floor or Decimal(0))}).",
                 f"the top of the scale ({plain(target)}) must be above its bottom ({plain(floor or Decimal(0))}).")  # fmt: skip
    if rule == "target" and floor is not None and not 0 <= floor <= 1:
        yield at(row, "floor", f"phần điểm khi đạt mục tiêu phải từ 0 đến 1 (nửa điểm viết 0.5); ở đây là {plain(floor)}.",
                 f"the share of the points at the target lies between 0 and 1 (half is 0.5); here it is {plain(floor)}.")  # fmt: skip
    if (
        rule in ("minmax", "deduction", "formula", "deadline")
        and floor is not None
        and most is not None
        and floor > most
    ):
        yield at(row, "floor", f"mức sàn {plain(floor)} lớn hơn điểm tối đa {plain(most)}.",
                 f"the floor {plain(floor)} is above the most points {plain(most)}.")  # fmt: skip
    if rule == "inherited" and values["inherits"] == "no":
        yield at(row, "inherits", "quy tắc inherited cần inherits = yes.", "rule inherited needs inherits = yes.")


def _points(row: Row, most: Decimal | None) -> Iterator[Fault]:
    rule = row.values["rule"]
    if most is None:
        return
    if rule in ("gate", "display_only") and most != 0:
        yield at(
            row, "max_points", f"quy tắc {rule} không có điểm, phải ghi 0.", f"rule {rule} has no points: write 0."
        )
    elif rule not in ("gate", "display_only") and most == 0:
        yield at(row, "max_points", "điểm tối đa 0: tiêu chí không bao giờ có điểm (nếu chỉ để hiển thị, dùng display_only).",
                 "0 points: the criterion never scores (use display_only if it is only shown).", True)  # fmt: skip


def _either(row: Row, has_steps: bool) -> Iterator[Fault]:
    """Rules that live of one of two parameters."""
    rule, values = row.values["rule"], row.values
    if rule == "target" and not values["denominator"] and not values["target"]:
        yield at(row, "target", "quy tắc target cần mục tiêu: một số ở đây, hoặc mã số liệu ở cột denominator.",
                 "rule target needs a target: a number here, or a figure code in column denominator.")  # fmt: skip
    if rule == "growth" and not values["target"] and not has_steps:
        yield at(row, "target", "quy tắc growth cần mức tăng đạt điểm tối đa (0.10 là 10 %), hoặc các bậc điểm.",
                 "rule growth needs the growth that gets all points (0.10 is 10 %), or steps.")  # fmt: skip
    if rule in ("growth", "imported", "deadline") and has_steps:
        for column in ("target", "floor"):
            if values[column]:
                yield at(row, column, "không được dùng vì tiêu chí có bậc điểm. Hãy xóa.", "not used, for there are steps. Remove it.", True)  # fmt: skip


def _fraction(row: Row, column: str) -> Iterator[Fault]:
    """A ratio's target and floor are fractions of 1. More than 1 needs a figure whose ratio may be more than 1; a single
    figure may be counted in its own unit, which nobody can tell from the book."""
    value, limit = number_or_none(row.values[column]), number_or_none(row.values["max_ratio"])
    rule, is_ratio = row.values["rule"], bool(row.values["denominator"])
    if column == "floor" and value is not None and value < 0:
        yield at(row, column, "không thể âm.", "cannot be negative.")
    if value is None or value <= 1 or (limit is not None and value <= limit):
        return
    hundredth = plain(value / 100)
    if rule in AT_MOST_ONE or rule == "imported" or (is_ratio and value > 2):
        yield at(row, column, f"{row.values[column]} phải là phần của 1: {plain(value)} % viết là {hundredth}. (Nếu tỷ lệ thật sự có thể lớn hơn 1, hãy điền max_ratio.)",
                 f"{row.values[column]} must be a fraction of 1: {plain(value)} % is written {hundredth}. (If the ratio can really be above 1, set max_ratio.)")  # fmt: skip
    elif is_ratio or value > 2:
        yield at(row, column, f"{row.values[column]} lớn hơn 1. Nếu là phần trăm, hãy viết {hundredth}; nếu đúng, điền max_ratio.",
                 f"{row.values[column]} is above 1. If it is a percentage write {hundredth}; if it is meant, set max_ratio.", True)  # fmt: skip


def least_and_most(row: Row) -> Iterator[Fault]:
    """`floor` and `target` of an inner node: the least and the most points it can have."""
    least, most = number_or_none(row.values["floor"]), number_or_none(row.values["target"])
    if least is not None and most is not None and least > most:
        yield at(row, "floor", f"điểm thấp nhất {plain(least)} lớn hơn điểm cao nhất {plain(most)} (cột target).",
                 f"the least points {plain(least)} are above the most {plain(most)} (column target).")  # fmt: skip
