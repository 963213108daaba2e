"""The small safe expressions of the rule ``formula``: `6*paid/due + min(2, 2.5*b/c)`. They are parsed here and refused
with the position of what does not belong; what reaches the database is the list of operations, never the text.

    expression = term (("+" | "-") term)*
    term       = factor (("*" | "/") factor)*
    factor     = number | figure_code | "-" factor | "(" expression ")" | ("min" | "max") "(" expression ("," expression)+ ")"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

MAX_LENGTH, MAX_NODES, MAX_DEPTH = 2000, 400, 40  # the database computes a formula height by height
FUNCTIONS = ("min", "max")
_TOKEN = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<mark>[-+*/(),])")
_WRITE = dict.fromkeys("×∗", "*") | dict.fromkeys("÷:", "/") | dict.fromkeys("−–—", "-") | {"[": "(", "]": ")"}


class FormulaError(ValueError):
    """A text that is no formula; ``position`` is the character (from 1) where it stops being one."""

    def __init__(self, position: int, vi: str, en: str) -> None:
        super().__init__(position, vi, en)
        self.position, self.vi, self.en = position, vi, en

    def __str__(self) -> str:
        return f"ký tự thứ {self.position}: {self.vi} | character {self.position}: {self.en}"


@dataclass(frozen=True)
class Op:
    """One operation. ``node`` is its place in the program (from 0), ``left`` and ``right`` are the nodes it takes;
    ``height`` is 0 for figures and numbers, else one more than that of the higher operand."""

    node: int
    op: str
    left: int | None
    right: int | None
    figure_code: str | None
    number: Decimal | None
    height: int


def program(text: str) -> list[Op]:
    """The operations of a formula, operands before what takes them; the root is the last.

    ``op`` is figure, number, +, -, *, /, min or max. Unary minus is 0 − x; min and max of more than two arguments are
    taken pairwise from the left. Raises FormulaError.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            MAX_LENGTH + 1, f"công thức dài quá {MAX_LENGTH} ký tự.", f"a formula has at most {MAX_LENGTH} characters."
        )
    parser = _Parser(text)
    parser.expression(0)
    if parser.kind != "end":
        parser.refuse_here()
    return parser.ops


def figure_codes(ops: list[Op]) -> list[str]:
    """The figures that a program uses, each once, in the order in which they appear."""
    return list(dict.fromkeys(op.figure_code for op in ops if op.figure_code is not None))


