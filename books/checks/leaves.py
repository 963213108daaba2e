"""Each criterion by its place in the tree: a leaf has a rule with the parameters that the rule asks for, an inner node an
aggregation and nothing of a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from books import formula
from books.book import Book, Row
from books.checks import parameters
from books.faults import Fault, at
from books.rules import RULES

PARAMETERS = ("numerator", "denominator", "target", "floor", "direction", "zero_denominator", "not_applicable",
              "window_years", "compared_in", "max_ratio", "inherits")  # fmt: skip
OF_INNER = ("target", "floor")  # most and least points of an inner node
FIGURE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:-]*")


def faults(book: Book) -> Iterator[Fault]:
    below, with_steps = book.children, book.steps_of
    parents = {row.values["criterion_code"]: row for row in book.criteria}
    for row in book.criteria:
        code = row.values["criterion_code"]
        if code in below:
            yield from _inner(row, len(below[code]))
        else:
            yield from _leaf(row, parents.get(row.values["parent_code"]), code in with_steps)


def _inner(row: Row, children: int) -> Iterator[Fault]:
    values = row.values
    if values["rule"]:
        yield at(row, "rule", f"tiêu chí có {children} tiêu chí con nên không có quy tắc chấm. Hãy xóa “{values['rule']}”, và điền cách tổng hợp.",
                 f"a criterion with {children} children has no rule. Remove “{values['rule']}” and name an aggregation.")  # fmt: skip
    if not values["aggregation"]:
        yield at(row, "aggregation", f"tiêu chí có {children} tiêu chí con phải có cách tổng hợp (sum, weighted_mean, percent_of_applicable).",
                 f"a criterion with {children} children needs an aggregation (sum, weighted_mean, percent_of_applicable).")  # fmt: skip
    for column in PARAMETERS:
        if values[column] and column not in OF_INNER and not values["rule"]:
            yield at(row, column, "không được dùng ở tiêu chí có tiêu chí con. Hãy xóa.",
                     "not used by a criterion with children. Remove it.", True)  # fmt: skip
    if values["stage"] and values["parent_code"]:
        yield at(row, "stage", "chỉ dùng ở tiêu chí gốc và tiêu chí không có tiêu chí con. Hãy xóa.",
                 "used only by the root and by criteria without children. Remove it.", True)  # fmt: skip
    yield from parameters.least_and_most(row)


def _leaf(row: Row, parent: Row | None, has_steps: bool) -> Iterator[Fault]:
    values = row.values
    if values["aggregation"]:
        yield at(row, "aggregation", f"tiêu chí không có tiêu chí con nào để tổng hợp. Hãy xóa “{values['aggregation']}”" + (", hoặc thêm tiêu chí con." if values["rule"] else " và điền quy tắc chấm, hoặc thêm tiêu chí con."),
                 f"there are no children to aggregate. Remove “{values['aggregation']}”" + (", or add children." if values["rule"] else " and name a rule, or add children."))  # fmt: skip
    elif not values["rule"]:
        yield at(row, "rule", "tiêu chí không có tiêu chí con phải có quy tắc chấm. Hãy điền.",
                 "a criterion without children needs a rule. Name one.")  # fmt: skip
    rule = RULES.get(values["rule"])
    if rule is None:
        return
    for column in rule.needs:
        if not values[column]:
            yield at(row, column, f"quy tắc {rule.name} cần {column}. Hãy điền.", f"rule {rule.name} needs {column}. Fill it in.")  # fmt: skip
    for column in PARAMETERS:
        if values[column] and column not in rule.uses:
            yield at(row, column, f"quy tắc {rule.name} không dùng {column}. Hãy xóa, hoặc chọn quy tắc khác.",
                     f"rule {rule.name} does not use {column}. Remove it, or choose another rule.", True)  # fmt: skip
    if values["not_applicable"] == "share" and (parent is None or parent.values["aggregation"] != "sum"):
        yield at(row, "not_applicable", "“share” chỉ dùng được khi tiêu chí cha tính sum. Hãy chọn exclude hoặc full.",
                 "“share” works only below a sum. Choose exclude or full.")  # fmt: skip
    yield from _figures(row)
    yield from parameters.faults(row, has_steps)


def _figures(row: Row) -> Iterator[Fault]:
    rule, numerator, denominator = (row.values[c] for c in ("rule", "numerator", "denominator"))
    if rule == "formula":
        try:
            formula.program(numerator) if numerator else None
        except formula.FormulaError as error:
            yield at(row, "numerator", f"công thức sai ở ký tự thứ {error.position}: {error.vi}",
                     f"the formula fails at character {error.position}: {error.en}")  # fmt: skip
    elif numerator.startswith("index:") and rule != "imported":
        yield at(row, "numerator", "“index:…” chỉ dùng với quy tắc imported. Hãy đổi quy tắc.",
                 "“index:…” works only with rule imported. Change the rule.")  # fmt: skip
    elif numerator.startswith("index:") and denominator:
        yield at(row, "denominator", "không dùng khi tử số là “index:…”. Hãy xóa.", "not used after “index:…”. Remove it.", True)  # fmt: skip
    for column in ("numerator", "denominator"):
        text = row.values[column]
        if not text or FIGURE.fullmatch(text) or (rule == "formula" and column == "numerator"):
            continue
        try:
            formula.program(text)
        except formula.FormulaError:
            vi, en = (
                "Mã chỉ gồm chữ không dấu, chữ số, “_”, “.”, “-”.",
                "A code holds letters a–z, digits, “_”, “.”, “-”.",
            )
        else:
            vi, en = "Biểu thức chỉ dùng với quy tắc formula.", "Expressions work only with rule formula."
        yield at(row, column, f"“{text}” không phải là mã số liệu. {vi}", f"“{text}” is no figure code. {en}")
    if numerator and numerator == denominator:
        yield at(row, "denominator", "trùng với tử số, nên tỷ lệ luôn bằng 1. Hãy kiểm tra.",
                 "the same as the numerator, so that the ratio is always 1. Look again.", True)  # fmt: skip