class _Parser:
    """Recursive descent over one text; ``kind``, ``token`` and ``start`` are the token in hand."""

    def __init__(self, text: str) -> None:
        self.text, self.ops, self.end = text, [], 0
        self.advance()

    def advance(self) -> None:
        self.start = self.end
        while self.start < len(self.text) and self.text[self.start] in " \t":
            self.start += 1
        if self.start == len(self.text):
            self.kind, self.token, self.end = "end", "", self.start
        elif found := _TOKEN.match(self.text, self.start):
            self.kind, self.token, self.end = found.lastgroup, found.group(), found.end()
        else:
            self._refuse_character()

    def expression(self, depth: int) -> int:
        left = self.term(depth)
        while self.token in ("+", "-"):
            left = self._binary(left, self.term, depth)
        return left

    def term(self, depth: int) -> int:
        left = self.factor(depth)
        while self.token in ("*", "/"):
            left = self._binary(left, self.factor, depth)
        return left

    def _binary(self, left: int, operand, depth: int) -> int:
        sign = self.token
        self.advance()
        return self._add(sign, left, operand(depth))

    def factor(self, depth: int) -> int:
        if depth > MAX_DEPTH:
            self._refuse(f"lồng nhau quá {MAX_DEPTH} tầng.", f"nested more than {MAX_DEPTH} deep.")
        kind, token, start = self.kind, self.token, self.start
        if kind == "number":
            self.advance()
            return self._add("number", number=Decimal(token))
        if kind == "name":
            return self._name(depth)
        if token == "-":
            self.advance()
            zero = self._add("number", number=Decimal(0))
            return self._add("-", zero, self.factor(depth + 1))
        if token == "(":
            self.advance()
            inside = self.expression(depth + 1)
            self._close(start)
            return inside
        return self.refuse_here()

    def _name(self, depth: int) -> int:
        name, start = self.token, self.start
        self.advance()
        if self.token != "(":
            if name in FUNCTIONS:
                self._refuse(f"sau {name} phải là dấu “(”.", f"{name} is a function: “(” must follow.")
            return self._add("figure", figure_code=name)
        if name not in FUNCTIONS:
            self._refuse(
                f"không có hàm “{name}”; chỉ có min và max.", f"no function “{name}”; there are min and max.", start
            )
        opening = self.start
        self.advance()
        if self.token == ")":
            self._refuse(f"{name}() chưa có đối số.", f"{name}() has no arguments.")
        left, arguments = self.expression(depth + 1), 1
        while self.token == ",":
            self.advance()
            left, arguments = self._add(name, left, self.expression(depth + 1)), arguments + 1
        self._close(opening)
        if arguments == 1:
            self._refuse(f"{name} cần ít nhất hai đối số.", f"{name} takes at least two arguments.", start)
        return left

    def _close(self, opening: int) -> None:
        if self.kind == "end":
            at = opening + 1
            self._refuse(f"dấu “(” ở ký tự thứ {at} chưa được đóng.", f"the “(” of character {at} is never closed.")
        if self.token != ")":
            self.refuse_here()
        self.advance()

    def _add(self, op: str, left: int | None = None, right: int | None = None, figure_code=None, number=None) -> int:
        if len(self.ops) == MAX_NODES:
            self._refuse(f"công thức có quá {MAX_NODES} phép tính.", f"a formula has at most {MAX_NODES} operations.")
        height = 0 if left is None else 1 + max(self.ops[left].height, self.ops[right].height)
        if height > MAX_DEPTH:
            self._refuse(
                f"quá {MAX_DEPTH} phép tính nối tiếp nhau. Hãy chia thành nhiều tiêu chí.",
                f"more than {MAX_DEPTH} operations one upon the other. Split the criterion.",
            )
        self.ops.append(Op(len(self.ops), op, left, right, figure_code, number, height))
        return len(self.ops) - 1

    def refuse_here(self) -> int:
        """Refuse the token in hand: say what stands there and what could."""
        if self.kind == "end":
            what = ("công thức trống.", "the formula is empty.") if not self.text.strip() else None
            self._refuse(*(what or ("công thức dừng giữa chừng.", "the formula stops in the middle.")))
        if self.token == ",":
            self._refuse(
                "dấu phẩy chỉ đứng giữa các đối số của min, max; số thập phân viết với dấu chấm (4.5).",
                "a comma stands only between the arguments of min and max; decimals are written with a point (4.5).",
            )
        if self.token == ")":
            self._refuse("dấu “)” thừa hoặc thiếu vế trước nó.", "“)” closes nothing, or something is missing before.")
        if self.kind in ("name", "number") or self.token == "(":
            self._refuse(
                f"thiếu phép tính trước “{self.token}”.", f"an operator (+ - * /) is missing before “{self.token}”."
            )
        return self._refuse(
            f"cần một số, một mã số liệu hoặc “(” thay cho “{self.token}”.",
            f"a number, a figure code or “(” is needed instead of “{self.token}”.",
        )

    def _refuse_character(self) -> None:
        found = self.text[self.start]
        shown = found if found.isprintable() and not found.isspace() else f"U+{ord(found):04X}"
        vi, en = f"ký tự “{shown}” không dùng được", f"“{shown}” does not belong in a formula"
        if written := _WRITE.get(found):
            vi, en = f"{vi}, hãy viết “{written}”", f"{en}, write “{written}”"
        elif found == "%":
            vi, en = f"{vi}, hãy viết phần của 1 (0.8)", f"{en}, write a fraction of 1 (0.8)"
        self._refuse(f"{vi}.", f"{en}.")

    def _refuse(self, vi: str, en: str, at: int | None = None) -> int:
        raise FormulaError((self.start if at is None else at) + 1, vi, en)
